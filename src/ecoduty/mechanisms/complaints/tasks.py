"""What happens to complaints by itself at night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.kernel.clock import daily
from ecoduty.mechanisms.complaints.intake import photos, projecting


@app.periodic(cron=daily("00:15"))
@app.task(queueing_lock="complaints.refresh_standings", name="complaints.refresh_standings")
def refresh_standings(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """After midnight: what senders read, with today's names and days."""
    return projecting.refresh()


@app.periodic(cron=daily("03:00"))
@app.task(queueing_lock="complaints.keep_photos", name="complaints.keep_photos")
def keep_photos(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Nightly, before abandoned uploads are removed: what waits for a person keeps its photos."""
    return photos.keep()
