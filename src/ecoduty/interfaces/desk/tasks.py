"""What the desk does by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.interfaces.desk import watching


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="desk.watch_filters", name="desk.watch_filters")
def watch_filters(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Every ten minutes: what came into the filters that people want to be told about."""
    return watching.look()
