"""What happens to referrals by itself: at night it is looked whether anything should have been referred."""

from __future__ import annotations

from ecoduty.kernel.clock.routine import nightly
from ecoduty.mechanisms.accountability.omissions import sweeping


@nightly("03:10", "accountability.find_omissions")
def find_omissions() -> int:
    """At night: cases that meet the elements and were not referred in time go before the heads of whoever supervises them."""
    return sweeping.sweep()
