"""What the acts of a work plan do (clause 8.1): one plan for each body and year."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from ecoduty.casework.matters.opening import open_matter
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.mechanisms.work_plans import data
from ecoduty.mechanisms.work_plans.models import WorkPlan
from ecoduty.mechanisms.work_plans.states import PLANNING
from ecoduty.organisation.directory.models import Body

CLAUSES = ("8.1", "8.2", "8.3")


def draft(attempt: Attempt) -> None:
    """Open the plan of the actor's own body. Raises Refused `plan_exists`."""
    given: data.DraftPlan = attempt.data
    body = Body.objects.select_related("region").get(key=attempt.actor.body)
    if WorkPlan.objects.filter(body=body, year=given.year).exists():
        raise _exists(body, given.year)
    title = f"{body.short_name}{given.year}年度生态环境保护工作计划"
    matter = open_matter(attempt, title=title, holder=body, state=PLANNING.code, period=str(given.year))
    try:
        with transaction.atomic():
            WorkPlan.objects.create(matter=matter, body=body, year=given.year, goals=given.goals)
    except IntegrityError as error:  # somebody of the same body was a moment faster
        raise _exists(body, given.year) from error


def revise(attempt: Attempt) -> None:
    """The goals are these from now on."""
    own: WorkPlan = attempt.subject.work_plan
    own.goals = attempt.data.goals
    own.save(update_fields=["goals"])


def _exists(body: Body, year: int) -> Refused:
    return Refused("plan_exists", f"{body.short_name}{year}年度已有工作计划，请在那一个里编。", status=409)
