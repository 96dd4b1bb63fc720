"""The numbers about plans and tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ecoduty.casework.figures import registry, tallies
from ecoduty.casework.figures.standard import standard
from ecoduty.casework.figures.tallies import Member, Tally
from ecoduty.mechanisms.work_plans import standing
from ecoduty.mechanisms.work_plans.flow import PLAN, TASK, TASKS, WORK_PLAN
from ecoduty.mechanisms.work_plans.projects.flow import PROJECT, PROJECTS
from ecoduty.organisation.directory.models import Body


def _without_plan(on: date) -> list[Member]:
    return [Member(body.key, body.key, body.short_name) for body in standing.without_plan(on.year, on)]


def _gaps(lack: str) -> Callable[[date], list[Member]]:
    """Rows are told by their bodies alone: withheld ones are among them."""

    def members(on: date) -> list[Member]:
        found = [gap for gap in standing.gaps(on) if lack in gap.lacks]
        bodies = Body.objects.in_bulk({gap.row.body_id for gap in found})
        return [
            Member(bodies[gap.row.body_id].key, str(gap.row.key), bodies[gap.row.body_id].short_name) for gap in found
        ]

    return members


def install() -> None:
    """Make the figures known."""
    tallies.register(
        Tally(f"{PLAN}.bodies_without_plan", "年度工作计划：尚未编制的单位", _without_plan, "8.1", "个"),
        *(
            Tally(f"{PLAN}.rows_without_{lack}", f"清单事项：{word}", _gaps(lack), "8.2")
            for lack, word in standing.GAPS.items()
        ),
    )
    registry.register(*standard(PLAN, WORK_PLAN.label, "8.1"), *standard(TASK, TASKS.label, "9.1"))
    registry.register(*standard(PROJECT, PROJECTS.label, "12.2"))
