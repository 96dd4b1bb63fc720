"""What the desk shows of deliveries: one's own latest, and for the keepers how channels go and what failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, QuerySet

from ecoduty.casework.deliveries import rules
from ecoduty.casework.deliveries.models import Delivery, NoticeSettings, OutsideChannel
from ecoduty.kernel.clock import local_date
from ecoduty.organisation.accounts.models import Account

# People and addresses only, nothing of what it was about: a notice of a restricted matter looks like any other.
_FAILED = """
SELECT m.channel, d.person_id, coalesce(p.name, ''), coalesce(b.short_name, ''), count(DISTINCT m.id), max(m.due_at),
       (array_agg(m.last_error ORDER BY m.id DESC))[1]
FROM outbox_message m
LEFT JOIN deliveries_delivery d ON d.message_id = m.id
LEFT JOIN directory_person p ON p.id = d.person_id
LEFT JOIN directory_body b ON b.id = p.body_id
WHERE m.state = 'dead'
GROUP BY m.channel, d.person_id, p.name, b.short_name ORDER BY max(m.due_at) DESC, m.channel, d.person_id LIMIT %s
"""
_SENT = "SELECT channel, count(*) FROM outbox_message WHERE state = 'sent' AND sent_at >= %s GROUP BY channel"


@dataclass(frozen=True, slots=True)
class Failed:
    """What could not be delivered to one person over one channel; `person` is None inside the platform."""

    channel: str
    person: int | None
    name: str
    body: str
    count: int
    last: datetime
    reason: str


def settings_of(account: Account) -> NoticeSettings:
    """The settings of an account, empty where nothing was chosen."""
    return NoticeSettings.objects.filter(account=account).first() or NoticeSettings(account=account)


def latest_of(account: Account, count: int) -> QuerySet[Delivery]:
    """What was last sent, or is queued, to the person of an account."""
    rows = Delivery.objects.filter(person=account.person_id).select_related("message", "notice")
    return rows.order_by("-pk")[:count]


def failed(limit: int) -> list[Failed]:
    """What waits for a keeper, by channel and person. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, [limit])
        return [Failed(*row) for row in cursor.fetchall()]


def overdue_about(matter: int, moment: datetime) -> dict[str, int]:
    """By channel how many messages about one matter should have left long ago and have not. One query."""
    minutes = rules.current(local_date(moment)).alarm_minutes
    late = Delivery.objects.filter(
        matter=matter, sent_at=None, cancelled_at=None, due_at__lt=moment - timedelta(minutes=minutes)
    )
    return dict(late.values("channel").annotate(count=Count("pk")).order_by("channel").values_list("channel", "count"))


def channels() -> dict[str, OutsideChannel]:
    """How the channels go, by name; one that never sent anything has no row."""
    return {row.name: row for row in OutsideChannel.objects.order_by("name")}


def sent_since(moment: datetime) -> Mapping[str, int]:
    """How much left on each channel since then. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [moment])
        return dict(cursor.fetchall())
