"""What the rulebook says of inspections, and questions about plans and their lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.inspections.planning.models import InspectionPlan, JoinOffer, PlanLine
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

INSPECTION_PLAN = "inspection_plan"
_KINDS, _COVERT, _SELF, _COUNTED = (
    "inspection.kinds", "inspection.covert-kinds", "inspection.self-kinds", "inspection.counted-kinds",
)  # fmt: skip
_BODIES, _SELF_BODIES, _OBJECTS = "inspection.body-kinds", "inspection.self-check-kinds", "inspection.object-kinds"
_CAP, _APPROVER, _OVERLAP = "inspection.cap-per-year", "inspection.cap-approver", "inspection.overlap-months"
_VISIBLE = "inspection.self-check-visible-from"
OWN_HEAD = "own_head"


def kinds(on: date) -> Mapping[str, str]:
    """Code and name of the kinds of inspections."""
    return dict(rulebooks.current().pairs(_KINDS, on=on))


def covert_kinds(on: date) -> tuple[str, ...]:
    """Kinds of which the inspected body knows nothing before they are done."""
    return rulebooks.current().words(_COVERT, on=on)


def self_kinds(on: date) -> tuple[str, ...]:
    """Kinds by which a body looks at its own system (clause 25.2)."""
    return rulebooks.current().words(_SELF, on=on)


def counted_kinds(on: date) -> tuple[str, ...]:
    """Kinds that count against the cap of an object."""
    return rulebooks.current().words(_COUNTED, on=on)


def cap(on: date) -> int:
    """How many inspections one object has in a year at the most, of all bodies."""
    return rulebooks.current().whole(_CAP, on=on)


def own_head_grants(on: date) -> bool:
    """Whether the plan's own heads let a line go over the cap; else the committee office of the level does."""
    return str(rulebooks.current().value(_APPROVER, on=on)) == OWN_HEAD


def overlap_months(on: date) -> int:
    """Two inspections of one object overlap when fewer than so many months lie between: 1 is the same month."""
    return rulebooks.current().whole(_OVERLAP, on=on)


def plans(body: Body, on: date) -> bool:
    """Whether bodies like this one make a plan of inspections."""
    return body.kind in rulebooks.current().words(_BODIES, on=on)


def self_checking_bodies(on: date) -> list[Body]:
    """Who has to look at its own system every year (clause 25.2), in official order."""
    kinds_ = rulebooks.current().words(_SELF_BODIES, on=on)
    return list(directory.bodies(on=on).filter(kind__in=kinds_).select_related("region"))


def visible_from(year: int, on: date) -> date:
    """From which day of the year a body without a plan of self-checks is named."""
    month, day = str(rulebooks.current().value(_VISIBLE, on=on)).split("-")
    return date(year, int(month), int(day))


def inspectable(by: Body, on: date) -> list[Body]:
    """The bodies that a body can inspect: in a district its own, for the city everybody's; always itself."""
    kinds_ = rulebooks.current().words(_OBJECTS, on=on)
    found = directory.bodies(on=on).filter(Q(kind__in=kinds_) | Q(pk=by.pk))
    if by.level == Level.DISTRICT:
        found = found.filter(level=Level.DISTRICT, region=by.region)
    return list(found)


def office_of(body: Body, on: date) -> Body | None:
    """The committee office of a body's level and district."""
    found = directory.bodies(on=on).filter(kind=COMMITTEE_OFFICE, level=body.level)
    if body.level == Level.DISTRICT:
        found = found.filter(region=body.region_id)
    office: Body | None = found.first()
    return office


def lines(matter: Matter) -> QuerySet[PlanLine]:
    """The lines of a plan in the order of their months."""
    found = PlanLine.objects.filter(plan=matter.pk).select_related(
        "object__body", "object__region", "joint_with__plan__body"
    )
    return found.order_by("first_month", "id")


def standing(matter: Matter) -> QuerySet[PlanLine]:
    """Lines that are to be done: neither withdrawn nor done as another body's."""
    return lines(matter).filter(withdrawn="", joint_with=None)


def ungranted(matter: Matter) -> QuerySet[PlanLine]:
    """Lines over the cap that nobody let pass yet."""
    return standing(matter).exclude(over_reason="").filter(over_granted_at=None)


def offers_got(matter: Matter) -> QuerySet[JoinOffer]:
    """Offers of other bodies that wait for this plan's answer."""
    found = JoinOffer.objects.filter(other__plan=matter.pk, answered_at=None)
    return found.select_related("own__plan__body", "own__object", "other__object")


def hidden_from(actor: Actor, on: date, prefix: str = "") -> Q:
    """The condition on lines that this actor is not to see yet: covert ones of his own body as the object, planned by another.

    `prefix` is the way to the line from a row that hangs on it, such as `line__`.
    """
    covert = Q(**{f"{prefix}kind__in": covert_kinds(on), f"{prefix}object__body__in": actor.bodies})
    return covert & ~Q(**{f"{prefix}plan__body__in": actor.bodies})


def is_past(year: int, last_month: int, on: date) -> bool:
    """Whether the last month of a line is over."""
    return (year, last_month) < (on.year, on.month)


def plan_of(body: Body, year: int) -> InspectionPlan | None:
    """A body's plan of a year."""
    return InspectionPlan.objects.filter(body=body, year=year).first()


__all__ = [
    "INSPECTION_PLAN", "OWN_HEAD", "cap", "counted_kinds", "covert_kinds", "hidden_from", "inspectable", "is_past", "kinds", "lines", "offers_got",
    "office_of", "overlap_months", "own_head_grants", "plan_of", "plans", "self_checking_bodies", "self_kinds", "standing",
    "ungranted", "visible_from",
]  # fmt: skip
