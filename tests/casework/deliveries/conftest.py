"""A city whose people can be reached, and channels outside that write down what leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from ecoduty.casework.deliveries import composing, outside
from ecoduty.casework.deliveries.composing import Outgoing
from ecoduty.casework.deliveries.outside import Outside
from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Seat
from ecoduty.kernel.clock import now
from ecoduty.kernel.outbox.drainer import drain
from ecoduty.organisation.directory.models import Person
from tests.city import City


@dataclass
class Post:
    """What left the platform: by channel, in order. `fails` is raised for an address instead."""

    left: list[tuple[str, str, str]] = field(default_factory=list)
    fails: dict[str, Exception] = field(default_factory=dict)

    def deliver(self, channel: str) -> Callable[[str, dict[str, Any]], None]:
        def send(key: str, payload: dict[str, Any]) -> None:
            outgoing: Outgoing = composing.compose(payload["message"], channel)
            if outgoing.address in self.fails:
                raise self.fails[outgoing.address]
            self.left.append((channel, outgoing.address, "\n".join(outgoing.said.lines)))
            composing.sent(outgoing)

        return send

    def run(self) -> list[tuple[str, str, str]]:
        """Drain, and what left by it."""
        before = len(self.left)
        drain()
        return self.left[before:]


@pytest.fixture
def post() -> Iterator[Post]:
    """Mail and work chat are configured."""
    box = Post()
    outside.offer(Outside("email", "电子邮件", "mail"), box.deliver("email"))
    outside.offer(Outside("workchat", "政务消息", "mobile"), box.deliver("workchat"))
    yield box
    for channel in ("email", "workchat"):
        outside.withdraw(channel)


@dataclass
class Office:
    """The city, its people with addresses, and a short way to tell somebody something."""

    city: City
    post: Post

    def person(self, username: str) -> Person:
        person = self.city.account(username).person
        assert person is not None
        return person

    def reach(self, username: str, *, mail: bool = True, mobile: bool = True) -> Person:
        person = self.person(username)
        person.mail = f"{username}@example.gov.cn" if mail else ""
        person.mobile = f"138{person.pk:08d}" if mobile else ""
        person.save()
        return person

    def seat(self, username: str) -> Seat:
        actor = self.city.actor(username)
        assert actor.post is not None
        return Seat(actor.post, actor.person)

    def tell(self, *usernames: str, kind: str = "other", at: datetime | None = None, **more: Any) -> int:
        drafts = [Draft(self.seat(name), kind, more.pop("title", "标题"), **more) for name in usernames]
        return notices.write(drafts, at or now())


@pytest.fixture
def office(city: City, post: Post) -> Office:
    return Office(city, post)
