"""What happens to criminal transfers by itself."""

from __future__ import annotations

from ecoduty.kernel.clock.routine import nightly
from ecoduty.mechanisms.enforcement.transfer import warning


@nightly("05:50", "enforcement.warn_reconsideration")
def warn_reconsideration() -> int:
    """In the morning: where the stricter counting for reconsideration ends today, whoever handles the case is told."""
    return warning.warn_due()
