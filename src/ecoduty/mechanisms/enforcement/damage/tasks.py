"""What happens to claims for damage by itself."""

from __future__ import annotations

from ecoduty.kernel.clock.routine import nightly
from ecoduty.mechanisms.enforcement.damage import watching


@nightly("00:20", "enforcement.watch_damage")
def watch_damage() -> int:
    """At night: claims for damage that nobody pursues in time are laid before the procuratorate."""
    return watching.sweep()
