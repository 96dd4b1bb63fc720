"""The papers of a major situation: the first report and every further one, each to party committee and government (clause 8.4)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from ecoduty.casework.documents import numbers, recipients, texts
from ecoduty.casework.documents.models import Delivery, Document, Numbering, Recipient, RecipientRole
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory.models import Body

KIND = "major_situation"
FURTHER = "major_situation_further"


def start(matter: Matter, kind: str, title: str) -> Document:
    """An empty paper of that kind."""
    return texts.start(matter, kind, title)


def send(attempt: Attempt, document: Document, parts: Sequence[tuple[str, str]], to: Sequence[Body]) -> None:
    """Write it, sign it in the name of whoever acts, number it where the platform numbers, and send it at once."""
    on = local_date(attempt.occurred_at)
    texts.save(document, parts, attempt.actor, attempt.recorded_at)
    document.signer, document.signer_name, document.signed_on = attempt.actor.title, attempt.actor.name, on
    if document.numbering == Numbering.PLATFORM:
        document.number = numbers.take(document, on.year, attempt.recorded_at)
    document.save(update_fields=["signer", "signer_name", "signed_on", "number"])
    kinds = rulebooks.current().kinds
    Recipient.objects.bulk_create(
        Recipient(
            document=document,
            body=one,
            role=RecipientRole.MAIN,
            order=order,
            delivery=Delivery(kinds[one.kind].delivery),
        )
        for order, one in enumerate(to)
    )
    recipients.send(attempt, document)


def further_title(matter: Matter) -> str:
    """How the next further report is called."""
    number = further(matter).count() + 1
    return f"{matter.title.removesuffix('报告')}续报（第{number}次）"


def further(matter: Matter) -> QuerySet[Document]:
    """The further reports, oldest first."""
    return Document.objects.filter(matter=matter, kind=FURTHER).order_by("pk")


def unreceipted(matter: Matter) -> QuerySet[Recipient]:
    """Recipients of any of its papers whose receipt is missing."""
    found = Recipient.objects.filter(document__matter=matter, document__kind__in=(KIND, FURTHER))
    return found.filter(receipted_at=None, sent_at__isnull=False).order_by("document", "order")


def owed_by(attempt: Attempt) -> list[Document]:
    """The papers for which the actor's body has still to sign."""
    mine = unreceipted(attempt.subject).filter(body__in=attempt.actor.bodies)
    return [row.document for row in mine.select_related("document")]


def of_recipient(matter: Matter, number: int) -> Document:
    """The paper of that recipient row. Raises Refused `not_a_recipient`."""
    found = Document.objects.filter(matter=matter, kind__in=(KIND, FURTHER), recipients=number).first()
    if found is None:
        raise Refused("not_a_recipient", "所选单位不是这份公文的收文单位。", status=422, clause="8.4")
    return found


def to_number(matter: Matter) -> Document:
    """The earliest paper without a number, else the first."""
    every = list(Document.objects.filter(matter=matter, kind__in=(KIND, FURTHER)).order_by("pk"))
    return next((one for one in every if not one.number), every[0])


__all__ = [
    "FURTHER",
    "KIND",
    "further",
    "further_title",
    "of_recipient",
    "owed_by",
    "send",
    "start",
    "to_number",
    "unreceipted",
]
