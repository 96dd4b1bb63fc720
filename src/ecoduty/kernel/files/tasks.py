"""What happens to files by itself."""

from __future__ import annotations

from ecoduty.kernel.clock.routine import nightly
from ecoduty.kernel.files.storage import remove_abandoned


@nightly("03:40", "files.remove_abandoned")
def remove_abandoned_uploads() -> int:
    """Nightly: remove the content of uploads that no act claimed."""
    return remove_abandoned()
