"""Measures before the decision: preservation, seizure, periods that do not count."""

from __future__ import annotations

from datetime import datetime

from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement.administrative import data, keys, periods_data, queries, states
from ecoduty.mechanisms.enforcement.administrative.keeping import CLAUSE, last_day, own_of
from ecoduty.mechanisms.enforcement.administrative.models import CoerciveMeasure, ExcludedPeriod


def preserve(attempt: Attempt) -> None:
    """Preserved at the moment of the act; in urgency approved afterwards. Raises Refused `measure_standing`."""
    given: data.PreserveEvidence = attempt.data
    _none_stands(attempt, states.Sort.PRESERVATION)
    CoerciveMeasure.objects.create(
        case=own_of(attempt), sort=states.Sort.PRESERVATION, what=given.what, place=given.place,
        imposed_at=attempt.occurred_at, approved_at=attempt.occurred_at if given.approved else None,
        until=last_day(keys.PRESERVATION_HANDLING, attempt.occurred_at),
    )  # fmt: skip


def approve_preservation(attempt: Attempt) -> None:
    """The head approves what was done in urgency. Raises Refused `nothing_to_approve`."""
    found = queries.standing_measure(own_of(attempt), states.Sort.PRESERVATION)
    if found is None or found.approved_at is not None:
        raise Refused("nothing_to_approve", "没有等待补办批准的先行登记保存。", status=422, clause=CLAUSE)
    found.approved_at, found.number = attempt.occurred_at, attempt.data.number
    found.save(update_fields=["approved_at", "number"])


def handle_preservation(attempt: Attempt) -> None:
    """What became of it. Raises Refused `no_measure`, `handling_lapsed`."""
    given: data.HandleMeasure = attempt.data
    if given.handling is states.Handling.LAPSED:
        raise wrong("handling", "handling_lapsed", "逾期自动解除由平台登记，请选实际的处理。", clause=CLAUSE)
    _handle(attempt, states.Sort.PRESERVATION, given.handling, given.text)


def lapse_preservation(attempt: Attempt) -> None:
    """Nothing was decided in time: what was preserved is free by itself. Raises Refused `no_measure`, `not_lapsed`."""
    found = queries.standing_measure(own_of(attempt), states.Sort.PRESERVATION)
    if found is not None and local_date(attempt.recorded_at) <= found.until:
        raise Refused("not_lapsed", f"先行登记保存到{spoken_date(found.until)}才届满。", clause=CLAUSE)
    _handle(attempt, states.Sort.PRESERVATION, states.Handling.LAPSED, "七个工作日内没有作出处理，自动解除")


def seize(attempt: Attempt) -> None:
    """Raises Refused `measure_standing`."""
    given: data.OrderSeizure = attempt.data
    _none_stands(attempt, states.Sort.SEIZURE)
    CoerciveMeasure.objects.create(
        case=own_of(attempt), sort=states.Sort.SEIZURE, what=given.what, place=given.place, number=given.number,
        imposed_at=attempt.occurred_at, approved_at=attempt.occurred_at, until=last_day(keys.SEIZURE, attempt.occurred_at),
    )  # fmt: skip


def lift_seizure(attempt: Attempt) -> None:
    """Raises Refused `no_measure`, `handling_lapsed`."""
    given: data.HandleMeasure = attempt.data
    if given.handling is states.Handling.LAPSED:
        raise wrong("handling", "handling_lapsed", "查封、扣押届满须作出解除决定，请选实际的处理。", clause=CLAUSE)
    _handle(attempt, states.Sort.SEIZURE, given.handling, given.text)


def begin_excluded(attempt: Attempt) -> None:
    """A period that does not count begins. Raises Refused `period_open`, `unknown_choice`."""
    given: periods_data.BeginExcluded = attempt.data
    if given.kind in (states.Excluded.POLICE, states.Excluded.HEARING):
        raise wrong("kind", "unknown_choice", "听证和移送公安期间由相应的步骤起止，不在这里登记。", clause=CLAUSE)
    open_period(attempt, given.kind, given.note, attempt.occurred_at)


def end_excluded(attempt: Attempt) -> None:
    """It ends. Raises Refused `unknown_choice`, `out_of_order`."""
    given: periods_data.EndExcluded = attempt.data
    found = own_of(attempt).excluded.filter(pk=given.period, ended_at=None).exclude(
        reason__in=(states.Excluded.POLICE, states.Excluded.HEARING)
    ).first()  # fmt: skip
    if found is None:
        raise wrong("period", "unknown_choice", "没有所选的不计入期限的事由，或者已经结束，请刷新后重选。")
    if attempt.occurred_at < found.began_at:
        raise wrong("period", "out_of_order", "结束不能早于开始，请核对发生时间。", clause=CLAUSE)
    found.ended_at = attempt.occurred_at
    found.save(update_fields=["ended_at"])


def open_period(attempt: Attempt, reason: str, note: str, at: datetime) -> None:
    """Put down that a period begins. Raises Refused `period_open` where one of the same reason runs."""
    own = own_of(attempt)
    if own.excluded.filter(reason=reason, ended_at=None).exists():
        label = states.Excluded(reason).label
        raise Refused("period_open", f"“{label}”已经在不计入期限，不用再登记一次。", status=422, clause=CLAUSE)
    ExcludedPeriod.objects.create(case=own, reason=reason, note=note, began_at=at)


def close_period(attempt: Attempt, reason: str) -> None:
    """Put down that it ended, where one runs."""
    own_of(attempt).excluded.filter(reason=reason, ended_at=None).update(ended_at=attempt.occurred_at)


def _none_stands(attempt: Attempt, sort: states.Sort) -> None:
    if queries.standing_measure(own_of(attempt), sort) is not None:
        raise Refused(
            "measure_standing",
            f"已有一次{sort.label}没有处理，请先处理；新增的物品写进同一份清单。",
            status=422,
            clause=CLAUSE,
        )


def _handle(attempt: Attempt, sort: states.Sort, handling: str, text: str) -> None:
    found = queries.standing_measure(own_of(attempt), sort)
    if found is None:
        raise Refused("no_measure", f"现在没有{sort.label}。", status=422, clause=CLAUSE)
    found.handling, found.handled_at, found.handling_text = handling, attempt.occurred_at, text
    found.save(update_fields=["handling", "handled_at", "handling_text"])
    attempt.record(handling=states.Handling(handling).label)


__all__ = [
    "approve_preservation", "begin_excluded", "close_period", "end_excluded", "handle_preservation", "lapse_preservation",
    "lift_seizure", "open_period", "preserve", "seize",
]  # fmt: skip
