"""民生实事 (clause 2.1): tasks and complaints so marked are one table with a completion rate of their own.

Both mechanisms know nothing of each other; here, above both, their marks make one condition on matters. Every number is the
length of the list that opens behind it: the same condition, counted and shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.complaints import queries as complaints
from ecoduty.mechanisms.complaints import states as of_complaints
from ecoduty.mechanisms.work_plans import queries as plans
from ecoduty.mechanisms.work_plans import states as of_tasks

ALL, OPEN, OVERDUE, CLOSED, IN_TIME = "all", "open", "overdue", "closed", "in_time"
LABELS = {ALL: "全部", OPEN: "在办", OVERDUE: "逾期", CLOSED: "办结", IN_TIME: "按期办结"}
KINDS = (plans.TASK, complaints.KIND)
# What was never begun, was called off or went into another one is neither done nor undone.
_OUT = Q(kind=plans.TASK, state__in=(of_tasks.DRAFT.code, of_tasks.CANCELLED.code)) | Q(
    kind=complaints.KIND,
    state__in=(of_complaints.REFUSED.code, of_complaints.MERGED.code, of_complaints.WITHDRAWN.code),
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each number, for one body or for all."""

    body: str
    name: str
    by: dict[str, int]

    @property
    def rate(self) -> str:
        """办结率: closed among all that are marked, in percent; a dash where there is none."""
        return f"{self.by[CLOSED] * 100 / self.by[ALL]:.1f}".removesuffix(".0") + "%" if self.by[ALL] else "—"


def marked(actor: Actor, *, kind: str = "", body: str = "", year: int = 0) -> QuerySet[Matter]:
    """Everything so marked that the actor may know of; narrowed to a kind, a holding body (key), the year it was opened in."""
    found = Matter.objects.filter(visible_to(actor), Q(task__livelihood=True) | Q(complaint__livelihood=True)).exclude(
        _OUT
    )
    if kind:
        found = found.filter(kind=kind)
    if body:
        found = found.filter(holder__key=body)
    return found.filter(opened_at__year=year) if year else found


def condition(number: str, now: datetime) -> Q:
    """Which of them a number counts."""
    return {
        ALL: Q(), OPEN: Q(open=True), OVERDUE: Q(open=True, next_due_at__lte=now), CLOSED: Q(open=False),
        IN_TIME: Q(open=False, first_missed_at=None),
    }[number]  # fmt: skip


def counts(found: QuerySet[Matter], now: datetime) -> tuple[Counts, Sequence[Counts]]:
    """All together, and body by body in official order. One statement."""
    numbers = {f"n_{name}": Count("pk", filter=condition(name, now)) for name in LABELS}
    rows = found.order_by("holder__order").values("holder__key", "holder__short_name").annotate(**numbers)
    lines = [
        Counts(row["holder__key"], row["holder__short_name"], {name: row[f"n_{name}"] for name in LABELS})
        for row in rows
    ]
    return Counts("", "合计", {name: sum(line.by[name] for line in lines) for name in LABELS}), lines


__all__ = ["ALL", "CLOSED", "IN_TIME", "KINDS", "LABELS", "OPEN", "OVERDUE", "Counts", "condition", "counts", "marked"]
