"""Questions about inspections: lines still to be carried out, problems found, who was inspected."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from ecoduty.casework.matters.models import Link, LinkKind, Matter
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.inspections.inspecting.models import Inspection
from ecoduty.mechanisms.inspections.planning import states as planning
from ecoduty.mechanisms.inspections.planning.models import PlanLine
from ecoduty.organisation.directory.models import Body

INSPECTION, PROBLEM = "inspection", "problem"
RECEIPT, REVIEW = "inspection.receipt", "inspection.review"
_REVIEW_DAYS, _SOURCES = "inspection.review-days", "inspection.problem-sources"


def to_carry_out(by: Body, year: int) -> QuerySet[PlanLine]:
    """Lines of a body's plan in force that no inspection carries out yet."""
    there = Inspection.objects.filter(line=OuterRef("pk"), called_off="")
    found = PlanLine.objects.filter(
        ~Exists(there),
        plan__body=by,
        plan__year=year,
        plan__matter__state=planning.IN_FORCE.code,
        withdrawn="",
        joint_with=None,
    )
    return found.select_related("plan", "object__body", "object__region").order_by("first_month", "pk")


def problems_of(matter: Matter) -> QuerySet[Matter]:
    """The problems of the register that an inspection gave rise to."""
    linked = Link.objects.filter(source=matter.pk, kind=LinkKind.ORIGIN, target__kind=PROBLEM)
    return Matter.objects.filter(pk__in=linked.values("target")).order_by("pk")


def joint_bodies(own: Inspection) -> list[Body]:
    """Who inspects with the holder: the bodies whose lines were joined to its own."""
    if own.line_id is None:
        return []
    return [line.plan.body for line in PlanLine.objects.filter(joint_with=own.line_id).select_related("plan__body")]


def review_until(received: date, on: date) -> date:
    """The last day on which a review can be asked for."""
    return received + timedelta(days=rulebooks.current().whole(_REVIEW_DAYS, on=on))


def problem_source(kind: str, on: date) -> str:
    """As what source a problem found in such an inspection is registered."""
    return dict(rulebooks.current().pairs(_SOURCES, on=on)).get(kind, "other")


def of_object(number: int) -> QuerySet[Inspection]:
    """Every inspection of an object, newest first."""
    found = Inspection.objects.filter(object=number).select_related("matter", "by", "object__region", "object__body")
    return found.order_by("-starts_on", "-pk")


__all__ = [
    "INSPECTION", "PROBLEM", "RECEIPT", "REVIEW", "joint_bodies", "of_object", "problem_source", "problems_of", "review_until",
    "to_carry_out",
]  # fmt: skip
