"""Two months of a city, lived through once a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.city import City
from tests.interfaces.desk.cockpit.life import END, live


@pytest.fixture
def lived(city_after: Callable[..., object]) -> Iterator[City]:
    with city_after("cockpit", live, END) as city:
        yield city
