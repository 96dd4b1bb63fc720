"""Leading stories to their ends without the nights between: what they do, and where the gate stops them."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from ecoduty.interfaces.console.simulation.stories import stories
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import SHANGHAI, frozen

BEGINS = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
ENDS = datetime(2027, 1, 31, 18, 0, tzinfo=SHANGHAI)


def lead(times: Mapping[str, int], seed: int = 1) -> Town:
    """Each of these stories so many times, begun within some weeks of March. Raises Refused as their acts do."""
    town = Town(seed, BEGINS.year)
    waiting = []
    for name, most in times.items():
        for number in range(most):
            rng = Random(f"{seed}:{name}:{number}")
            at = BEGINS + timedelta(days=rng.randrange(45), minutes=rng.randrange(300))
            heapq.heappush(waiting, (at, len(waiting), stories()[name].tell(town, rng, number)))
    with frozen(BEGINS, every_thread=True) as clock:
        while waiting and waiting[0][0] <= ENDS:
            at, order, steps = heapq.heappop(waiting)
            clock.move_to(max(at, clock.moment))
            wish = next(steps, None)
            if wish is not None:
                heapq.heappush(waiting, (clock.moment + wish if isinstance(wish, timedelta) else wish, order, steps))
    return town
