"""Conditions on the acts of a lead determination: a code, a sentence that says what to do, the clause behind it."""

from __future__ import annotations

from dataclasses import replace

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import PartyRole
from ecoduty.casework.publications import guards as publication
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.lead_departments import queries

NEGOTIATION = "lead-department.negotiation"


def _raised_here(attempt: Attempt) -> bool:
    return attempt.subject.lead_determination.raised_by_id in attempt.actor.bodies


def _all_spoke(attempt: Attempt) -> bool:
    return bool(queries.concerned(attempt.subject)) and not queries.silent(attempt.subject)


def _talked_out(attempt: Attempt) -> bool:
    """Everybody spoke, or the time for it is over: silence is noted as silence, never as consent."""
    if _all_spoke(attempt):
        return True
    limit = Deadline.objects.filter(matter=attempt.subject, key=NEGOTIATION).order_by("-pk").first()
    return limit is not None and attempt.occurred_at >= limit.due_at


def _was_referred(attempt: Attempt) -> bool:
    parties = attempt.subject.current_parties or ()
    return any(role == PartyRole.MAIN for _, role in parties)


def _of_its_own_level(attempt: Attempt) -> bool:
    return bool(attempt.actor.level == attempt.subject.body_level)


RAISED_HERE = Guard("not_the_raiser", "由提请的单位办理。", _raised_here, clause="5.1")
ALL_SPOKE = Guard(
    "positions_missing",
    "还有部门没有书面意见：沉默不算同意，请催办，或等期限届满后记录分歧。",
    _all_spoke,
    clause="5.3",
)
TALKED_OUT = Guard(
    "negotiation_running", "还有部门没有书面意见，协商期限也没有届满：请先催办。", _talked_out, clause="5.4"
)
REFERRED = Guard("not_referred", "这件没有提请过编办，退回的应再协商。", _was_referred, clause="5.4")
OWN_LEVEL = Guard(
    "districts_own", "这是区级事项，由区里研究明确：由区生态环境部门或区环委办办理。", _of_its_own_level, clause="5.7"
)
PREPARED = replace(publication.PREPARED, clause="5.6")
CLEARED = replace(publication.CLEARED, clause="5.6")
ANOTHER_THAN_PREPARER = replace(publication.ANOTHER_THAN_PREPARER, clause="5.6")
