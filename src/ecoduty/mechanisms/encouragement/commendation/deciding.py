"""Before the public, objections, decision, publication (clause 16.3)."""

from __future__ import annotations

from ecoduty.casework.escalation import telling
from ecoduty.casework.publications import privacy
from ecoduty.casework.publications.models import PublishedCommendation
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.encouragement.commendation import data, limits, queries
from ecoduty.mechanisms.encouragement.commendation.acts import own_of, wrong
from ecoduty.mechanisms.encouragement.commendation.models import Commendation, Objection
from ecoduty.mechanisms.encouragement.commendation.states import DECLINED, IN_NOTICE, PUBLISHED
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment, Body


def begin_notice(attempt: Attempt) -> None:
    """Before the public from that day on. Raises Refused `personal_data`."""
    given: data.BeginNotice = attempt.data
    own = own_of(attempt)
    found = [] if given.checked else privacy.suspicions([{"title": "公示内容", "text": given.public_text}])
    if found:
        told = "、".join(f"{item.what}{item.words}" for item in found[:5])
        raise Refused("personal_data", f"公示内容疑似含有个人信息：{told}。请删去，或核对后勾选。", status=422)
    own.public_text, own.contact = given.public_text, given.contact
    own.notice_from = local_date(attempt.occurred_at)
    own.notice_until, own.notice_words = limits.notice(attempt.occurred_at)
    own.save(update_fields=["public_text", "contact", "notice_from", "notice_until", "notice_words"])
    attempt.record(notice_until=own.notice_until.isoformat(), notice=own.notice_words)
    _show(attempt, own, IN_NOTICE.code)


def enter_objection(attempt: Attempt) -> None:
    """Keep an objection. Raises Refused `objection_not_in_notice` or `unknown_channel`."""
    given: data.EnterObjection = attempt.data
    own, on = own_of(attempt), local_date(attempt.recorded_at)
    if given.channel not in queries.channels(on):
        raise wrong("channel", "unknown_channel", "没有这种反映方式，请从所列的方式中选。")
    assert own.notice_from is not None
    if given.received_on < own.notice_from or given.received_on > on:
        raise wrong(
            "received_on", "objection_not_in_notice",
            f"收到日期须在公示开始的{spoken_date(own.notice_from)}之后、今天之前。",
        )  # fmt: skip
    order = own.objections.count() + 1
    Objection.objects.create(
        commendation=own, order=order, received_on=given.received_on, channel=given.channel,
        named=given.named == "named", text=given.text,
    )  # fmt: skip
    attempt.record(objection=order)


def settle_objection(attempt: Attempt) -> None:
    """What was found. Raises Refused `objection_unknown`."""
    given: data.SettleObjection = attempt.data
    found = queries.unsettled(attempt.subject).filter(pk=given.objection).first()
    if found is None:
        raise wrong("objection", "objection_unknown", "所选的异议不在这一件里，或已有结论。请刷新页面后重选。")
    found.upheld, found.finding, found.settled_at = given.upheld == "yes", given.finding, attempt.occurred_at
    found.save(update_fields=["upheld", "finding", "settled_at"])
    attempt.record(objection=found.order)


def decide(attempt: Attempt) -> None:
    """Commended, or not. Raises Refused `decider_unknown`, `own_commendation`, `decided_too_early`, `decided_in_future`,
    `number_missing`, `reason_missing` or `upheld_unexplained`.
    """
    given: data.Decide = attempt.data
    own = own_of(attempt)
    decider = _decider(attempt, own)
    _day_holds(attempt, own)
    commends = given.outcome == "commend"
    if commends and len(given.number.strip()) < 2:
        raise wrong("number", "number_missing", "予以表彰的，请照录决定文号。")
    if not commends and len(given.note.strip()) < 2:
        raise wrong("note", "reason_missing", "不予表彰的，请写明理由。")
    if commends and own.objections.filter(upheld=True).exists() and not given.note.strip():
        raise wrong("note", "upheld_unexplained", "有异议核查属实，仍予表彰的须写明为什么。")
    own.decided_by, own.decided_on = decider, given.decided_on
    own.number, own.decision_note = given.number, given.note
    own.save(update_fields=["decided_by", "decided_on", "number", "decision_note"])
    attempt.on_behalf_of = attempt.on_behalf_of or decider.short_name
    if not commends:
        attempt.lead_to(DECLINED.code)
        take_down(attempt)
        _tell(attempt, own, "不予表彰", given.note)


def publish(attempt: Attempt) -> None:
    """The decision goes before the public."""
    own = own_of(attempt)
    _show(attempt, own, PUBLISHED.code)
    _tell(attempt, own, "表彰已公布", f"{own.number}，{own.whom}。")


def take_down(attempt: Attempt) -> None:
    """It ends otherwise: nothing of it stays before the public."""
    PublishedCommendation.objects.filter(pk=attempt.subject.public_id).delete()


def _decider(attempt: Attempt, own: Commendation) -> Body:
    given, on = attempt.data, local_date(attempt.recorded_at)
    found = next((one for one in queries.deciders(attempt.subject.holder, on) if one.key == given.decided_by), None)
    if found is None:
        raise wrong("decided_by", "decider_unknown", "所选的单位不能决定表彰，请从所列的表彰机关中选。")
    theirs = own.person_id and Appointment.objects.filter(holding(on), person=own.person_id, post__body=found).exists()
    if found.pk in {own.body_id, own.body.host_id} or theirs:
        raise wrong("decided_by", "own_commendation", f"{found.short_name}不能决定对自己的表彰，请由另一机关决定。")
    return found


def _day_holds(attempt: Attempt, own: Commendation) -> None:
    day = attempt.data.decided_on
    assert own.notice_until is not None
    if day > local_date(attempt.recorded_at):
        raise wrong("decided_on", "decided_in_future", f"决定日期{spoken_date(day)}还没有到，不能登记将来的事。")
    if day <= own.notice_until:
        raise wrong("decided_on", "decided_too_early", f"公示到{spoken_date(own.notice_until)}，决定须在公示期满之后。")


def _show(attempt: Attempt, own: Commendation, state: str) -> None:
    matter = attempt.subject
    assert own.notice_from is not None
    assert own.notice_until is not None
    award = queries.awards(local_date(attempt.recorded_at)).get(own.award, own.award)
    PublishedCommendation.objects.update_or_create(
        pk=matter.public_id,
        defaults={
            "title": matter.title, "award": award, "year": own.year, "body_key": own.body.key, "body_name": own.body.name,
            "person_name": own.person_name, "post_title": own.post_title, "deeds": own.public_text,
            "office_name": matter.holder.name, "contact": own.contact, "notice_from": own.notice_from,
            "notice_until": own.notice_until, "state": state, "decided_by": own.decided_by.name if own.decided_by else "",
            "decided_on": own.decided_on, "number": own.number, "changed_at": attempt.recorded_at,
        },
    )  # fmt: skip


def _tell(attempt: Attempt, own: Commendation, what: str, text: str) -> None:
    for body in {own.proposer_id, own.body_id} - {attempt.subject.holder_id}:
        if body == own.proposer_id or what != "不予表彰":
            telling.tell_body(attempt, body, f"{what}：{attempt.subject.title}", text[:500])
