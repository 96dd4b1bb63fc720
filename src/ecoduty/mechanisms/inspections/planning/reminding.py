"""Lines whose month is over without an inspection: the body that planned them is told once (clause 14.1)."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from ecoduty.casework.escalation import telling
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.inspections.inspecting.models import Inspection
from ecoduty.mechanisms.inspections.planning.models import LineChange, PlanLine
from ecoduty.mechanisms.inspections.planning.states import IN_FORCE

ACT = "note_undone_lines"
_NAMED = 5  # objects named in a notice


def undone(on: date) -> QuerySet[PlanLine]:
    """Lines of plans in force whose months are over and that no inspection carries out."""
    there = Inspection.objects.filter(line=OuterRef("pk"), called_off="")
    past = Q(plan__year__lt=on.year) | Q(plan__year=on.year, last_month__lt=on.month)
    found = PlanLine.objects.filter(
        past, ~Exists(there), plan__matter__state=IN_FORCE.code, withdrawn="", joint_with=None
    )
    return found.order_by("plan", "first_month", "pk")


def untold(on: date) -> QuerySet[PlanLine]:
    """Those of them of which nobody was told."""
    return undone(on).filter(~Exists(LineChange.objects.filter(line=OuterRef("pk"), act=ACT)))


def note_undone(attempt: Attempt) -> None:
    """Write down at each line that its month is over, and tell the body once."""
    matter = attempt.subject
    lines = list(untold(today()).filter(plan=matter.pk).select_related("object"))
    LineChange.objects.bulk_create(
        LineChange(
            line=line, act=ACT, before=line.when, reason="计划的月份已过，还没有检查。", by=attempt.actor.title,
            at=attempt.occurred_at,
        )
        for line in lines
    )  # fmt: skip
    attempt.record(lines=len(lines))
    named = "、".join(f"{line.object.name}（{line.when}）" for line in lines[:_NAMED])
    more = f"等{len(lines)}项" if len(lines) > _NAMED else ""
    text = f"{named}{more}：请尽快检查；不再查的取消计划项，改期的调整计划项，写明原因。"
    telling.tell_holder(attempt, f"计划的检查到月未办：{len(lines)}项", text)


__all__ = ["ACT", "note_undone", "undone", "untold"]
