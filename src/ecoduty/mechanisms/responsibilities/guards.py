"""Conditions on the acts of a list: a code, a sentence that says what to do, the clause behind it."""

from __future__ import annotations

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import OPEN
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.responsibilities import consulting, deciding
from ecoduty.mechanisms.responsibilities.data import PUBLICATION
from ecoduty.mechanisms.responsibilities.opening import list_of
from ecoduty.mechanisms.responsibilities.words import Answer, Authority, FilingState


def _answered(attempt: Attempt) -> bool:
    return not consulting.missing(list_of(attempt), local_date(attempt.recorded_at))


def _no_objection(attempt: Attempt) -> bool:
    return not consulting.objections(list_of(attempt))


def _asked(attempt: Attempt) -> bool:
    return consulting.owed_by(attempt, {Answer.ASKED, Answer.AGREE, Answer.OBJECTION}) is not None


def _objects(attempt: Attempt) -> bool:
    return consulting.owed_by(attempt, {Answer.OBJECTION}) is not None


def _filing(*wanted: str) -> Guard:
    sentences = {
        FilingState.NONE: ("filed_already", "已经报备，等环委办备案。"),
        FilingState.FILED: ("not_filed", "还没有报备，或正在补正：由单位报备、补正后再办。"),
        FilingState.CORRECTION: ("no_correction_asked", "环委办没有要求补正。"),
    }
    code, sentence = sentences[FilingState(wanted[0])]
    return Guard(code, sentence, lambda attempt: list_of(attempt).filing_state in wanted, clause="4.7")


def _no_clock(attempt: Attempt) -> bool:
    return not Deadline.objects.filter(matter=attempt.subject, rule=PUBLICATION, state__in=OPEN).exists()


def _both_approved(attempt: Attempt) -> bool:
    return {Authority.PARTY_COMMITTEE, Authority.GOVERNMENT} <= set(deciding.approvals(list_of(attempt)))


ANSWERED = Guard(
    "answers_missing",
    "还有单位没有答复会签：请催办，或请其签署意见；不答复不当作同意。",
    _answered,
    clause="4.4",
)
NO_OBJECTION = Guard(
    "objection_stands",
    "还有单位的异议没有解决：退回修改后再征求，或由对方撤回异议。",
    _no_objection,
    clause="4.4",
)
ASKED = Guard("not_asked_here", "这份清单没有向贵单位征求意见。", _asked, clause="4.4")
OBJECTS = Guard("no_objection_here", "贵单位没有未撤回的异议。", _objects, clause="4.4")
NOT_FILED = _filing(FilingState.NONE)
FILED = _filing(FilingState.FILED)
CORRECTION_ASKED = _filing(FilingState.CORRECTION)
NO_CLOCK = Guard("clock_is_running", "省级已公布，两个月期限正在计算，这份清单不能不办。", _no_clock, clause="4.5")
BOTH_APPROVED = Guard(
    "approvals_missing", "党委和政府的审定还没有都登记：两项登记齐全才能公布。", _both_approved, clause="6.2"
)
