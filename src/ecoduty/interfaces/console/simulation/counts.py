"""What the platform knows of a body for a span of time: the numbers that its reports are written from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel.clock import now, start_of_day
from ecoduty.organisation.directory.models import Body

_KINDS = {"tasks": "task", "problems": "problem", "complaints": "complaint", "answered": "cooperation"}


def of_body(body: Body, since: date) -> Mapping[str, int]:
    """Matters that the body held since that day, by name of the gap in a sentence: one statement. Restricted ones are in none."""
    begins, at = start_of_day(since), now()
    rows = Matter.objects.filter(Q(closed_at__gte=begins) | Q(open=True), holder=body, kind__in=_KINDS.values())
    late = Q(open=True, next_due_at__lte=at)
    counted = {
        row["kind"]: row
        for row in rows.exclude(secrecy=Secrecy.RESTRICTED)
        .values("kind")
        .annotate(
            every=Count("pk"), closed=Count("pk", filter=Q(open=False)), waiting=Count("pk", filter=Q(open=True)),
            overdue=Count("pk", filter=late), in_time=Count("pk", filter=Q(open=False, first_missed_at=None)),
        )
    }  # fmt: skip

    def told(name: str, what: str) -> int:
        return int(counted.get(_KINDS[name], {}).get(what, 0))

    return {
        "tasks": told("tasks", "every"), "tasks_done": told("tasks", "closed"), "tasks_open": told("tasks", "waiting"),
        "tasks_late": told("tasks", "overdue"), "problems": told("problems", "every"), "struck": told("problems", "closed"),
        "problems_open": told("problems", "waiting"), "problems_late": told("problems", "overdue"),
        "complaints": told("complaints", "every"), "complaints_done": told("complaints", "closed"),
        "complaints_in_time": told("complaints", "in_time"), "asked": told("answered", "every"), "answered": told("answered", "closed"),
        "meetings": Matter.objects.filter(kind="meeting", holder=body, open=False, closed_at__gte=begins).count(),
    }  # fmt: skip


__all__ = ["of_body"]
