"""Questions about requests for cooperation: papers of the ladder, receipts, answers, what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from ecoduty.casework.documents.models import Document, Recipient
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.coordination.models import Answer, Exchange, Step

KIND = "cooperation"
REPLY = "coordination.reply"
CORRECTION = "coordination.correction"
_SENT_BACK = {"return_answer": "退回补充", "insist": "坚持请求"}
STEP_ANSWER = "coordination.reminder-reply"


def steps(matter: Matter) -> Sequence[Step]:
    """The rungs that were released, with their papers, in order. Two queries."""
    rows = Step.objects.filter(cooperation=matter.pk).select_related("rung", "document__rendered", "document__issuer")
    return list(rows.prefetch_related("document__recipients__body").order_by("id"))


def sent_back(matter: Matter) -> list[tuple[datetime, str, str, str]]:
    """Every time the lead was not content: when, who, returned or insisted, why. From the ledger, one query."""
    rows = Entry.objects.filter(stream=matter.stream, act__in=_SENT_BACK).order_by("seq")
    return [(row.occurred_at, row.actor_title, _SENT_BACK[row.act], str(row.facts.get("note", ""))) for row in rows]


def reached(matter: Matter) -> str:
    """The highest rung that was released for it; empty when none was. One query."""
    last = Step.objects.filter(cooperation=matter.pk).select_related("rung").order_by("-pk").first()
    return last.rung.rung if last else ""


def rungs(matter: Matter) -> Sequence[Rung]:
    """The rungs that leave the lead, whatever became of them, in order."""
    rows = Rung.objects.filter(deadline__matter=matter, place="outside").select_related("deadline", "into")
    return list(rows.order_by("at", "pk"))


def letters(matter: Matter) -> QuerySet[Document]:
    """The papers of the ladder."""
    return Document.objects.filter(pk__in=Step.objects.filter(cooperation=matter.pk).values("document")).order_by("pk")


def unnumbered(matter: Matter) -> list[tuple[int, str]]:
    """Papers whose number the lead's own office system has still to give: number of the row and words."""
    return [(row.pk, row.title) for row in letters(matter).filter(number="")]


def unreceipted(matter: Matter) -> list[tuple[int, str]]:
    """Recipients who have not signed for a paper of the ladder: number of the row and words."""
    rows = Recipient.objects.filter(document__in=letters(matter), receipted_at=None, sent_at__isnull=False)
    return [
        (row.pk, f"{row.body.short_name}（{row.document.title}）") for row in rows.select_related("body", "document")
    ]


def unreceipted_by(matter: Matter, actor: Actor) -> QuerySet[Recipient]:
    """What an actor's body has still to sign for."""
    rows = Recipient.objects.filter(document__in=letters(matter), receipted_at=None, sent_at__isnull=False)
    return rows.filter(body__in=actor.bodies).select_related("document", "body").order_by("document")


def answers(matter: Matter) -> Sequence[Answer]:
    """Everything the supporter answered, in order."""
    return list(Answer.objects.filter(cooperation=matter.pk).select_related("file").order_by("id"))


def exchanges(matter: Matter) -> Sequence[Exchange]:
    """Every talk, meeting and conferral with what each body held, in order. Two queries."""
    rows = Exchange.objects.filter(cooperation=matter.pk).select_related("file")
    return list(rows.prefetch_related("positions__body").order_by("held_on", "id"))
