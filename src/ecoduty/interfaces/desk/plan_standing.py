"""What a visitor sees of everybody's plans of the year and of responsibilities that nobody answers for: his own body's, or
those of the bodies he watches over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from ecoduty.casework.figures.tallies import tally
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import counted
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.work_plans import standing
from ecoduty.mechanisms.work_plans.flow import PLAN, WORK_PLAN
from ecoduty.organisation.access import oversight_of, portfolio_of
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

WITHOUT = "bodies_without_plan"


@dataclass(frozen=True, slots=True)
class Total:
    """A number over the page and the list that it opens."""

    label: str
    count: int
    unit: str
    url: str
    current: bool = False


def watched(actor: Actor, on: date) -> list[Body]:
    """The planning bodies that this actor may look at: all for who oversees the city, a district's for its committee office,
    a leader's portfolio, else one's own.
    """
    every = standing.planning_bodies(on)
    if oversight_of(actor):
        return every
    answering = portfolio_of(actor, on)
    office = actor.level == Level.DISTRICT and COMMITTEE_OFFICE in actor.capacities
    return [
        body
        for body in every
        if body.pk in actor.bodies or body.pk in answering or (office and body.region_id == actor.region_id)
    ]


def totals(gaps: Sequence[standing.Gap], missing: int, only: str) -> list[Total]:
    """The figures, each with its address."""
    here, there = reverse("desk:work-plans"), reverse("desk:plan-gaps")
    without = tally(f"{PLAN}.{WITHOUT}")
    found = [Total(counted.word(without.label), missing, without.unit, f"{here}?only={WITHOUT}", only == WITHOUT)]
    for lack, word in standing.GAPS.items():
        count = sum(lack in gap.lacks for gap in gaps)
        found.append(Total(f"事项{word}", count, "项", f"{there}?lack={lack}", only == lack))
    return found


def overview(visit: Visit, year: int, only: str) -> Mapping[str, Any]:
    """Every body that the visitor watches, with its plan of the year and what it lacks."""
    on = visit.today
    bodies = watched(visit.actor, on)
    gaps = standing.gaps(on, {body.pk for body in bodies})
    missing = {body.pk for body in standing.without_plan(year, on, bodies)}
    rows = standing.plans(year, [body for body in bodies if only != WITHOUT or body.pk in missing])
    numbers = [row.plan.pk for row in rows if row.plan]
    seen = dict(Matter.objects.filter(visible_to(visit.actor), pk__in=numbers).values_list("pk", "public_id"))
    counts = Counter((gap.row.body_id, lack) for gap in gaps for lack in gap.lacks)
    lines = [_line(row, seen, counts, missing) for row in rows]
    regions = dict.fromkeys(
        (body.region.name if body.region and body.level == Level.DISTRICT else "") for body in bodies
    )
    boards = [(region or "市级", [line for line in lines if line["region"] == region]) for region in regions]
    return {
        "year": year,
        "years": range(on.year - 1, on.year + 2),
        "boards": [board for board in boards if board[1]],
        "totals": totals(gaps, len(missing), only),
        "narrowed": only == WITHOUT,
        "from_day": standing.visible_from(year, on),
        "early": on < standing.visible_from(year, on),
    }


def _line(
    row: standing.PlanOf, seen: Mapping[int, Any], counts: Mapping[tuple[int, str], int], missing: set[int]
) -> dict[str, Any]:
    body = row.body
    there = f"{reverse('desk:plan-gaps')}?body={body.key}"
    return {
        "body": body.short_name,
        "region": body.region.name if body.region and body.level == Level.DISTRICT else "",
        "url": reverse("desk:matter", args=[seen[row.plan.pk]]) if row.plan and row.plan.pk in seen else "",
        "state": WORK_PLAN.state(row.plan.matter.state).label if row.plan else "",
        "missing": body.pk in missing,
        "tasks": row.tasks if row.plan else None,
        "percent": row.percent,
        "lacks": [
            (word, counts.get((body.pk, lack), 0), f"{there}&lack={lack}") for lack, word in standing.GAPS.items()
        ],
    }


def gap_list(visit: Visit, lack: str, body: str) -> Mapping[str, Any]:
    """The rows behind the numbers, narrowed to what they lack and to one body."""
    on = visit.today
    bodies = watched(visit.actor, on)
    every = standing.gaps(on, {one.pk for one in bodies})
    names = {one.pk: one for one in bodies}
    shown = [
        {"body": names[gap.row.body_id], "row": gap.row, "lacks": [standing.GAPS[one] for one in standing.GAPS if one in gap.lacks]}
        for gap in every
        if (not lack or lack in gap.lacks) and (not body or names[gap.row.body_id].key == body)
    ]  # fmt: skip
    missing = len(standing.without_plan(on.year, on, bodies))
    return {
        "rows": shown,
        "lack": standing.GAPS.get(lack, ""),
        "body": next((one for one in bodies if one.key == body), None),
        "totals": totals(every, missing, lack),
    }


__all__ = ["WITHOUT", "gap_list", "overview", "watched"]
