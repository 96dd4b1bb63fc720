"""What happens to notices by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.casework.deliveries import weekly


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="deliveries.weekly", name="deliveries.weekly")
def write_weekly_digests(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Every ten minutes: the digests of this week, as soon as its first working day has begun; then nothing until the next."""
    return weekly.write()
