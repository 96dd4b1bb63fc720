"""What happens to claims for damage by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.kernel.clock import daily
from ecoduty.mechanisms.enforcement.damage import watching


@app.periodic(cron=daily("00:20"))
@app.task(queueing_lock="enforcement.watch_damage", name="enforcement.watch_damage")
def watch_damage(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """At night: claims for damage that nobody pursues in time are laid before the procuratorate."""
    return watching.sweep()
