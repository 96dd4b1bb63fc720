"""What happens to administrative cases by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.kernel.clock import daily
from ecoduty.mechanisms.enforcement.administrative import sweeping


@app.periodic(cron=daily("03:30"))
@app.task(queueing_lock="enforcement.sweep_cases", name="enforcement.sweep_cases")
def sweep_cases(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """At night: cases that should have gone to the police and did not, and what was preserved and not handled in time."""
    return sweeping.sweep()
