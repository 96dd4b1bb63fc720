"""When one may apply: not while the demand's ten working days or a deferral run, not before the party's own time is over."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.enforcement.court_enforcement import queries
from ecoduty.mechanisms.enforcement.court_enforcement.states import Remedy


def _remedy_known(attempt: Attempt) -> bool:
    return bool(attempt.subject.court_enforcement.remedy != Remedy.PENDING)


REMEDY_KNOWN = Guard(
    "remedy_pending",
    "当事人已申请复议或者起诉，还没有结果，不能申请强制执行：有了结果先“更正复议、起诉情况”。",
    _remedy_known,
    clause="20.2",
)


def _demand_over(attempt: Attempt) -> bool:
    demand = queries.window(attempt.subject.court_enforcement).demand
    return demand is not None and local_date(attempt.occurred_at) > demand.last


DEMAND_OVER = Guard(
    "demand_running",
    "催告书送达满十个工作日之后，从期满次日起才能申请；哪天期满见“申请期间”。",
    _demand_over,
    clause="20.2",
)


def _remedy_over(attempt: Attempt) -> bool:
    remedy = queries.remedy_end(attempt.subject.court_enforcement)
    return remedy is None or local_date(attempt.occurred_at) > remedy.safe


REMEDY_OVER = Guard(
    "remedy_running",
    "当事人申请复议、起诉的期限还没有届满，届满之后才能申请强制执行；哪天届满见“申请期间”。",
    _remedy_over,
    clause="20.2",
)


def _deferral_over(attempt: Attempt) -> bool:
    until = attempt.subject.court_enforcement.deferred_until
    return until is None or local_date(attempt.occurred_at) > until


DEFERRAL_OVER = Guard(
    "deferral_running",
    "本单位准予的延期、分期还没有到期，到期之后仍不履行的才能申请强制执行；哪天到期见“申请期间”。",
    _deferral_over,
    clause="20.2",
)

MAY_APPLY = (REMEDY_KNOWN, REMEDY_OVER, DEFERRAL_OVER, DEMAND_OVER)

__all__ = ["DEFERRAL_OVER", "DEMAND_OVER", "MAY_APPLY", "REMEDY_KNOWN", "REMEDY_OVER"]
