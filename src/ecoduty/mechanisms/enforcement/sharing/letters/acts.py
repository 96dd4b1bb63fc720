"""What the acts on a letter do beyond their table. Each runs inside the gate's transaction."""

from __future__ import annotations

from datetime import date

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.matters.models import Link, LinkKind, Matter
from ecoduty.casework.matters.opening import name_person, open_matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import refuse, wrong
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.relations import HEAD, LINKAGE, OFFICER, OWN_SIDE
from ecoduty.mechanisms.enforcement.sharing.letters import data
from ecoduty.mechanisms.enforcement.sharing.letters.models import PaperLetter
from ecoduty.mechanisms.enforcement.sharing.letters.states import SENT
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body


def register(attempt: Attempt) -> None:
    """Open the letter, known to the linkage officers and heads of its sender and to who registers it.

    Raises Refused `not_found` for a case one does not know, `letter_in_future`, `letter_before_case`, `letter_twice`,
    `unknown_choice`, and what `claim_file` raises.
    """
    given: data.RegisterPaperLetter = attempt.data
    person = circle.acting(attempt)
    on = local_date(attempt.recorded_at)
    case = Matter.objects.select_related("holder").filter(number=given.case).first()
    if case is None or not case.relations_of(attempt.actor, on):
        raise refuse("not_found")
    sender = Body.objects.select_related("region").filter(key=attempt.actor.body).first()
    if sender is None:
        raise Refused("no_body", "函件由在机构任职的人登记。", status=403)
    _past("dated", given.dated, on)
    if given.dated < local_date(case.opened_at):
        raise wrong("dated", "letter_before_case", "发函日期早于案件立案的日期，请核对。", clause="18.5")
    if PaperLetter.objects.filter(sender=sender, letter_number=given.letter_number, voided_for="").exists():
        raise wrong("letter_number", "letter_twice", f"文号“{given.letter_number}”的函件已经登记过，请核对。")
    recipient = directory.bodies(on=on).filter(key=given.recipient).exclude(pk=sender.pk).first()
    if recipient is None:
        raise wrong("recipient", "unknown_choice", "没有所选的机关，请从所列的机关中选。")
    matter = open_matter(
        attempt, title=f"函告{recipient.short_name}：{given.letter_number}", holder=sender, state=SENT.code,
    )  # fmt: skip
    named = {row.person_id: relation for relation in (HEAD, LINKAGE) for row in circle.in_posts(sender, relation, on)}
    if case.holder_id == sender.pk:  # who knows of the case on this side knows of its letters
        named |= {row.person_id: row.relation for row in circle.named(case, on) if row.relation in OWN_SIDE}
    named.setdefault(person, OFFICER)
    for one, relation in named.items():
        name_person(matter, one, relation, attempt.recorded_at)
    scan = claim_file(attempt, matter, given.scan)
    matter.paper_letter = PaperLetter.objects.create(
        matter=matter, sender=sender, case=case, letter_number=given.letter_number, dated=given.dated, recipient=recipient,
        subject=given.subject, scan=scan,
    )  # fmt: skip
    Link.objects.create(source=case, target=matter, kind=LinkKind.RELATED, made_at=attempt.recorded_at)


def receipt(attempt: Attempt) -> None:
    """Keep who has it since when. Raises Refused `receipt_foreign`, `letter_in_future`, `receipt_before_letter`."""
    given: data.PaperLetterReceipt = attempt.data
    own = own_of(attempt)
    if given.letter_number != own.letter_number:
        raise wrong(
            "letter_number", "receipt_foreign",
            f"回执所载函号“{given.letter_number}”不是本函“{own.letter_number}”，请核对是否拿错了回执。", clause="18.5",
        )  # fmt: skip
    _past("received_on", given.received_on, local_date(attempt.recorded_at))
    if given.received_on < own.dated:
        raise wrong("received_on", "receipt_before_letter", "签收日期早于发函日期，请核对。", clause="18.5")
    own.received_on, own.received_by = given.received_on, given.received_by
    own.receipt_scan = claim_file(attempt, attempt.subject, given.scan)
    own.save(update_fields=["received_on", "received_by", "receipt_scan"])


def void(attempt: Attempt) -> None:
    """Keep the reason; the number is free again."""
    own = own_of(attempt)
    own.voided_for = attempt.data.reason
    own.save(update_fields=["voided_for"])


def own_of(attempt: Attempt) -> PaperLetter:
    """The row of the letter acted on."""
    own: PaperLetter = attempt.subject.paper_letter
    return own


def _past(field: str, day: date, on: date) -> None:
    if day > on:
        raise wrong(field, "letter_in_future", "日期还没有到，不能登记将来的事。")
