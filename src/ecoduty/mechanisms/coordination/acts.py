"""What the acts of a request for cooperation do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents import receipts
from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.documents.models import Document, Numbering
from ecoduty.casework.documents.numbers import RENDER
from ecoduty.casework.matters.models import Matter, PartyRole
from ecoduty.casework.matters.opening import add_party, open_matter
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.mechanisms.coordination import bodies, data, queries, states
from ecoduty.mechanisms.coordination.models import Answer, Cooperation, Exchange
from ecoduty.organisation.directory.models import Body


def ask(attempt: Attempt) -> None:
    """Open the matter at the supporter; the lead supervises it (clause 7.2). Raises Refused `supporter_is_lead`."""
    given: data.AskCooperation = attempt.data
    lead = Body.objects.select_related("region").get(key=attempt.actor.body)
    supporter = bodies.partner(given.partner, lead, _day(attempt))
    matter = open_matter(
        attempt,
        title=f"请{supporter.short_name}配合：{given.item}",
        holder=supporter,
        state=states.ASKED.code,
        clauses=list(attempt.table.clauses),
        origin_note=given.origin_note,
    )
    add_party(matter, lead, PartyRole.SUPERVISOR, attempt.occurred_at)
    points = list(dict.fromkeys(given.points))
    matter.cooperation = Cooperation.objects.create(
        matter=matter, lead=lead, item=given.item, reason=given.reason, points=points
    )
    attempt.record(lead=lead.short_name, points=len(points))


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


def object_to(attempt: Attempt) -> None:
    """Keep why the supporter holds that it is not its to do."""
    given: data.ObjectCooperation = attempt.data
    _answer(attempt, given.text, given.file, objects_to=True)


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


def send_back(attempt: Attempt) -> None:
    """Count how often it came back."""
    own = _own(attempt)
    own.returned += 1
    own.save(update_fields=["returned"])


def record_exchange(attempt: Attempt) -> None:
    """Keep a talk or a meeting (clause 7.3). Raises Refused `in_future` or `before_asking`."""
    given: data.RecordExchange = attempt.data
    if given.held_on > _day(attempt):
        raise Refused("in_future", f"{spoken_date(given.held_on)}还没有到，不能登记将来的事。", status=422)
    opened = local_date(attempt.subject.opened_at)
    if given.held_on < opened:
        raise Refused(
            "before_asking",
            f"{spoken_date(given.held_on)}早于提出配合要求的{spoken_date(opened)}，次序不对。",
            status=422,
        )
    Exchange.objects.create(
        cooperation=_own(attempt),
        form=given.form,
        held_on=given.held_on,
        attendees=given.attendees,
        result=given.result,
        file=_file(attempt, given.file),
        recorded_by=attempt.actor.title,
        recorded_at=attempt.recorded_at,
    )


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


def _own(attempt: Attempt) -> Cooperation:
    matter: Matter = attempt.subject
    own: Cooperation = matter.cooperation
    return own


def _file(attempt: Attempt, public_id: str) -> StoredFile | None:
    return claim_file(attempt, attempt.subject, public_id) if public_id else None


def _day(attempt: Attempt) -> date:
    return local_date(attempt.recorded_at)
