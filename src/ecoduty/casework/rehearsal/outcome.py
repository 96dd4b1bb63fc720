"""What happened between two moments of a rehearsal, and what would have been sent: rows for lists, newest last."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Q, QuerySet

from ecoduty.casework.deliveries.models import Delivery
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.states import Place
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.models import Message


def opened(seen: Q, since: datetime, until: datetime) -> QuerySet[Matter]:
    """Matters that began, of those that the condition on matters lets through."""
    found = Matter.objects.filter(seen, opened_at__gt=since, opened_at__lte=until)
    return found.exclude(secrecy=Secrecy.RESTRICTED).select_related("holder").order_by("opened_at", "pk")


def missed(seen: Q, since: datetime, until: datetime) -> QuerySet[Deadline]:
    """Deadlines that became late; the condition speaks of `matter__…`."""
    found = Deadline.objects.filter(seen, missed_at__gt=since, missed_at__lte=until)
    found = found.exclude(matter__secrecy=Secrecy.RESTRICTED)
    return found.select_related("matter", "holder").order_by("missed_at", "pk")


def rungs(seen: Q, since: datetime, until: datetime, place: Place) -> QuerySet[Rung]:
    """Reminders inside a body, or letters prepared to leave it; the condition speaks of `deadline__matter__…`."""
    found = Rung.objects.filter(seen, place=place, at__gt=since, at__lte=until)
    found = found.exclude(deadline__matter__secrecy=Secrecy.RESTRICTED)
    return found.select_related("deadline__matter", "deadline__holder").order_by("at", "pk")


def sunk(most: int) -> list[tuple[Message, list[Delivery]]]:
    """What did not leave because this is a rehearsal, newest first, each with the notices that were in it. Two queries."""
    messages = list(Message.objects.filter(last_error=drainer.SUNK).order_by("-pk")[:most])
    inside: dict[int, list[Delivery]] = defaultdict(list)
    for one in Delivery.objects.filter(message__in=messages).select_related("person", "notice"):
        if one.message_id is not None:
            inside[one.message_id].append(one)
    return [(message, inside[message.pk]) for message in messages]


__all__ = ["missed", "opened", "rungs", "sunk"]
