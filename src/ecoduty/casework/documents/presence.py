"""Who has a text open for writing. A sign of life comes every 20 seconds; without one the mark fades."""

from __future__ import annotations

from datetime import datetime, timedelta

from ecoduty.casework.documents.models import Document, Presence

# Pages without script give no sign of life; their mark lasts as long, counted from the opening.
FADES = timedelta(seconds=90)


def here(document: Document, account: int, who: str, at: datetime) -> None:
    """Note that somebody writes; a mark that had faded begins anew."""
    row, made = Presence.objects.get_or_create(
        document=document, account=account, defaults={"who": who, "since": at, "seen_at": at}
    )
    if not made:
        row.since = at if row.seen_at < at - FADES else row.since
        row.who, row.seen_at = who, at
        row.save(update_fields=["who", "since", "seen_at"])


def others(document: Document, account: int, at: datetime) -> list[Presence]:
    """Who else writes now, the first to come first."""
    rows = Presence.objects.filter(document=document, seen_at__gte=at - FADES).exclude(account=account)
    return list(rows.order_by("since", "pk"))


def gone(document: Document, account: int) -> None:
    """Somebody stopped writing."""
    Presence.objects.filter(document=document, account=account).delete()


def sweep(at: datetime) -> int:
    """Remove faded marks; returns how many."""
    return Presence.objects.filter(seen_at__lt=at - FADES).delete()[0]
