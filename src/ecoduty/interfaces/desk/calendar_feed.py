"""A person's deadlines as an iCalendar feed: whole days, stable ids, what is over marked as cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from ecoduty.casework.deliveries import agenda
from ecoduty.casework.deliveries.rules import Rules
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Secrecy
from ecoduty.kernel import flow
from ecoduty.kernel.ledger.chain import sm3

CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


def drawn(deadlines: Iterable[Deadline], rules: Rules) -> bytes:
    """The feed. The same deadlines give the same bytes, so that an unchanged feed is answered with 304."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ecoduty//Deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "环责·待办期限")
    calendar.add("refresh-interval;value=duration", "PT1H")
    for deadline in deadlines:
        calendar.add_component(_event(deadline, rules))
    return calendar.to_ical()


def etag(content: bytes) -> str:
    """What tells one state of a feed from another."""
    return f'"{sm3(content).hex()[:32]}"'


def _event(deadline: Deadline, rules: Rules) -> Event:
    event = Event()
    matter = deadline.matter
    over = agenda.is_over(deadline)
    event.add("uid", f"deadline-{deadline.pk}@{urlsplit(settings.DESK_URL).hostname or 'ecoduty'}")
    event.add("dtstamp", matter.last_occurred_at or deadline.started_at)
    event.add("sequence", deadline.round * 2 + over)
    if deadline.due_on is not None:
        event.add("dtstart", deadline.due_on)
        event.add("dtend", deadline.due_on + timedelta(days=1))
    else:
        event.add("dtstart", deadline.due_at)
    event.add("summary", _summary(deadline, rules))
    event.add("status", "CANCELLED" if over else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if settings.DESK_URL:
        event.add("url", f"{settings.DESK_URL}/matters/{matter.public_id}/")
    return event


def _summary(deadline: Deadline, rules: Rules) -> str:
    """Kind and number; the title where the matter is public, or where the rulebook allows it."""
    matter = deadline.matter
    table = flow.tables().get(matter.kind)
    said = f"{table.label if table else '办件'} {matter.number}"
    if matter.secrecy == Secrecy.PUBLIC or rules.calendar_titles:
        said = f"{deadline.label}：{matter.title}（{matter.number}）"
    return said
