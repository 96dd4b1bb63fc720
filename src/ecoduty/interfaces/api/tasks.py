"""What the API tidies up by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.interfaces.api import rates


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="api.forget_rates", name="api.forget_rates")
def forget_rates(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Every ten minutes: remove the counts of minutes gone by."""
    return rates.forget()
