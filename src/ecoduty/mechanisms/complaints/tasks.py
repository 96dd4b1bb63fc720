"""What happens to complaints by itself at night."""

from __future__ import annotations

from ecoduty.kernel.clock.routine import nightly
from ecoduty.mechanisms.complaints.intake import photos, projecting


@nightly("00:15", "complaints.refresh_standings")
def refresh_standings() -> int:
    """After midnight: what senders read, with today's names and days."""
    return projecting.refresh()


@nightly("03:00", "complaints.keep_photos")
def keep_photos() -> int:
    """Nightly, before abandoned uploads are removed: what waits for a person keeps its photos."""
    return photos.keep()
