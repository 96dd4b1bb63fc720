"""What the acts of a suit do beyond their table (clause 20.1). Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date
from functools import partial

from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, refusal
from ecoduty.mechanisms.enforcement.litigation import data, guards, queries, states
from ecoduty.mechanisms.enforcement.litigation.models import Litigation, LitigationMilestone
from ecoduty.mechanisms.enforcement.on_paper import keep_scan

_CLAUSE = "20.1"
wrong = partial(refusal.wrong, clause=_CLAUSE)


def accept(attempt: Attempt) -> None:
    """The court takes it in. Raises Refused `dated_before`, `day_in_future`."""
    given: data.AcceptSuit = attempt.data
    own = own_of(attempt)
    after(attempt, "accepted_on", given.accepted_on, own.submitted_on, "起诉日期")
    keep_scan(attempt)
    keep(own, docket_number=given.docket_number, accepted_on=given.accepted_on)


def decline(attempt: Attempt) -> None:
    """The court does not take it in."""
    given: data.DeclineSuit = attempt.data
    after(attempt, "declined_on", given.declined_on, own_of(attempt).submitted_on, "起诉日期")
    keep_scan(attempt)


def record_service(attempt: Attempt) -> None:
    """The complaint was served; a department that is the defendant has its days for evidence from then on."""
    given: data.RecordService = attempt.data
    own = own_of(attempt)
    after(attempt, "on", given.on, own.accepted_on, "立案日期")
    keep_scan(attempt)
    _milestone(attempt, queries.SERVICE, given.on, note=given.note)
    keep(own, served_on=given.on)


def record_milestone(attempt: Attempt) -> None:
    """A station that the rulebook has for this kind of suit. Raises Refused `unknown_choice`, `dated_before`."""
    given: data.RecordMilestone = attempt.data
    own = own_of(attempt)
    known = queries.milestones(own.sort, _day(attempt))
    if given.milestone not in known or given.milestone == queries.SERVICE:
        raise wrong("milestone", "unknown_choice", "这类诉讼没有所选的节点，请从所列的节点中选。")
    after(attempt, "on", given.on, own.accepted_on, "立案日期")
    keep_scan(attempt)
    _milestone(attempt, given.milestone, given.on, number=given.number, note=given.note)


def answer(attempt: Attempt) -> None:
    """The defendant's answer and evidence. Raises Refused `dated_before`, `day_in_future`."""
    given: data.AnswerSuit = attempt.data
    own = own_of(attempt)
    after(attempt, "on", given.on, own.served_on, "送达起诉状副本之日")
    _milestone(attempt, queries.ANSWER, given.on, number=given.number, note=given.evidence)
    keep(own, answered_on=given.on)


def plan_appearance(attempt: Attempt) -> None:
    """Which head appears. Raises Refused `reason_missing` where none does and nobody says why, `unknown_choice`."""
    given: data.PlanAppearance = attempt.data
    if given.post:
        if given.post not in queries.words("head-posts", _day(attempt)):
            raise wrong("post", "unknown_choice", "请从所列的负责人岗位中选。")
    elif not given.reason:
        raise wrong("reason", "reason_missing", "请选出庭负责人的岗位；都不能出庭的，写明理由。")
    keep(own_of(attempt), head_post=given.post, head_reason="" if given.post else given.reason)


def record_appearance(attempt: Attempt) -> None:
    """Whether the head appeared. Raises Refused `reason_missing`, `dated_before`."""
    given: data.RecordAppearance = attempt.data
    own = own_of(attempt)
    after(attempt, "on", given.on, own.accepted_on, "立案日期")
    if not given.appeared and not given.reason:
        raise wrong("reason", "reason_missing", "负责人没有出庭的，请写明理由。")
    keep(own, head_appeared=given.appeared, head_reason="" if given.appeared else given.reason)


def record_judgment(attempt: Attempt) -> None:
    """The judgment of first instance; what was mediated holds at once. Raises Refused `unknown_choice`, `dated_before`."""
    given: data.RecordCourtJudgment = attempt.data
    own = own_of(attempt)
    _outcome(attempt, own, "outcome", given.outcome)
    after(attempt, "judged_on", given.judged_on, own.accepted_on, "立案日期")
    keep_scan(attempt)
    keep(own, outcome=given.outcome, judgment_number=given.number, judged_on=given.judged_on, awarded=given.awarded)
    if given.outcome == queries.MEDIATED:
        keep(own, effective_on=given.judged_on)
        attempt.lead_to(states.EFFECTIVE.code)


def record_appeal(attempt: Attempt) -> None:
    """Somebody appealed. Raises Refused `dated_before`."""
    given: data.RecordAppeal = attempt.data
    own = own_of(attempt)
    after(attempt, "appealed_on", given.appealed_on, own.judged_on, "一审裁判日期")
    keep_scan(attempt)
    keep(own, appealed_on=given.appealed_on, appeal_docket=given.docket_number)


def record_second_judgment(attempt: Attempt) -> None:
    """What the court above decided: it holds, or the first has to try it again.

    Raises Refused `outcome_missing` where it was changed and nobody says to what, `unknown_choice`, `dated_before`.
    """
    given: data.RecordSecondJudgment = attempt.data
    own = own_of(attempt)
    if given.result not in queries.words("second-outcomes", _day(attempt)):
        raise wrong("result", "unknown_choice", "没有所选的二审结果，请从所列的各项中选。")
    after(attempt, "judged_on", given.judged_on, own.appealed_on, "上诉日期")
    keep_scan(attempt)
    keep(own, second_outcome=given.result, second_number=given.number, second_on=given.judged_on)
    if given.result == queries.REMANDED:
        keep(own, outcome="", awarded=None, accepted_on=given.judged_on)
        attempt.lead_to(states.TRIAL.code)
        return
    if given.result == queries.CHANGED and not given.outcome:
        raise wrong("outcome", "outcome_missing", "改判的，请选改判后的结果。")
    if given.outcome:
        _outcome(attempt, own, "outcome", given.outcome)
        keep(own, outcome=given.outcome, awarded=given.awarded)
    elif given.result == queries.MEDIATED:
        keep(own, outcome=queries.MEDIATED, awarded=given.awarded)
    keep(own, effective_on=given.judged_on)


def take_effect(attempt: Attempt) -> None:
    """Nobody appealed. Raises Refused `dated_before`."""
    given: data.TakeEffect = attempt.data
    own = own_of(attempt)
    after(attempt, "effective_on", given.effective_on, own.judged_on, "一审裁判日期")
    keep_scan(attempt)
    keep(own, effective_on=given.effective_on)


def record_enforcement(attempt: Attempt) -> None:
    """It is enforced. Raises Refused `dated_before`."""
    given: data.RecordEnforcement = attempt.data
    own = own_of(attempt)
    after(attempt, "on", given.on, own.effective_on, "裁判生效日期")
    keep_scan(attempt)
    keep(own, enforcement_number=given.number, enforced_from=given.on)


def conclude(attempt: Attempt) -> None:
    """How it ended. Raises Refused `dated_before`."""
    given: data.ConcludeLitigation = attempt.data
    own = own_of(attempt)
    after(attempt, "on", given.on, own.effective_on, "裁判生效日期")
    keep_scan(attempt)
    keep(own, concluded_note=given.note)


def withdraw(attempt: Attempt) -> None:
    """Whoever sued gave it up. Raises Refused `dated_before`."""
    given: data.WithdrawSuit = attempt.data
    own = own_of(attempt)
    after(attempt, "on", given.on, own.accepted_on or own.submitted_on, "立案或者起诉日期")
    keep_scan(attempt)
    keep(own, concluded_note=given.reason)


def own_of(attempt: Attempt) -> Litigation:
    """The row of the suit acted on."""
    own: Litigation = attempt.subject.litigation
    return own


def keep(own: Litigation, **values: object) -> None:
    """Change these columns of the row."""
    for name, value in values.items():
        setattr(own, name, value)
    own.save(update_fields=list(values))


def after(attempt: Attempt, field: str, day: date, earlier: date | None, what: str) -> None:
    """Raises Refused `day_in_future`, or `dated_before` for a day before the one it follows from (`what`)."""
    if day > _day(attempt):
        raise wrong(field, "day_in_future", f"{spoken_date(day)}还没有到，请核对日期。")
    if earlier is not None and day < earlier:
        raise wrong(field, "dated_before", f"{spoken_date(day)}早于{what}（{spoken_date(earlier)}），请核对日期。")


def _milestone(attempt: Attempt, code: str, on: date, *, number: str = "", note: str = "") -> None:
    LitigationMilestone.objects.create(
        litigation=own_of(attempt), code=code, on=on, number=number, note=note,
        on_behalf=code != queries.ANSWER and guards.for_court(attempt),
    )  # fmt: skip


def _outcome(attempt: Attempt, own: Litigation, field: str, code: str) -> None:
    if code not in queries.outcomes(own.sort, _day(attempt)):
        raise wrong(field, "unknown_choice", "这类诉讼没有所选的裁判结果，请从所列的各项中选。")


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)


__all__ = [
    "accept", "after", "answer", "conclude", "decline", "keep", "own_of", "plan_appearance", "record_appeal", "record_appearance",
    "record_enforcement", "record_judgment", "record_milestone", "record_second_judgment", "record_service", "take_effect", "withdraw",
    "wrong",
]  # fmt: skip
