"""What happens to documents by itself."""

from __future__ import annotations

from ecoduty.casework.documents import presence, scratches
from ecoduty.kernel.clock import now
from ecoduty.kernel.clock.routine import nightly


@nightly("03:50", "documents.sweep_scratches")
def sweep_scratches() -> int:
    """Nightly: scratch copies that nobody came back for, and marks of who was writing."""
    presence.sweep(now())
    return scratches.sweep(now())
