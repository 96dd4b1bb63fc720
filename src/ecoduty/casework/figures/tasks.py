"""What happens to figures by itself at night."""

from __future__ import annotations

import structlog

from ecoduty.casework.figures.audit import audit, audit_lists, note_the_rest, recount
from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.kernel.clock.routine import nightly

log = structlog.get_logger()


@nightly("00:01", "figures.snapshot")
def take_snapshot() -> bool:
    """Just after midnight: how everything stood at the close of yesterday."""
    return snapshot()


@nightly("03:20", "figures.audit")
def compare_with_a_full_count() -> int:
    """Nightly: count everything, say loudly where the figures were wrong, and put them right."""
    for difference in audit():
        log.error(
            "figures.differ", counted=difference.counted, figured=difference.figured, **_plain(difference.dimensions)
        )
    for difference in audit_lists():
        log.error(
            "figures.list_differs",
            listed=difference.counted,
            figured=difference.figured,
            **_plain(difference.dimensions),
        )
    if missed := note_the_rest():
        log.error("figures.unnoted", matters=missed)
    return recount()


def _plain(dimensions: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in dimensions.items()}
