"""Questions about training: who makes a plan, what is taught, which courses are open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.encouragement.training.models import Course
from ecoduty.organisation.directory import queries as directory
from ecoduty.organisation.directory.models import Body

TRAINING_PLAN = "training_plan"
_KINDS, _SCHOOLS, _TOPICS = "training.kinds", "training.school-kinds", "training.topics"


def topics(on: date) -> Mapping[str, str]:
    """Code and name of the topics of courses."""
    return dict(rulebooks.current().pairs(_TOPICS, on=on))


def planning_bodies(on: date) -> list[Body]:
    """Who makes a training plan every year, in official order."""
    kinds = rulebooks.current().words(_KINDS, on=on)
    return list(directory.bodies(on=on).filter(kind__in=kinds).select_related("region"))


def plans(body: Body, on: date) -> bool:
    """Whether bodies like this one make a training plan."""
    return body.kind in rulebooks.current().words(_KINDS, on=on)


def school(body: Body, on: date) -> bool:
    """Whether it is a party school, of which the plan asks what it teaches."""
    return body.kind in rulebooks.current().words(_SCHOOLS, on=on)


def courses(matter: Matter) -> QuerySet[Course]:
    """The courses of a plan in the order of their days."""
    return Course.objects.filter(plan=matter.pk)


def coming(matter: Matter) -> QuerySet[Course]:
    """Courses that are neither held nor cancelled."""
    return courses(matter).filter(held_on=None, cancelled="")


def held(matter: Matter) -> QuerySet[Course]:
    """Courses that were held."""
    return courses(matter).exclude(held_on=None)


__all__ = ["TRAINING_PLAN", "coming", "courses", "held", "planning_bodies", "plans", "school", "topics"]
