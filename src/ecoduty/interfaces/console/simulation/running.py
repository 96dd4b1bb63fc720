"""Waking stories in order of time: the clock goes from moment to moment, and at night happens what a night brings."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.figures.folding import fold
from ecoduty.casework.figures.snapshots import snapshot
from ecoduty.casework.intakes.taking import take_in
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation import nights
from ecoduty.interfaces.console.simulation.stories import Steps, Told, followers, stories
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import SHANGHAI, FrozenClock, frozen
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.enforcement.statistics.folding import fold as fold_legs

LAST = (1, 31, 18)  # month, day and hour of the next year at which it ends: the annual reports are due
_HOURS = (9, 9, 10, 10, 11, 14, 15, 15, 16, 16)
_FIRST_DAY, _LAST_DAY = 5, 340  # days of the year between which stories begin where they do not say when
_MORNING = time(8, 30)


@dataclass(frozen=True, slots=True)
class Mishap:
    """An act that a story tried and the gate refused: the story ended there."""

    story: str
    code: str
    sentence: str
    at: datetime


@dataclass(slots=True)
class Lived:
    """What came of it."""

    acts: int = 0
    told: int = 0
    mishaps: list[Mishap] = field(default_factory=list)


@dataclass(order=True, slots=True)
class _Waiting:
    at: datetime
    order: int
    name: str = field(compare=False)
    steps: Steps | None = field(compare=False)  # None for what the platform does by itself
    work: Callable[[], object] | None = field(compare=False, default=None)


Watch = Callable[[date, int], None]
"""Told of every day that begins, and how many acts were done by then."""


class Year:
    """A year of a town, or its first days: stories drawn for it, and the platform's own round of every day."""

    def __init__(self, town: Town, scale: float, only: Collection[str] = (), days: int | None = None) -> None:
        self.town = town
        self.scale = scale
        self.days = days
        self.only = frozenset(only)
        self.lived = Lived()
        self._order = itertools.count()
        self._waiting: list[_Waiting] = []
        self._seen = 0

    @property
    def ends(self) -> datetime:
        """The moment at which it is over."""
        month, day, hour = LAST
        if self.days is not None:
            return datetime(self.town.year, 1, 1, hour, tzinfo=SHANGHAI) + timedelta(days=self.days - 1)
        return datetime(self.town.year + 1, month, day, hour, tzinfo=SHANGHAI)

    def live(self, watch: Watch | None = None) -> Lived:
        """From 1 January to the end. Raises what a story raises that is no refusal."""
        begin = datetime(self.town.year, 1, 1, 0, 1, tzinfo=SHANGHAI)
        for told in stories().values():
            if not self.only or told.name in self.only:
                self._draw(told)
        with frozen(begin, every_thread=True) as clock:
            for day in _days(begin.date(), self.ends.date()):
                self._put(
                    datetime.combine(day, time(0, 2), SHANGHAI), "night", work=lambda day=day: self._night(day, watch)
                )
                if current_calendar().is_working(day):
                    self._put(datetime.combine(day, _MORNING, SHANGHAI), "round", work=self._morning)
            while self._waiting and self._waiting[0].at <= self.ends:
                self._next(clock, heapq.heappop(self._waiting))
            clock.move_to(self.ends)
            self._round()
            fold_legs()
        self.lived.acts = self.town.acts
        return self.lived

    def _draw(self, told: Told) -> None:
        """How often it is told, and when each begins: drawn by its own name, so that another story changes nothing."""
        times = max(1, round(told.a_year * self.scale)) if told.a_year else 0
        for number in range(times):
            rng = Random(f"{self.town.seed}:{told.name}:{number}")
            begins = told.starts(rng, self.town.year) if told.starts else _in_working_hours(rng, self.town.year)
            self._put(begins, told.name, told.tell(self.town, rng, number))
        self.lived.told += times

    def _put(
        self, at: datetime, name: str, steps: Steps | None = None, work: Callable[[], object] | None = None
    ) -> None:
        heapq.heappush(self._waiting, _Waiting(at, next(self._order), name, steps, work))

    def _next(self, clock: FrozenClock, one: _Waiting) -> None:
        clock.move_to(max(one.at, clock.moment))
        if one.steps is None:
            if one.work is not None:
                one.work()
            return
        try:
            wish = next(one.steps, None)
        except Refused as refused:
            self.lived.mishaps.append(Mishap(one.name, refused.code, refused.sentence, clock.moment))
            return
        if wish is not None:
            at = clock.moment + wish if isinstance(wish, timedelta) else wish
            self._put(max(at, clock.moment), one.name, one.steps)

    def _night(self, day: date, watch: Watch | None) -> None:
        """Just after midnight: yesterday is recorded, recurring duties open, reminders go out."""
        if watch is not None:
            watch(day, self.town.acts)
        fold()
        snapshot(day - timedelta(days=1))
        self._round()
        nights.work(day)
        if day.weekday() == 0:
            fold_legs()

    def _round(self) -> None:
        """What the worker does all day long, here after midnight, when the day's reminders are due; the rest as of a morning."""
        sweep()
        self._morning()

    def _morning(self) -> None:
        """What the public sent is taken in; then whoever has something new begins with it."""
        take_in()
        self._follow()

    def _follow(self) -> None:
        """Stories that begin with a matter: those opened since the last look, whoever opened them."""
        known = {kind: one for kind, one in followers().items() if not self.only or kind in self.only}
        if not known:
            return
        fresh = (
            Matter.objects.filter(pk__gt=self._seen, kind__in=known).select_related("holder", "region").order_by("pk")
        )
        for matter in list(fresh):
            rng = Random(f"{self.town.seed}:{matter.kind}:{matter.holder.key}:{matter.period or matter.pk}")
            self._put(self.town.now, matter.kind, known[matter.kind].tell(self.town, rng, matter))
            self._seen = matter.pk
            self.lived.told += 1


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def _in_working_hours(rng: Random, year: int) -> datetime:
    day = current_calendar().working_day_from(date(year, 1, 1) + timedelta(days=rng.randint(_FIRST_DAY, _LAST_DAY)))
    return datetime.combine(day, time(rng.choice(_HOURS), rng.randrange(60)), SHANGHAI)


__all__ = ["LAST", "Lived", "Mishap", "Year"]
