"""Stories: generators that do some acts and say when they want to be woken again. Each module registers its own."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecoduty.casework.matters.models import Matter
    from ecoduty.interfaces.console.simulation.town import Town

Steps = Iterator[datetime | timedelta]
"""What a story yields: the moment at which it goes on, or how long it waits."""
Starts = Callable[[Random, int], datetime]
"""Draws a moment of the year at which a story begins."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story that is told so many times a year at scale 1; without `starts` it begins in working hours of any day."""

    name: str
    a_year: float
    tell: Callable[[Town, Random, int], Steps]
    starts: Starts | None = None


@dataclass(frozen=True, slots=True)
class Following:
    """A story that begins with a matter that the platform, or another story, opened."""

    kind: str
    tell: Callable[[Town, Random, Matter], Steps]


_told: dict[str, Told] = {}
_following: dict[str, Following] = {}


def story(
    name: str, *, a_year: float, starts: Starts | None = None
) -> Callable[[Callable[[Town, Random, int], Steps]], Callable[[Town, Random, int], Steps]]:
    """Register a generator function `(town, rng, number)` under a name. Raises ValueError for a name told twice."""

    def put(tell: Callable[[Town, Random, int], Steps]) -> Callable[[Town, Random, int], Steps]:
        if name in _told and _told[name].tell.__module__ != tell.__module__:
            raise ValueError(f"two stories are called {name}")
        _told[name] = Told(name, a_year, tell, starts)
        return tell

    return put


def follows(
    kind: str,
) -> Callable[[Callable[[Town, Random, Matter], Steps]], Callable[[Town, Random, Matter], Steps]]:
    """Register a generator function `(town, rng, matter)` for every matter of a kind that comes into being."""

    def put(tell: Callable[[Town, Random, Matter], Steps]) -> Callable[[Town, Random, Matter], Steps]:
        _following[kind] = Following(kind, tell)
        return tell

    return put


def stories() -> dict[str, Told]:
    """All stories by name, in its order; imports every module of this package."""
    _load()
    return dict(sorted(_told.items()))


def followers() -> dict[str, Following]:
    """Stories by the kind of matter they begin with."""
    _load()
    return dict(sorted(_following.items()))


def _load() -> None:
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")


__all__ = ["Following", "Starts", "Steps", "Told", "followers", "follows", "stories", "story"]
