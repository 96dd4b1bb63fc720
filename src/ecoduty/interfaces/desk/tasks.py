"""What the desk does by itself."""

from __future__ import annotations

from ecoduty.interfaces.desk import watching
from ecoduty.kernel.clock.routine import often


@often("desk.watch_filters")
def watch_filters() -> int:
    """Every ten minutes: what came into the filters that people want to be told about."""
    return watching.look()
