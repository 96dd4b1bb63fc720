"""What happens to tasks by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.kernel.clock import daily
from ecoduty.mechanisms.work_plans import milestones
from ecoduty.mechanisms.work_plans.flow import TASKS


@app.periodic(cron=daily("05:50"))
@app.task(queueing_lock="work_plans.sweep_milestones", name="work_plans.sweep_milestones")
def sweep_milestones(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Before the day begins: milestones that come and milestones that were missed are told of, each once."""
    return milestones.sweep(TASKS)
