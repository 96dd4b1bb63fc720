"""Public notice, objections, close-out, look-back and relapse (clauses 3.3, 9.2)."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.escalation import telling
from ecoduty.casework.publications import effects
from ecoduty.casework.publications.data import Registration
from ecoduty.casework.publications.models import Publication
from ecoduty.casework.publications.queries import publication_of
from ecoduty.casework.publications.states import PublicationState
from ecoduty.kernel.clock import local_date, spoken_date, spoken_day, start_of_day
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.inspections import states
from ecoduty.mechanisms.inspections.keeping import file_of, keep, own_of
from ecoduty.mechanisms.inspections.rectifying import accepting, data, queries
from ecoduty.mechanisms.inspections.rectifying.models import LookBack, NoticeObjection, ObjectionAnswer, Withholding
from ecoduty.mechanisms.inspections.rectifying.states import Kept
from ecoduty.mechanisms.inspections.refusing import refuse

_TAKEN_DOWN = "整改情况有变，已退回重新整改；整改完成后另行公示。"


def edit_public_version(attempt: Attempt) -> None:
    """Take out what the public should not read."""
    accepting.prepare(attempt)


def clear_public_version(attempt: Attempt) -> None:
    """Another post looks at it before it goes out."""
    effects.clear(attempt, _publication(attempt))


def register_publication(attempt: Attempt) -> None:
    """It is before the public for the rulebook's working days. Raises Refused `notice_before_acceptance` and as `effects.register`."""
    given: Registration = attempt.data
    own = own_of(attempt)
    accepted = queries.last_acceptance(own)
    if accepted is not None and given.published_on < accepted.accepted_on:
        sentence = (
            f"公示日期{spoken_date(given.published_on)}早于验收日期{spoken_date(accepted.accepted_on)}，次序不对。"
        )
        raise refuse("notice_before_acceptance", sentence, field="published_on", clause="3.3")
    effects.register(attempt, _publication(attempt), sent_at=None)
    own.notice_until = _last_day(given.published_on)
    own.save(update_fields=["notice_until"])
    attempt.record(notice_until=own.notice_until.isoformat())


def withhold(attempt: Attempt) -> None:
    """Secrets and personal data are not shown: a head says why and on whose word, and nothing is before the public.

    Raises Refused `ground_unknown`.
    """
    given: data.WithholdResult = attempt.data
    own = own_of(attempt)
    grounds = queries.withholding_grounds(local_date(attempt.recorded_at))
    if given.ground not in grounds:
        raise refuse("ground_unknown", "没有所选的不公开情形，请从所列的情形中选。", field="ground", clause="3.3")
    Withholding.objects.create(
        problem=own, ground=given.ground, reason=given.reason, authority=given.authority, by=attempt.actor.title,
        at=attempt.occurred_at,
    )  # fmt: skip
    keep(attempt, f"不公开（{grounds[given.ground]}）：{given.reason}（{given.authority}）")
    attempt.record(ground=given.ground)
    telling.tell_holder(
        attempt, f"整改结果不公开：{attempt.subject.title}", f"{attempt.actor.title}决定不公开，不用登记公示。"
    )


def show_after_all(attempt: Attempt) -> None:
    """The reason is gone: the result is prepared for the public like any other."""
    accepting.prepare(attempt)
    keep(attempt, attempt.data.note)
    telling.tell_holder(attempt, f"整改结果改为公示：{attempt.subject.title}", "请编公开版，审定后登记公示。")


def _last_day(published_on: date) -> date:
    """The last day of the notice, counted by the rulebook from the day it was published."""
    found = reckon_limit(rulebooks.current(), queries.NOTICE, start_of_day(published_on), current_calendar())
    return found.due_on or local_date(found.due.moment)


def record_objection(attempt: Attempt) -> None:
    """What came in. Raises Refused `in_future`."""
    given: data.RecordNoticeObjection = attempt.data
    own = own_of(attempt)
    if given.received_on > local_date(attempt.recorded_at):
        raise refuse("in_future", f"{spoken_date(given.received_on)}还没有到。", field="received_on", clause="3.3")
    NoticeObjection.objects.create(
        problem=own, received_on=given.received_on, whose=given.whose, text=given.text, by=attempt.actor.title,
        at=attempt.occurred_at,
    )  # fmt: skip
    title = f"公示期间有异议：{attempt.subject.title}"
    telling.tell_body(attempt, own.found_by_id, title, f"{given.text}。请核实处理，处理完才能销号。")


def settle_objection(attempt: Attempt) -> None:
    """What is right goes back to be put right. Raises Refused `objection_unknown`."""
    given: data.SettleNoticeObjection = attempt.data
    own = own_of(attempt)
    found = next((one for one in queries.open_objections(own) if one.pk == given.objection), None)
    if found is None:
        raise refuse("objection_unknown", "没有所选的待处理异议，请刷新页面后重选。", field="objection", clause="3.3")
    upheld = given.upheld == "yes"
    ObjectionAnswer.objects.create(
        objection=found, upheld=upheld, text=given.text, by=attempt.actor.title, at=attempt.occurred_at
    )
    keep(attempt, f"异议{'成立' if upheld else '不成立'}：{given.text}")
    if upheld:
        attempt.lead_to(states.RECTIFYING.code)
        _take_down(attempt)
        own.returned += 1
        own.save(update_fields=["returned", "notice_until"])
        telling.tell_holder(attempt, f"公示异议成立，退回整改：{attempt.subject.title}", given.text)


def close_out(attempt: Attempt) -> None:
    """Struck off; some months later somebody looks again."""
    keep(attempt, attempt.data.text)
    telling.tell_holder(attempt, f"已销号：{attempt.subject.title}", f"{attempt.actor.title}：{attempt.data.text}")


def look_back(attempt: Attempt) -> None:
    """It holds and the matter ends, or it relapsed and begins again.

    Raises Refused `limit_missing`, `false_closing_of_kept` and as `_looked`.
    """
    given: data.RecordLookBack = attempt.data
    if given.result == "holds" and given.false_closing:
        sentence = "没有复发的，不能同时认定销号不实；当时就没有整改到位的，结果请选“复发”。"
        raise refuse("false_closing_of_kept", sentence, field="false_closing", clause="3.3")
    if given.result == "relapsed" and given.limit_on is None:
        raise refuse("limit_missing", "复发的，请填新的整改期限。", field="limit_on", clause="3.3")
    _looked(attempt, given.result)
    if given.result == "relapsed" and given.limit_on is not None:
        attempt.lead_to(states.ASSIGNED.code)
        _begin_again(attempt, given.limit_on)


def reopen(attempt: Attempt) -> None:
    """What was struck off is there again. Raises Refused as `_looked`."""
    given: data.ReopenProblem = attempt.data
    _looked(attempt, Kept.RELAPSED)
    _begin_again(attempt, given.limit_on)


def _looked(attempt: Attempt, result: str) -> None:
    """Raises Refused `in_future`."""
    given: data.RecordLookBack | data.ReopenProblem = attempt.data
    if given.looked_on > local_date(attempt.recorded_at):
        raise refuse("in_future", f"{spoken_date(given.looked_on)}还没有到。", field="looked_on", clause="3.3")
    file = file_of(attempt, given.file)
    LookBack.objects.create(
        problem=own_of(attempt), looked_on=given.looked_on, result=result, text=given.text, file=file,
        false_closing=bool(given.false_closing), by=attempt.actor.title, at=attempt.occurred_at,
    )  # fmt: skip
    what = f"{Kept(result).label}{'（销号不实）' if given.false_closing else ''}"
    keep(attempt, f"{what}：{given.text}", file=file)
    attempt.record(result=what)


def _begin_again(attempt: Attempt, limit_on: date) -> None:
    """The same matter with its history, counted. Raises Refused `limit_in_past`."""
    own = own_of(attempt)
    if limit_on < local_date(attempt.occurred_at):
        sentence = f"整改期限{spoken_date(limit_on)}已经过去，请改为今天或以后。"
        raise refuse("limit_in_past", sentence, field="limit_on", clause="3.3")
    own.relapses += 1
    own.limit_on, own.plan_approved_at, own.policy, own.policy_note = limit_on, None, "", ""
    _take_down(attempt)
    own.save(update_fields=["relapses", "limit_on", "plan_approved_at", "policy", "policy_note", "notice_until"])
    attempt.record(relapses=own.relapses)
    title = f"问题复发，重新整改：{attempt.subject.title}"
    telling.tell_holder(
        attempt, title, f"{attempt.actor.title}：{attempt.data.text}，{spoken_day(limit_on)}前整改到位。"
    )


def _take_down(attempt: Attempt) -> None:
    """What the public reads of it no longer holds."""
    own_of(attempt).notice_until = None
    found = publication_of(attempt.subject)
    if found is not None and found.state == PublicationState.REGISTERED:
        effects.withdraw(attempt, found, _TAKEN_DOWN)


def _publication(attempt: Attempt) -> Publication:
    found = publication_of(attempt.subject)
    if found is None:
        raise Refused("not_prepared", "还没有公开版，请先验收。", clause="3.3")
    return found


__all__ = [
    "clear_public_version", "close_out", "edit_public_version", "look_back", "record_objection", "register_publication",
    "reopen", "settle_objection", "show_after_all", "withhold",
]  # fmt: skip
