"""What happens to the sums of legs by itself at night."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from ecoduty.kernel.clock import daily
from ecoduty.mechanisms.enforcement.statistics.folding import recount

log = structlog.get_logger()


@app.periodic(cron=daily("03:25"))
@app.task(queueing_lock="enforcement.legs", name="enforcement.recount_legs")
def recount_legs(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Count every leg anew, say loudly where the sums were wrong, and put them right."""
    wrong = recount()
    if wrong:
        log.error("enforcement.legs.differ", sums=wrong)
    return wrong
