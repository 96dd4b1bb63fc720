"""What happens to referrals by itself: at night it is looked whether anything should have been referred."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.kernel.clock import daily
from ecoduty.mechanisms.accountability.omissions import sweeping


@app.periodic(cron=daily("03:10"))
@app.task(queueing_lock="accountability.find_omissions", name="accountability.find_omissions")
def find_omissions(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """At night: cases that meet the elements and were not referred in time go before the heads of whoever supervises them."""
    return sweeping.sweep()
