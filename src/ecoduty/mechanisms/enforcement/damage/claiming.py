"""Negotiation, the agreement, the court's confirmation, or the suit. Each effect runs inside the gate's transaction."""

from __future__ import annotations

from ecoduty.casework.matters.opening import hand_off
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement.circle import name_side, team_of
from ecoduty.mechanisms.enforcement.damage import checks, data, queries, states
from ecoduty.mechanisms.enforcement.damage.acts import keep, own_of
from ecoduty.mechanisms.enforcement.damage.models import NegotiationMeeting
from ecoduty.mechanisms.enforcement.damage.states import Judged
from ecoduty.mechanisms.enforcement.on_paper import keep_scan
from ecoduty.mechanisms.enforcement.pieces.guards import require_papers
from ecoduty.mechanisms.enforcement.relations import COURT

_NOT_CONFIRMED = "not-confirmed"
_CONFIRMATION_LEG, _SUIT_LEG = "eco-damage-confirmation", "eco-damage-suit"


def invite(attempt: Attempt) -> None:
    """The notice was served. Raises Refused `dated_before`, `day_in_future`."""
    given: data.InviteNegotiation = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "sent_on", given.sent_on, own.failed_on or own.assessed_on, "评估意见出具或者磋商不成之日")
    keep(own, notice_number=given.number, negotiation_from=given.sent_on)


def record_meeting(attempt: Attempt) -> None:
    """One meeting. Raises Refused `too_many_meetings` where one more than the rulebook's number comes without a reason."""
    given: data.RecordMeeting = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "held_on", given.held_on, own.negotiation_from, "磋商启动之日")
    number = own.meetings.count() + 1
    most = queries.number("most-meetings", local_date(attempt.recorded_at))
    if number > most and not given.extra_reason:
        raise wrong(
            "extra_reason",
            "too_many_meetings",
            f"磋商会议原则上不超过{most}次，这是第{number}次：请写明再开一次的理由。",
        )
    NegotiationMeeting.objects.create(
        damage=own, number=number, held_on=given.held_on, attended=given.attended, result=given.result,
        extra_reason=given.extra_reason if number > most else "", file=checks.file_of(attempt, given.file),
    )  # fmt: skip
    attempt.record(meeting=number)


def sign(attempt: Attempt) -> None:
    """The agreement. Raises Refused `dated_before`, `restore_by_unfit`, `unknown_choice`."""
    given: data.SignAgreement = attempt.data
    own = own_of(attempt)
    checks.listed(attempt, "way", given.way, "agreed-ways")
    checks.after(attempt, "signed_on", given.signed_on, own.negotiation_from, "磋商启动之日")
    effective = given.effective_on or given.signed_on
    checks.after(attempt, "effective_on", effective, given.signed_on, "签订日期")
    if given.restore_by < effective:
        raise wrong(
            "restore_by", "restore_by_unfit", f"履行和修复期限早于生效日期（{spoken_date(effective)}），请核对。"
        )
    checks.file_of(attempt, given.file)
    keep(own, agreement_number=given.number, agreed_on=given.signed_on, effective_on=effective, agreed_way=given.way,
         agreed_amount=given.amount, restore_by=given.restore_by)  # fmt: skip


def fail(attempt: Attempt) -> None:
    """No agreement came of it. Raises Refused `unknown_choice`, `dated_before`."""
    given: data.FailNegotiation = attempt.data
    own = own_of(attempt)
    checks.listed(attempt, "ground", given.ground, "failure-grounds")
    checks.after(attempt, "failed_on", given.failed_on, own.negotiation_from or own.assessed_on, "磋商启动之日")
    keep(own, failed_for=given.ground, failed_on=given.failed_on)


def apply_confirmation(attempt: Attempt) -> None:
    """The court knows of it from now on. Raises Refused `papers_missing`, `dated_before`, `nobody_there`."""
    given: data.ApplyConfirmation = attempt.data
    checks.after(attempt, "applied_on", given.applied_on, own_of(attempt).effective_on, "协议生效之日")
    require_papers(attempt, _CONFIRMATION_LEG)
    name_side(attempt, checks.court(attempt, given.court), COURT)


def announce(attempt: Attempt) -> None:
    """The court's public notice. Raises Refused `dated_before`."""
    given: data.AnnounceConfirmation = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "announced_on", given.announced_on, own.effective_on, "协议生效之日")
    keep_scan(attempt)
    keep(own, announced_on=given.announced_on)


def confirm(attempt: Attempt) -> None:
    """The ruling. Raises Refused `notice_running` before the notice has run out, `not_announced` where there was none."""
    given: data.ConfirmAgreement = attempt.data
    own = own_of(attempt)
    ends = queries.notice_ends(own)
    if ends is None:
        raise wrong("confirmed_on", "not_announced", "还没有登记司法确认公告：公告期满才能裁定，请先登记公告。")
    if given.confirmed_on <= ends:
        raise wrong(
            "confirmed_on",
            "notice_running",
            f"公告不少于三十日，{spoken_date(ends)}期满，之后才能裁定：请核对裁定日期。",
        )
    checks.come(attempt, "confirmed_on", given.confirmed_on)
    keep_scan(attempt)
    keep(own, confirmation_number=given.number, confirmed_on=given.confirmed_on)


def refuse_confirmation(attempt: Attempt) -> None:
    """The court does not confirm: there is no agreement that could be enforced. Raises Refused `dated_before`."""
    given: data.RefuseConfirmation = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "refused_on", given.refused_on, own.effective_on, "协议生效之日")
    keep_scan(attempt)
    keep(
        own, failed_for=_NOT_CONFIRMED, failed_on=given.refused_on, confirmation_number=given.number, announced_on=None
    )


def sue(attempt: Attempt) -> None:
    """The suit becomes a case of its own, with its court. Raises Refused `papers_missing` and what that case raises."""
    given: data.Sue = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "sued_on", given.sued_on, own.failed_on, "磋商不成之日")
    require_papers(attempt, _SUIT_LEG)
    court = checks.court(attempt, given.court)
    on = local_date(attempt.recorded_at)
    hand_off(
        queries.LITIGATION, attempt,
        {
            "title": attempt.subject.title, "sort": "eco-damage", "court": court.key, "submitted_on": given.sued_on, "agency_role": "plaintiff",
            "claimed": given.claimed, "cause": "生态环境损害赔偿纠纷", "officers": [person.pk for person in team_of(attempt.subject, on)],
        },
    )  # fmt: skip


def record_judgment(attempt: Attempt) -> None:
    """What came of the suit. Raises Refused `restore_by_missing`, `restore_by_unfit`, `day_in_future`."""
    given: data.RecordDamageJudgment = attempt.data
    own = own_of(attempt)
    checks.after(attempt, "effective_on", given.effective_on, own.failed_on, "磋商不成之日")
    if given.result is Judged.LOST:
        attempt.lead_to(states.LOST.code)
    elif given.restore_by is None:
        raise wrong("restore_by", "restore_by_missing", "支持赔偿的，请填裁判写明的履行和修复期限。")
    elif given.restore_by < given.effective_on:
        raise wrong("restore_by", "restore_by_unfit", "履行和修复期限早于裁判生效日期，请核对。")
    keep(own, judged=given.result, judgment_number=given.number, effective_on=given.effective_on, agreed_amount=given.amount,
         restore_by=given.restore_by)  # fmt: skip


__all__ = [
    "announce", "apply_confirmation", "confirm", "fail", "invite", "record_judgment", "record_meeting", "refuse_confirmation", "sign",
    "sue",
]  # fmt: skip
