"""What happens to successions by itself at night."""

from __future__ import annotations

from ecoduty.casework.succession import orphans
from ecoduty.kernel.clock.routine import nightly


@nightly("03:40", "succession.let_in_successors")
def let_in_successors() -> None:
    """At night: successors are let into restricted matters that nobody in office can act on. No number is returned, for
    results are logged.
    """
    orphans.let_in_successors()
