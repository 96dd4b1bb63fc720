"""What happens to publications by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.casework.publications import hotspots, plan, watching
from ecoduty.kernel.clock.routine import nightly


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="publications.check_links", name="publications.check_links")
def check_links(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Hourly: look at the departments' own pages that are due."""
    return watching.check_due()


@nightly("00:10", "publications.refresh_plan")
def refresh_plan() -> None:
    """After midnight: show the public today's names and days."""
    plan.refresh()


@nightly("01:40", "publications.publish_hotspots")
def publish_hotspots() -> int:
    """At night: the months that are over, and the outlines they are drawn into."""
    hotspots.refresh_map()
    return hotspots.publish_due()
