"""A report on its way, and beside it a restricted matter of which one person knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import perform, registry
from ecoduty.kernel.outbox.drainer import drain
from tests.city import City
from tests.mechanisms.reports.writing import Writer, at, opened
from tests.toy.toys import RESTRICTED_TOYS

SECRET = "一件不该有人看见的玩具"


@dataclass
class Scene:
    city: City
    report: Matter
    secret: Matter
    writer: Writer


@pytest.fixture
def report(city: City) -> Matter:
    """The water bureau's annual report, just opened."""
    return opened(city)


@pytest.fixture
def scene(city: City) -> Iterator[Scene]:
    """The same report, sent; its papers drawn."""
    registry.register(RESTRICTED_TOYS)
    writer = Writer(city, opened(city))
    insider = city.actor("water-bureau.principal")
    ask = {"title": SECRET, "holder": "water-bureau", "person": insider.person}
    secret = perform(RESTRICTED_TOYS, "ask", actor=insider, data=ask).subject
    city.clock.move_to(at(1, 20))
    writer.to_sent()
    drain()
    yield Scene(city, writer.matter, secret, writer)
    registry.unregister(RESTRICTED_TOYS.kind)
