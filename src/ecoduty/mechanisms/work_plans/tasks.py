"""What happens to tasks by itself."""

from __future__ import annotations

from ecoduty.kernel.clock.routine import nightly
from ecoduty.mechanisms.work_plans import milestones
from ecoduty.mechanisms.work_plans.flow import TASKS


@nightly("05:50", "work_plans.sweep_milestones")
def sweep_milestones() -> int:
    """Before the day begins: milestones that come and milestones that were missed are told of, each once."""
    return milestones.sweep(TASKS)
