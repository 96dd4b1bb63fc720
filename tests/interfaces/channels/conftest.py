"""People with addresses, and the short way from a notice to what a channel sends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from ecoduty.casework.deliveries import outside
from ecoduty.casework.deliveries.models import Delivery
from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Seat
from ecoduty.kernel.clock import SHANGHAI, now
from ecoduty.organisation.directory.models import Person
from tests.city import City

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


class Desk:
    """Tells people things that leave at once."""

    def __init__(self, city: City) -> None:
        self.city = city
        city.clock.move_to(MONDAY)

    def people(self, count: int) -> list[Person]:
        return Person.objects.bulk_create(
            Person(name=f"第{n}人", mobile=f"139{n:08d}", mail=f"p{n}@example.gov.cn") for n in range(count)
        )

    def tell(self, people: list[Person], kind: str = "escalation") -> None:
        notices.write([Draft(Seat(0, person.pk), kind, "内部标题不外传") for person in people], now())

    def states(self) -> set[str]:
        return {one.state.value for one in Delivery.objects.select_related("message")}


@pytest.fixture
def desk(city: City) -> Iterator[Desk]:
    yield Desk(city)
    for key in ("email", "sms", "workchat"):
        outside.withdraw(key)
