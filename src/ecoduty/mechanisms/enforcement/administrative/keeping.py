"""What the acts of a case share: its own row, choices of the rulebook, days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.administrative import queries
from ecoduty.mechanisms.enforcement.administrative.models import AdministrativeCase, PenaltyDecision
from ecoduty.mechanisms.enforcement.administrative.states import Sort

CLAUSE = "18.1"


def own_of(attempt: Attempt) -> AdministrativeCase:
    """The case's own row."""
    own: AdministrativeCase = attempt.subject.administrative_case
    return own


def decision_of(attempt: Attempt) -> PenaltyDecision:
    """The decision of the case. Raises Refused `not_decided`."""
    found = queries.decision(own_of(attempt))
    if found is None:
        raise Refused("not_decided", "此案还没有作出决定。", status=422, clause=CLAUSE)
    return found


def chosen(attempt: Attempt, field: str, code: str, key: str) -> None:
    """Raises Refused `unknown_choice` for a code that the rulebook's list does not have."""
    if code not in queries.words(key, local_date(attempt.recorded_at)):
        raise wrong(field, "unknown_choice", "没有所选的一项，请从所列的各项中选。")


def all_checked(field: str, checks: Collection[bool], sentence: str) -> None:
    """Raises Refused `not_all_checked` where a box is empty."""
    if not all(checks):
        raise wrong(field, "not_all_checked", sentence, clause=CLAUSE)


def past(attempt: Attempt, field: str, day: date) -> None:
    """Raises Refused `day_in_future` for a day that has not come."""
    if day > local_date(attempt.recorded_at):
        raise wrong(field, "day_in_future", f"{spoken_date(day)}还没有到，请核对日期。")


def not_before(field: str, day: date, earliest: date, what: str) -> None:
    """Raises Refused `out_of_order` for a day before what comes first."""
    if day < earliest:
        raise wrong(
            field, "out_of_order", f"{spoken_date(day)}早于{what}（{spoken_date(earliest)}），次序不对，请核对。"
        )


def none_standing(own: AdministrativeCase) -> None:
    """Raises Refused `measure_standing` where goods or evidence are still held."""
    if any(queries.standing_measure(own, sort) for sort in Sort):
        raise Refused(
            "measure_standing", "还有没处理的先行登记保存或者查封、扣押，请先处理。", status=422, clause=CLAUSE
        )


def last_day(limit: str, start: datetime) -> date:
    """The last day of a limit that is the party's or ends by itself: shown, and owed by nobody here."""
    found = reckon_limit(rulebooks.current(), limit, start, current_calendar())
    return found.due_on or local_date(found.due.moment)


__all__ = [
    "CLAUSE",
    "all_checked",
    "chosen",
    "decision_of",
    "last_day",
    "none_standing",
    "not_before",
    "own_of",
    "past",
]
