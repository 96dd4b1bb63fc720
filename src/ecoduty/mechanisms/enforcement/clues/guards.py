"""Conditions of the acts of a clue, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.enforcement.clues import queries


def _in_time(attempt: Attempt) -> bool:
    reported = queries.reported_at(attempt.subject)
    if reported is None:
        return False
    found = reckon_limit(rulebooks.current(), queries.OBJECTION, reported, current_calendar())
    return attempt.occurred_at < found.due.moment


OBJECTS_ONCE = Guard(
    "clue_objected_already",
    "对这条线索的结论已经提过一次不同意见，收到线索的单位也已答复；仍不同意的，向它的上级机关反映。",
    lambda attempt: queries.objection(attempt.subject) is None,
    clause="18.2",
)
OBJECTS_IN_TIME = Guard(
    "clue_objection_over",
    "提出不同意见的期限已过；又发现新情况的，请另行转送线索，并填上这一件的编号。",
    _in_time,
    clause="18.2",
)
