"""What a reader asks the cockpit for: how much of the city, as of when, on which screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote_plus

from django.urls import reverse

from ecoduty.casework.figures import reading, standing
from ecoduty.casework.figures.models import SnapshotNight
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.figures.standing import Board
from ecoduty.interfaces.desk import lookback
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import Rulebook, store
from ecoduty.kernel.rulebook.schema import Selector
from ecoduty.organisation.access import oversight_of, portfolio_of, presses_district
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

WALL = "wall"
_quote = lru_cache(4096)(quote_plus)  # a page has two hundred addresses made of the same few dozen words
_NAMED = "named_departments"
_WHOSE = {
    Scope.OVERSIGHT: "全市", Scope.PORTFOLIO: "分管的单位", Scope.OWN_DISTRICT: "本区", Scope.OWN_BODY: "本单位",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One reader's question. `on` is a past day, at whose close everything is looked at; `wall` is the large screen."""

    visit: Visit
    scope: Scope
    on: date | None = None
    wall: bool = False

    @cached_property
    def night(self) -> SnapshotNight | None:
        """The night that tells of a past day: its own, else the last one before it. Raises NoSnapshotError."""
        return reading.night_of(self.on) if self.on else None

    @property
    def day(self) -> date:
        """The day that is looked at: of the past one whose close was recorded."""
        return self.night.on if self.night else self.visit.today

    @property
    def listed(self) -> bool:
        """Whether numbers open lists: of the first nights that were recorded there are none."""
        return self.night is None or self.night.listed

    @property
    def whose(self) -> str:
        """In words, whose matters are counted."""
        return _WHOSE[self.scope]

    @property
    def open(self) -> bool:
        """Whether matters are counted for this reader at all: for administrators of the system none are."""
        return self.scope is not Scope.OWN_BODY or self.visit.actor.body_id is not None

    @cached_property
    def book(self) -> Rulebook:
        """The rulebook in force."""
        return store.current()

    @cached_property
    def board(self) -> Board:
        """How everything stands that this reader may count; read once for the page."""
        return standing.board(self.visit.actor, self.scope, self.on)

    @cached_property
    def bodies(self) -> list[Body]:
        """Whose rows are shown, in official order: the departments that the plan names, as far as this reader looks at them;
        a district's own bodies for its committee office; else one's own body.
        """
        actor = self.visit.actor
        if self.scope is Scope.OWN_DISTRICT:
            return list(queries.bodies(on=self.day).filter(region_id=actor.region_id, level=Level.DISTRICT))
        if self.scope is Scope.OWN_BODY:
            return list(queries.bodies(on=self.day).filter(pk=actor.body_id))
        named = list(queries.bodies(Selector(tags=(_NAMED,)), on=self.day))
        if self.scope is Scope.OVERSIGHT:
            return named
        led = portfolio_of(actor, self.visit.today)
        return [body for body in named if body.pk in led]

    def url(self, word: str, **narrow: str) -> str:
        """The address of the list behind a number of the board; empty where there is none."""
        return self.behind(standing.key(word), **narrow)

    def behind(self, figure: str, **narrow: str) -> str:
        """The address of the list behind a figure, in this reader's scope, as of the day that is looked at."""
        if not self.listed:
            return ""
        more = "".join(f"&{name}={_quote(value)}" for name, value in narrow.items() if value)
        return f"{self._list}figure={_quote(figure)}&scope={self.scope.value}{more}"

    def back(self, word: str, night: date) -> str:
        """The address of the list behind a number of the board as of another night, which must have lists."""
        return lookback.address({"figure": standing.key(word), "scope": self.scope.value}, night)

    @cached_property
    def _list(self) -> str:
        """How the addresses of its lists begin, asked for once: a page has two hundred numbers."""
        return f"{reverse('desk:matters')}?" if self.night is None else f"{lookback.start(self.night.on)}&"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: where it is, what it is called, and what its template `desk/cockpit/KEY.html` needs."""

    key: str
    title: str
    content: Mapping[str, Any]
    note: str = ""

    @property
    def template(self) -> str:
        """Its template."""
        return f"desk/cockpit/{self.key}.html"


def scope_of(actor: Actor) -> Scope:
    """How much this post looks at: the city for who oversees it, a leader's portfolio, a district for its committee office,
    else one's own body.
    """
    if oversight_of(actor):
        return Scope.OVERSIGHT
    if presses_district(actor):
        return Scope.OWN_DISTRICT
    return Scope.PORTFOLIO if portfolio_of(actor, today()) else Scope.OWN_BODY


def read(visit: Visit, asked: Mapping[str, str]) -> Asked:
    """From the address. Raises Refused `day_unreadable`, `day_to_come`."""
    on = lookback.past_day(asked.get("on", ""), visit.today)
    return Asked(visit, scope_of(visit.actor), on, asked.get("view") == WALL)


__all__ = ["WALL", "Asked", "Section", "read", "scope_of"]
