"""What happens to administrative cases by itself."""

from __future__ import annotations

from ecoduty.kernel.clock.routine import nightly
from ecoduty.mechanisms.enforcement.administrative import sweeping


@nightly("03:30", "enforcement.sweep_cases")
def sweep_cases() -> int:
    """At night: cases that should have gone to the police and did not, and what was preserved and not handled in time."""
    return sweeping.sweep()
