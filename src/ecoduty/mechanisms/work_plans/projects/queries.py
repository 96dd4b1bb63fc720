"""Questions about projects."""

from __future__ import annotations

from django.db.models import QuerySet

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.work_plans.projects.models import Project
from ecoduty.mechanisms.work_plans.projects.states import TERMINATED

PROJECT = "project"
END = "project.end"


def seen_by(actor: Actor) -> QuerySet[Project]:
    """The projects that an actor may know of."""
    seen = Matter.objects.filter(visible_to(actor), kind=PROJECT)
    return Project.objects.filter(matter__in=seen.values("pk")).select_related("matter", "responsible", "registered_by")


def linkable(actor: Actor) -> QuerySet[Project]:
    """The projects that a task may be done by: those that the actor knows of, terminated ones left out; newest first."""
    return seen_by(actor).exclude(matter__state=TERMINATED.code).order_by("-pk")


__all__ = ["END", "PROJECT", "linkable", "seen_by"]
