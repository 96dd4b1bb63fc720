"""The numbers about plans and tasks."""

from __future__ import annotations

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.standard import standard
from ecoduty.mechanisms.work_plans.flow import PLAN, TASK, TASKS, WORK_PLAN
from ecoduty.mechanisms.work_plans.projects.flow import PROJECT, PROJECTS


def install() -> None:
    """Make the figures known."""
    registry.register(*standard(PLAN, WORK_PLAN.label, "8.1"), *standard(TASK, TASKS.label, "9.1"))
    registry.register(*standard(PROJECT, PROJECTS.label, "12.2"))
