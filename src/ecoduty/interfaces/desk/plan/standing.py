"""How clauses stand: one standing for each bearer that the visitor may see. A clause no source answers for is not live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ecoduty.casework.matters.thresholds import Thresholds
from ecoduty.interfaces.desk.lights import Code
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.organisation.directory.models import Body

LATE = frozenset({Code.OVERDUE, Code.BADLY_OVERDUE})
NEEDS_SOMEBODY = LATE | {Code.SOON}
# The order in which a sentence counts: what is done, what is late, what goes on, what has not begun.
_ORDER = {
    code: place
    for place, code in enumerate(
        (Code.MET, Code.MET_LATE, Code.BADLY_OVERDUE, Code.OVERDUE, Code.SOON, Code.RUNNING, Code.SUSPENDED, Code.NONE)
    )
}


@dataclass(frozen=True, slots=True)
class Ask:
    """Who asks, when, and of which period (empty: each duty's latest)."""

    actor: Actor
    now: datetime
    book: Rulebook
    limits: Thresholds
    period: str = ""

    @property
    def today(self) -> date:
        """The day of the question."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Standing:
    """One bearer under one clause. `word` is what it is counted under, `left` what a light says beside it."""

    body: Body
    light: Code
    word: str
    left: str = ""
    state: str = ""
    due: str = ""
    title: str = ""
    url: str = ""

    @property
    def shown(self) -> str:
        """Beside a light: how long is left where something runs, else the word."""
        return self.left if self.left and self.light in {Code.RUNNING, Code.SOON, *LATE} else self.word


@dataclass(frozen=True, slots=True)
class Count:
    """How many bearers stand under one word."""

    word: str
    light: Code
    number: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A number of a sentence with the list behind it, whose length it is."""

    word: str
    light: Code
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Period:
    """A period that one may look at."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Leftover:
    """What is still open from an earlier period, with the list behind the number."""

    label: str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """How one clause stands. `bearers` counts all who bear it, `standings` has those in sight, in official order.

    `leftovers` is what is still open from periods before.
    """

    standings: tuple[Standing, ...]
    bearers: int
    about: str = ""
    period: str = ""
    periods: tuple[Period, ...] = ()
    leftovers: tuple[Leftover, ...] = ()

    @property
    def counts(self) -> tuple[Count, ...]:
        """The standings by word; the numbers add up to their length."""
        numbers = Counter(standing.word for standing in self.standings)
        lights = {standing.word: standing.light for standing in reversed(self.standings)}
        return tuple(
            Count(word, lights[word], number)
            for word, number in sorted(numbers.items(), key=lambda item: (_ORDER[lights[item[0]]], item[0]))
        )

    @property
    def late(self) -> int:
        """How many are overdue."""
        return sum(standing.light in LATE for standing in self.standings)

    @property
    def attention(self) -> bool:
        """Whether something is late, soon due, or left over from before."""
        return bool(self.leftovers) or any(standing.light in NEEDS_SOMEBODY for standing in self.standings)

    @property
    def out_of_sight(self) -> int:
        """Bearers whose matters the visitor may not see."""
        return self.bearers - len(self.standings)


Source = Callable[[Ask], Mapping[str, Answer]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let a source answer for clauses. It asks a constant number of queries, however many matters there are."""
    _sources[name] = source


def answers(ask: Ask) -> dict[str, Answer]:
    """Every clause that something here answers for."""
    found: dict[str, Answer] = {}
    for source in _sources.values():
        found |= source(ask)
    return found


__all__ = ["LATE", "Answer", "Ask", "Count", "Leftover", "Period", "Piece", "Source", "Standing", "answers", "register"]
