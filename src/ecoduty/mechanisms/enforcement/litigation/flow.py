"""The act table of suits (clause 20.1): the court fills in its milestones, or the department on its behalf with the scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.casework.succession.orphans import Side, head_of, inherits
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.dated import on_its_day
from ecoduty.mechanisms.enforcement.every_case import case_acts
from ecoduty.mechanisms.enforcement.litigation import acts, data, guards, limits, opening, states
from ecoduty.mechanisms.enforcement.litigation.queries import EVIDENCE, FIRST, KIND
from ecoduty.mechanisms.enforcement.on_paper import keep_scan
from ecoduty.mechanisms.enforcement.relations import (
    COURT,
    COURTS,
    HEADS,
    LEGALS,
    LINKAGES,
    OFFICERS,
    PROCURATORATES,
    entering,
)

REGISTRAR = Who(
    "anyone", ("linkage_officer", "enforcement_officer", "legal_reviewer"), "人民法院、检察院或者涉诉单位的承办人员"
)
OWN = (OFFICERS, LEGALS, LINKAGES, HEADS)
COURT_ACTS = (COURTS, *entering(OFFICERS, LEGALS, LINKAGES, PROCURATORATES))
"""Who enters what the court does: the court itself, or a party on its behalf with the paper."""
_OF = ("20.1",)
_PAPER = (guards.COURT_PAPER,)


def _before_the_court() -> tuple[Act, ...]:
    """From the complaint to the judgment of first instance."""
    submitted, trial, judged = states.SUBMITTED.code, states.TRIAL.code, states.JUDGED.code
    court = COURT_ACTS
    return (
        Act("register_litigation", "登记诉讼案件", (START,), submitted, (REGISTRAR,), _OF, data=data.RegisterLitigation,
            effect=masked(opening.register), starts=(FIRST,), or_to=(trial,)),
        Act("accept_suit", "登记立案", (submitted,), trial, court, _OF, guards=_PAPER, data=data.AcceptSuit,
            effect=masked(acts.accept), starts=(FIRST,), main=True),
        Act("decline_suit", "登记不予立案", (submitted,), states.NOT_ACCEPTED.code, court, _OF, guards=_PAPER, data=data.DeclineSuit,
            effect=masked(acts.decline)),
        Act("record_service", "登记送达", (trial,), None, court, _OF, guards=_PAPER, data=data.RecordService,
            effect=masked(acts.record_service), starts=(EVIDENCE,)),
        Act("record_milestone", "登记审理节点", states.BEFORE_COURT, None, court, _OF, guards=_PAPER, data=data.RecordMilestone,
            effect=masked(acts.record_milestone)),
        Act("answer_suit", "提交答辩和证据", (trial,), None, OWN, _OF, guards=(guards.DEFENDANT, guards.SERVED), data=data.AnswerSuit,
            effect=masked(on_its_day(acts.answer)), meets=(EVIDENCE,)),
        Act("plan_appearance", "确定出庭负责人", (trial, states.APPEAL.code), None, (HEADS, LEGALS, OFFICERS), _OF,
            guards=(guards.AGAINST_AGENCY,), data=data.PlanAppearance, effect=masked(acts.plan_appearance)),
        Act("record_appearance", "登记负责人出庭", states.BEFORE_COURT, None, (*court, HEADS), _OF,
            guards=(guards.AGAINST_AGENCY,), data=data.RecordAppearance, effect=masked(acts.record_appearance)),
        Act("record_court_judgment", "登记一审裁判", (trial,), judged, court, _OF, guards=_PAPER, data=data.RecordCourtJudgment,
            effect=masked(on_its_day(acts.record_judgment)), meets=(FIRST,), cancels=(EVIDENCE,), main=True, or_to=(states.EFFECTIVE.code,)),
    )  # fmt: skip


def _after_judgment() -> tuple[Act, ...]:
    """Appeal, effect, enforcement, the end."""
    judged, appeal, effective = states.JUDGED.code, states.APPEAL.code, states.EFFECTIVE.code
    enforcing, concluded, trial = states.ENFORCING.code, states.CONCLUDED.code, states.TRIAL.code
    court = COURT_ACTS
    return (
        Act("record_appeal", "登记上诉", (judged,), appeal, court, _OF, guards=_PAPER, data=data.RecordAppeal, effect=masked(acts.record_appeal)),
        Act("record_second_judgment", "登记二审裁判", (appeal,), effective, court, _OF, guards=_PAPER, data=data.RecordSecondJudgment,
            effect=masked(acts.record_second_judgment), starts=(FIRST,), main=True, or_to=(trial,)),
        Act("take_effect", "登记裁判生效", (judged,), effective, court, _OF, guards=_PAPER, data=data.TakeEffect,
            effect=masked(acts.take_effect), main=True),
        Act("record_enforcement", "登记进入执行", (effective,), enforcing, court, _OF, guards=_PAPER, data=data.RecordEnforcement,
            effect=masked(acts.record_enforcement)),
        Act("conclude_litigation", "登记办结", (effective, enforcing), concluded, court, _OF, guards=_PAPER,
            data=data.ConcludeLitigation, effect=masked(acts.conclude), main=True),
        Act("withdraw_suit", "登记撤诉", (states.SUBMITTED.code, trial, appeal), states.WITHDRAWN.code, court, _OF, guards=_PAPER,
            data=data.WithdrawSuit, effect=masked(acts.withdraw)),
    )  # fmt: skip


def _time() -> tuple[Act, ...]:
    """What the court decides about its own time and the defendant's."""
    court, open_ = COURT_ACTS, states.OPEN
    return (
        Act("extend_trial", "登记延长期限", open_, None, court, _OF, guards=_PAPER, data=data.ExtendTrial,
            effect=masked(keep_scan), aside=True),
        Act("suspend_trial", "登记中止审理", open_, None, court, _OF, guards=_PAPER, data=data.SuspendTrial,
            effect=masked(keep_scan), aside=True),
        Act("resume_trial", "登记恢复审理", open_, None, court, _OF, guards=_PAPER, data=data.ResumeTrial,
            effect=masked(keep_scan), aside=True),
    )  # fmt: skip


LITIGATIONS = ActTable(
    kind=KIND,
    label="诉讼案件",
    states=states.STATES,
    acts=(
        *_before_the_court(),
        *_after_judgment(),
        *_time(),
        *case_acts(
            KIND, states.STATES, concerned=(COURTS, *OWN, PROCURATORATES), pieces=(COURTS, *OWN, PROCURATORATES)
        ),
    ),
    store=MatterStore(own="litigation__agency", restricted=True),
    clauses=_OF,
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """Another case leads to a suit, in the name of whoever decides so: `content` has the fields of `data.RegisterLitigation`.

    Raises Refused as the act does.
    """
    known = {name: value for name, value in content.items() if name in data.RegisterLitigation.model_fields}
    done = perform(LITIGATIONS, "register_litigation", actor=actor, data=known, occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def _heirs(matter: Matter, on: date) -> Sequence[int]:
    found = head_of(matter.holder, on)
    return (found.pk,) if found else ()


def install() -> None:
    """Register the table, its limits, who goes on when the court's people have left, and that other cases may lead here."""
    flow.register(LITIGATIONS)
    limits.install()
    inherits(KIND, Side((COURT,), COURT, _heirs))
    receives(KIND, receive)


__all__ = ["COURT_ACTS", "LITIGATIONS", "OWN", "install", "receive"]
