"""What happens to successions by itself at night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.casework.succession import orphans
from ecoduty.kernel.clock import daily


@app.periodic(cron=daily("03:40"))
@app.task(queueing_lock="succession.let_in_successors", name="succession.let_in_successors")
def let_in_successors(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate hands it over
    """At night: successors are let into restricted matters that nobody in office can act on. No number is returned, for
    results are logged.
    """
    orphans.let_in_successors()
