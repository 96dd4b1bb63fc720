"""Making a city out of nothing on the first day of the year, and letting it live through it."""

from __future__ import annotations

import hashlib
import random
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ecoduty.interfaces.console import demo, shipped
from ecoduty.interfaces.console.simulation.running import Lived, Watch, Year
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import SHANGHAI, frozen
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.facility_openings import samples as facilities
from ecoduty.mechanisms.responsibilities import samples as lists
from ecoduty.organisation.directory import adoption

_FACTS = ("kind", "act", "from_state", "to_state", "occurred_at", "actor_title", "actor_body", "late")


@dataclass(frozen=True, slots=True)
class Filled:
    """A year that was lived: what happened, how long it took, and what it is known by."""

    lived: Lived
    entries: int
    kinds: Counter[str]
    fingerprint: str
    seconds: float
    ends: datetime


def found_city(year: int, password: str, folder: Path | None = None) -> None:
    """The rulebook adopted, every post filled by role, an account for each, lists and facilities as shipped: on 1 January."""
    place = folder or shipped.fullest_folder()
    with frozen(datetime(year, 1, 1, tzinfo=SHANGHAI), every_thread=True):
        adoption.adopt(shipped.load(place), Actor.system("初始化"), "模拟年度")
        demo.seed(password)
        if lists.missing():
            lists.load(place, Actor.system("示例"))
        if facilities.missing():
            facilities.load(place, Actor.system("示例"))


def fill(
    year: int,
    seed: int,
    scale: float,
    *,
    watch: Watch | None = None,
    only: Collection[str] = (),
    days: int | None = None,
) -> Filled:
    """Live through the year; the same year, seed and scale give the same fingerprint. `only` tells just these stories, `days`
    ends it earlier."""
    began = time.monotonic()
    random.seed(seed)  # whatever draws without a generator of its own draws the same, too
    town = Town(seed, year)
    run = Year(town, scale, only, days)
    lived = run.live(watch)
    return Filled(lived, Entry.objects.count(), town.counted, fingerprint(), time.monotonic() - began, run.ends)


def fingerprint() -> str:
    """A digest over the whole ledger in its order, without what is drawn by chance (ids, keys, salts) and without the wall clock."""
    digest = hashlib.sha256()
    for row in Entry.objects.order_by("id").values_list(*_FACTS).iterator(chunk_size=5000):
        digest.update(repr([str(value) for value in row]).encode())
    return digest.hexdigest()


__all__ = ["Filled", "fill", "fingerprint", "found_city"]
