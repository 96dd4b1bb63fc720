"""What happens to publications by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.casework.publications import plan, watching


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="publications.check_links", name="publications.check_links")
def check_links(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Hourly: look at the departments' own pages that are due."""
    return watching.check_due()


@app.periodic(cron="10 0 * * *")
@app.task(queueing_lock="publications.refresh_plan", name="publications.refresh_plan")
def refresh_plan(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate hands it over
    """After midnight: show the public today's names and days."""
    plan.refresh()
