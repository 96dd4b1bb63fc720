"""What happens to the sums of legs by itself at night."""

from __future__ import annotations

import structlog

from ecoduty.kernel.clock.routine import nightly
from ecoduty.mechanisms.enforcement.statistics.folding import recount

log = structlog.get_logger()


@nightly("03:25", "enforcement.recount_legs")
def recount_legs() -> int:
    """Count every leg anew, say loudly where the sums were wrong, and put them right."""
    wrong = recount()
    if wrong:
        log.error("enforcement.legs.differ", sums=wrong)
    return wrong
