"""Leading stories to their ends without the nights between: what they do, and where the gate stops them."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from random import Random

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation.stories import Steps, followers, stories
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import SHANGHAI, frozen

BEGINS = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
ENDS = datetime(2027, 1, 31, 18, 0, tzinfo=SHANGHAI)


def lead(
    times: Mapping[str, int],
    seed: int = 1,
    *,
    follow: Collection[str] = (),
    begins: datetime = BEGINS,
    first: Callable[[], object] = lambda: None,
) -> Town:
    """Each of these stories so many times, begun within some weeks; matters of the kinds in `follow` are gone on with.

    `first` is done at the beginning. Raises Refused as the acts do.
    """
    town = Town(seed, begins.year)
    waiting: list[tuple[datetime, int, Steps]] = []
    for name, most in times.items():
        for number in range(most):
            rng = Random(f"{seed}:{name}:{number}")
            at = begins + timedelta(days=rng.randrange(45), minutes=rng.randrange(300))
            waiting.append((at, len(waiting), stories()[name].tell(town, rng, number)))
    heapq.heapify(waiting)
    order, seen = len(waiting), 0
    with frozen(begins, every_thread=True) as clock:
        first()
        while True:
            for matter in Matter.objects.filter(kind__in=follow, pk__gt=seen).order_by("pk") if follow else ():
                order, seen = order + 1, matter.pk
                steps = followers()[matter.kind].tell(town, Random(f"{seed}:{matter.kind}:{order}"), matter)
                heapq.heappush(waiting, (clock.moment, order, steps))
            if not waiting or waiting[0][0] > ENDS:
                return town
            at, number, steps = heapq.heappop(waiting)
            clock.move_to(max(at, clock.moment))
            wish = next(steps, None)
            if wish is not None:
                heapq.heappush(waiting, (clock.moment + wish if isinstance(wish, timedelta) else wish, number, steps))
