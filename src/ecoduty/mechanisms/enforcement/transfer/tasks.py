"""What happens to criminal transfers by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.kernel.clock import daily
from ecoduty.mechanisms.enforcement.transfer import warning


@app.periodic(cron=daily("05:50"))
@app.task(queueing_lock="enforcement.warn_reconsideration", name="enforcement.warn_reconsideration")
def warn_reconsideration(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """In the morning: where the stricter counting for reconsideration ends today, whoever handles the case is told."""
    return warning.warn_due()
