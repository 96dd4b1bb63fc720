"""What a visitor sees of everybody's training of a year: his own body's, or those of the bodies he watches over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from ecoduty.casework.figures.tallies import tally
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.encouragement.training import coverage, queries
from ecoduty.mechanisms.encouragement.training.coverage import Trained
from ecoduty.mechanisms.encouragement.training.flow import TRAINING
from ecoduty.mechanisms.encouragement.training.queries import TRAINING_PLAN
from ecoduty.organisation.access import oversight_of, portfolio_of
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

WITHOUT, SILENT = "bodies_without_plan", "schools_not_teaching"


def watched(actor: Actor, on: date) -> list[Body]:
    """The bodies with training plans that this actor may look at: all for who oversees the city, a district's for its
    committee office, a leader's portfolio, else one's own.
    """
    every = queries.planning_bodies(on)
    if oversight_of(actor):
        return every
    answering = portfolio_of(actor, on)
    office = actor.level == Level.DISTRICT and COMMITTEE_OFFICE in actor.capacities
    return [
        body
        for body in every
        if body.pk in actor.bodies or body.pk in answering or (office and body.region_id == actor.region_id)
    ]


def overview(visit: Visit, year: int, only: str) -> Mapping[str, Any]:
    """Every body that the visitor watches, with its year of training."""
    on = visit.today
    bodies = watched(visit.actor, on)
    missing = {body.pk for body in coverage.without_plan(year, on, bodies)}
    silent = {body.pk for body in coverage.not_teaching(year, on)} & {body.pk for body in bodies}
    behind = {WITHOUT: missing, SILENT: silent}
    years = coverage.of_year(year, [body for body in bodies if not only or body.pk in behind[only]])
    numbers = [row.plan.pk for row in years if row.plan]
    seen = dict(Matter.objects.filter(visible_to(visit.actor), pk__in=numbers).values_list("pk", "public_id"))
    lines = [_line(row, seen, missing, silent, on) for row in years]
    regions = dict.fromkeys(line["region"] for line in lines)
    here = reverse("desk:training")
    return {
        "year": year,
        "years": range(on.year - 1, on.year + 2),
        "boards": [(region or "市级", [line for line in lines if line["region"] == region]) for region in regions],
        "totals": [
            {"label": tally(f"{TRAINING_PLAN}.{code}").label.rpartition("：")[2], "count": len(some),
             "url": f"{here}?year={year}&only={code}", "current": only == code}
            for code, some in behind.items()
        ],
        "narrowed": tally(f"{TRAINING_PLAN}.{only}").label.rpartition("：")[2] if only else "",
        "from_day": coverage.visible_from(year, on),
        "early": on < coverage.visible_from(year, on),
        "trained": sum(row.persons for row in years),
        "to_train": sum(row.to_train or 0 for row in years),
    }  # fmt: skip


def _line(row: Trained, seen: Mapping[int, Any], missing: set[int], silent: set[int], on: date) -> dict[str, Any]:
    body, plan = row.body, row.plan
    return {
        "row": row,
        "body": body.short_name,
        "region": body.region.name if body.region and body.level == Level.DISTRICT else "",
        "url": reverse("desk:matter", args=[seen[plan.pk]]) if plan and plan.pk in seen else "",
        "state": TRAINING.state(plan.matter.state).label if plan else "",
        "missing": body.pk in missing,
        "school": queries.school(body, on),
        "teaches": plan.teaches if plan else None,
        "silent": body.pk in silent,
    }


__all__ = ["SILENT", "WITHOUT", "overview", "watched"]
