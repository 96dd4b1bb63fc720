"""What the acts of a request for cooperation do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents import receipts
from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.documents.models import Document, Numbering
from ecoduty.casework.documents.numbers import RENDER
from ecoduty.casework.duties.reckoning import reckon_limit
from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, hand_to, open_matter, relate
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.coordination import bodies, conferral, data, queries, states
from ecoduty.mechanisms.coordination.models import Answer, Cooperation, Exchange, Position
from ecoduty.mechanisms.coordination.states import Form, Outcome
from ecoduty.organisation.directory.models import Body


def ask(attempt: Attempt) -> None:
    """Open a matter at each supporter; the lead supervises them (clause 7.2).

    The first is this act's own, the others are handed over and hang together with it. Raises Refused as
    `bodies.partner`, `_reply_by` and `_about`: then nobody is asked.
    """
    given: data.AskCooperation = attempt.data
    lead = Body.objects.select_related("region").get(key=attempt.actor.body)
    first, *others = [bodies.partner(key, lead, _day(attempt)) for key in dict.fromkeys(given.partners)]
    reply_by, about = _reply_by(attempt), _about(attempt)
    matter = open_matter(
        attempt,
        title=f"请{first.short_name}配合：{given.item}",
        holder=first,
        state=states.ASKED.code,
        origin_note=given.origin_note,
    )
    add_party(matter, lead, PartyRole.SUPERVISOR, attempt.occurred_at)
    points = list(dict.fromkeys(given.points))
    matter.cooperation = Cooperation.objects.create(
        matter=matter, lead=lead, item=given.item, reason=given.reason, points=points, reply_by=reply_by
    )
    attempt.record(lead=lead.short_name, points=len(points))
    until = f"{spoken_date(reply_by)}前" if reply_by else "在期限内"
    telling.tell_holder(attempt, f"请本单位配合：{given.item}", f"{attempt.actor.title}提出，请签收，{until}逐条答复。")
    if about is not None:
        relate(attempt, about)
    for other in others:
        asked = {**given.model_dump(exclude_none=True), "partners": [other.key]}
        relate(attempt, hand_to(queries.KIND, attempt, asked))


def _reply_by(attempt: Attempt) -> date | None:
    """The day that the lead named: after today, and no later than the rulebook's. Raises Refused `reply_by_unfit`."""
    named: date | None = attempt.data.reply_by
    if named is None:
        return None
    found = reckon_limit(rulebooks.current(), queries.REPLY, attempt.occurred_at, current_calendar())
    last = found.due_on or local_date(found.due.moment)
    if not _day(attempt) < named <= last:
        sentence = f"答复期限应在明天到{spoken_date(last)}之间（规则书：{found.unit_text}），请重填，或留空按规则书计算"
        problem = Problem(field="reply_by", code="reply_by_unfit", sentence=sentence)
        raise Refused("reply_by_unfit", f"{sentence}。", status=422, clause="7.2", problems=(problem,))
    return named


def _about(attempt: Attempt) -> Matter | None:
    """The matter for which cooperation is asked, if the lead may know of it. Raises Refused `about_unknown`."""
    number: str = attempt.data.about.strip()
    if not number:
        return None
    found = Matter.objects.filter(visible_to(attempt.actor), number=number).first()
    if found is None:
        sentence = f"没有您看得到的、编号为“{number}”的办件，请核对编号，或留空"
        problem = Problem("about", "about_unknown", sentence)
        raise Refused("about_unknown", f"{sentence}。", status=422, clause="7.2", problems=(problem,))
    return found


def receive(attempt: Attempt) -> None:
    """The supporter signs for the request."""
    own = _own(attempt)
    own.received_at, own.received_by = attempt.occurred_at, attempt.actor.title
    own.save(update_fields=["received_at", "received_by"])


def answer(attempt: Attempt) -> None:
    """Keep what the supporter did; who answers has received."""
    given: data.AnswerCooperation = attempt.data
    own = _own(attempt)
    if own.received_at is None:
        receive(attempt)
    _answer(attempt, given.text, given.file)
    _tell_lead(attempt, "已答复，请核对内容", f"{attempt.actor.title}答复，请逐条核对。")


def object_to(attempt: Attempt) -> None:
    """Keep why the supporter holds that it is not its to do."""
    given: data.ObjectCooperation = attempt.data
    _answer(attempt, given.text, given.file, objects_to=True)
    _tell_lead(attempt, "对配合要求有异议", f"{attempt.actor.title}提出异议，请看依据，决定坚持还是撤回。")


def _answer(attempt: Attempt, text: str, file: str, *, objects_to: bool = False) -> None:
    Answer.objects.create(
        cooperation=_own(attempt),
        objects_to=objects_to,
        text=text,
        file=_file(attempt, file),
        given_by=attempt.actor.title,
        given_at=attempt.occurred_at,
    )


def accept(attempt: Attempt) -> None:
    """The answer covers every point, or it is not accepted. Raises Refused `points_missing` naming what is missing."""
    given: data.CheckAnswer = attempt.data
    points = _own(attempt).points
    unknown = [key for key in given.covered if not key.isdecimal() or int(key) >= len(points)]
    if unknown:
        raise Refused("point_unknown", "所勾的要求不在这件里，请刷新页面后重选。", status=422, clause="7.2")
    missing = [point for number, point in enumerate(points) if str(number) not in given.covered]
    if missing:
        sentence = f"还有{len(missing)}条要求没有勾为已落实：{'；'.join(missing)}。没有落实的，请退回补充"
        raise Refused(
            "points_missing", f"{sentence}。", status=422, clause="7.2",
            problems=(Problem("covered", "points_missing", sentence),),
        )  # fmt: skip
    telling.tell_holder(
        attempt, f"内容核查通过：{attempt.subject.title}", f"{attempt.actor.title}核查通过。{given.note}"
    )


def send_back(attempt: Attempt) -> None:
    """Count how often it came back."""
    own = _own(attempt)
    own.returned += 1
    own.save(update_fields=["returned"])
    _tell_supporter(attempt)


def withdraw(attempt: Attempt) -> None:
    """The supporter learns that nothing is owed any more."""
    _tell_supporter(attempt)


def record_exchange(attempt: Attempt) -> None:
    """Keep a talk or a meeting (clause 7.3). Raises Refused as `_exchanged`."""
    _exchanged(attempt, attempt.data.form)


def _exchanged(attempt: Attempt, form: str, outcome: str = "") -> Exchange:
    """Raises Refused `in_future` or `before_asking`."""
    given: data.RecordExchange | data.CooperationConferral = attempt.data
    if given.held_on > _day(attempt):
        raise Refused("in_future", f"{spoken_date(given.held_on)}还没有到，不能登记将来的事。", status=422)
    opened = local_date(attempt.subject.opened_at)
    if given.held_on < opened:
        raise Refused(
            "before_asking",
            f"{spoken_date(given.held_on)}早于提出配合要求的{spoken_date(opened)}，次序不对。",
            status=422,
        )
    return Exchange.objects.create(
        cooperation=_own(attempt),
        form=form,
        outcome=outcome,
        held_on=given.held_on,
        attendees=given.attendees,
        result=given.result,
        file=_file(attempt, given.file),
        recorded_by=attempt.actor.title,
        recorded_at=attempt.recorded_at,
    )


def record_conferral(attempt: Attempt) -> None:
    """Keep what each body held and what it came to (clause 7.2). Raises Refused as `_exchanged` and `conferral.read`."""
    given: data.CooperationConferral = attempt.data
    found = conferral.read(given.positions, _own(attempt), attempt.subject.holder, given.held_on)
    exchange = _exchanged(attempt, Form.CONFERRAL, given.outcome)
    Position.objects.bulk_create(Position(exchange=exchange, body=body, text=text) for body, text in found)
    attempt.record(outcome=Outcome(given.outcome).label)
    text = f"{attempt.actor.title}登记，请核对所记的本单位意见。"
    telling.tell_holder(attempt, f"会商已登记：{attempt.subject.title}", text)


def acknowledge(attempt: Attempt) -> None:
    """The supporter signs for every paper of the ladder that came to it (clause 7.3)."""
    waiting = {row.document_id: row.document for row in queries.unreceipted_by(attempt.subject, attempt.actor)}
    for document in waiting.values():
        receipts.acknowledge(attempt, document)
    attempt.record(letters=[document.number or document.title for document in waiting.values()])


def record_receipt(attempt: Attempt) -> None:
    """The lead records the receipt of who does not work here (clause 7.4). Raises Refused as `receipts.record`."""
    found = queries.letters(attempt.subject).filter(recipients=attempt.data.recipient).first()
    if found is None:
        raise Refused("not_a_recipient", "所选单位不是这件公文的收文单位。", status=422)
    receipts.record(attempt, found)


def number_letter(attempt: Attempt) -> None:
    """Enter the number of a paper of the ladder. Raises Refused `letter_unknown`, `number_by_platform` or `number_taken`."""
    given: data.NumberLetter = attempt.data
    document: Document | None = queries.letters(attempt.subject).filter(pk=given.letter).first()
    if document is None:
        raise Refused("letter_unknown", "这件没有所选的公文，请刷新页面后重选。", status=404)
    if document.numbering == Numbering.PLATFORM or document.number:
        raise Refused("number_by_platform", f"这份公文已有字号“{document.number}”。", status=422)
    if Document.objects.filter(issuer=document.issuer_id, number=given.number).exists():
        raise Refused("number_taken", f"字号“{given.number}”本单位已用于另一份公文，请核对。", status=422)
    document.number = given.number
    document.save(update_fields=["number"])
    attempt.record(letter=document.title, letter_number=given.number)
    attempt.send(RENDER, f"document:{document.pk}", document=document.pk)


def _tell_lead(attempt: Attempt, what: str, text: str) -> None:
    telling.tell_body(attempt, _own(attempt).lead_id, f"{what}：{attempt.subject.title}", text)


def _tell_supporter(attempt: Attempt) -> None:
    text = f"{attempt.actor.title}：{attempt.data.note}"
    telling.tell_holder(attempt, f"{attempt.act.label}：{attempt.subject.title}", text)


def _own(attempt: Attempt) -> Cooperation:
    matter: Matter = attempt.subject
    own: Cooperation = matter.cooperation
    return own


def _file(attempt: Attempt, public_id: str) -> StoredFile | None:
    return claim_file(attempt, attempt.subject, public_id) if public_id else None


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
