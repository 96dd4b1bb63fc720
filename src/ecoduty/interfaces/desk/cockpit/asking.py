"""What a reader asks the cockpit for: how much of the city, as of when, on which screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote_plus

from django.urls import reverse

from ecoduty.casework.figures import standing
from ecoduty.casework.figures.registry import Scope
from ecoduty.casework.figures.standing import Board
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Refused
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

    @property
    def day(self) -> date:
        """The day that is looked at."""
        return self.on or self.visit.today

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
        """The address of the list behind a number of the board; empty for a past day, whose matters stand differently now."""
        if self.on is not None:
            return ""
        return self.listed(standing.key(word), **narrow)

    def listed(self, figure: str, **narrow: str) -> str:
        """The address of the list behind a figure, in this reader's scope."""
        more = "".join(f"&{name}={_quote(value)}" for name, value in narrow.items() if value)
        return f"{self._list}?figure={_quote(figure)}&scope={self.scope.value}{more}"

    @cached_property
    def _list(self) -> str:
        """The list's address, asked for once: a page has two hundred numbers."""
        return reverse("desk:matters")


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
    text = asked.get("on", "").strip()
    on = _day(text) if text else None
    if on is not None and on >= visit.today:
        if on > visit.today:
            raise Refused("day_to_come", f"{text}还没有到，往日对照请选今天以前的日子。", status=422)
        on = None
    return Asked(visit, scope_of(visit.actor), on, asked.get("view") == WALL)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        said = f"“{text[:20]}”读不出日期，请写成 2026-11-30 这样。"
        raise Refused("day_unreadable", said, status=422) from error


__all__ = ["WALL", "Asked", "Section", "read", "scope_of"]
