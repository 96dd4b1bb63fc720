"""Stories told without the nights between them: what they do, in order of time, without waiting for a whole year."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Collection
from datetime import datetime, timedelta
from random import Random

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation.stories import Steps, followers, stories
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import SHANGHAI, frozen

YEAR = 2026
MORNING = datetime(YEAR, 1, 5, 9, 0, tzinfo=SHANGHAI)


def tell(names: Collection[str], times: int = 1, seed: int = 1) -> Town:
    """Each story of those names so often, each matter's own story as soon as it is there, until all are over.

    Raises Refused where an act is refused.
    """
    town, order, waiting, seen = Town(seed, YEAR), itertools.count(), [], 0

    def put(at: datetime, steps: Steps) -> None:
        heapq.heappush(waiting, (at, next(order), steps))

    with frozen(MORNING, every_thread=True) as clock:
        for name in sorted(names):
            for number in range(times if name in stories() else 0):
                rng = Random(f"{seed}:{name}:{number}")
                one = stories()[name]
                begins = one.starts(rng, YEAR) if one.starts else MORNING + timedelta(hours=rng.randrange(900))
                put(begins, one.tell(town, rng, number))
        while waiting:
            at, _, steps = heapq.heappop(waiting)
            clock.move_to(max(at, clock.moment))
            wish = next(steps, None)
            if wish is not None:
                put(clock.moment + wish if isinstance(wish, timedelta) else wish, steps)
            for matter in Matter.objects.filter(pk__gt=seen).select_related("holder").order_by("pk"):
                seen = matter.pk
                if matter.kind in names and matter.kind in followers():
                    rng = Random(f"{seed}:{matter.kind}:{matter.pk}")
                    put(clock.moment, followers()[matter.kind].tell(town, rng, matter))
    return town
