"""What happens to figures by itself at night."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from ecoduty.casework.figures.audit import audit, recount
from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.kernel.clock import daily

log = structlog.get_logger()


@app.periodic(cron=daily("00:01"))
@app.task(queueing_lock="figures.snapshot", name="figures.snapshot")
def take_snapshot(timestamp: int) -> bool:  # noqa: ARG001 -- procrastinate hands it over
    """Just after midnight: how everything stood at the close of yesterday."""
    return snapshot()


@app.periodic(cron=daily("03:20"))
@app.task(queueing_lock="figures.audit", name="figures.audit")
def compare_with_a_full_count(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Nightly: count everything, say loudly where the figures were wrong, and put them right."""
    for difference in audit():
        log.error(
            "figures.differ", counted=difference.counted, figured=difference.figured, **_plain(difference.dimensions)
        )
    return recount()


def _plain(dimensions: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in dimensions.items()}
