"""What happens to notices by itself."""

from __future__ import annotations

from ecoduty.casework.deliveries import weekly
from ecoduty.kernel.clock.routine import often


@often("deliveries.weekly", due=weekly.next_at)
def write_weekly_digests() -> int:
    """Every ten minutes: the digests of this week, as soon as its first working day has begun; then nothing until the next."""
    return weekly.write()
