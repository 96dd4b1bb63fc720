"""What happens to documents by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.casework.documents import presence, scratches
from ecoduty.kernel.clock import daily, now


@app.periodic(cron=daily("03:50"))
@app.task(queueing_lock="documents.sweep_scratches", name="documents.sweep_scratches")
def sweep_scratches(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Nightly: scratch copies that nobody came back for, and marks of who was writing."""
    presence.sweep(now())
    return scratches.sweep(now())
