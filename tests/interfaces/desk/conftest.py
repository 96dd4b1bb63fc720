"""A small town with people in office, a toy mechanism, and clients signed in as them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecoduty.kernel.clock import SHANGHAI, frozen
from ecoduty.kernel.clock.time import FrozenClock
from ecoduty.kernel.flow import Actor, perform, registry
from ecoduty.kernel.rulebook import store
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.adoption import adopt
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Body, Person
from tests.database import Filled
from tests.interfaces.desk import toy
from tests.kernel.rulebook import small

NOON = datetime(2026, 1, 22, 12, 0, tzinfo=SHANGHAI)  # a Thursday
POSTS = (
    "papers.yaml",
    "internal: {holder_body: full, copy: summary}",
    "internal: {holder_body: full, copy: summary, supporter: summary, leader_in_charge: full}",
)
MORE_POSTS = (
    "bodies.yaml",
    "posts:\n",
    (
        "posts:\n"
        "  principal: {label: 主要负责人, role: principal, bodies: {kinds: [department]}}\n"
        "  deputy: {label: 分管负责人, role: deputy, bodies: {kinds: [department]}}\n"
        "  keeper: {label: 机构管理员, role: directory_keeper, bodies: {kinds: [department]}}\n"
    ),
)
VALUES = (
    "papers.yaml",
    "values:\n",
    "values:\n  late-entry-tolerance: {label: 补录宽限, unit: 小时, dated: [{since: 2020-01-01, value: 24}]}\n",
)
PASSWORD = "correct horse battery"


@pytest.fixture
def clock() -> Iterator[FrozenClock]:
    with frozen(NOON, every_thread=True) as stopped:
        yield stopped


@pytest.fixture
def toy_table() -> Iterator[None]:
    registry.register(toy.TABLE)
    yield
    registry.unregister(toy.KIND)


@pytest.fixture
def town(filled: Filled, clock: FrozenClock, toy_table: None, tmp_path: Path) -> Iterator[Callable[[str], Actor]]:
    """The directory of the small town; called with `liaison@water-bureau` it gives that actor."""
    with filled.undone("small_town", lambda: settle(tmp_path)):
        yield actor


def settle(folder: Path) -> None:
    """Adopt the small rulebook and put people into office."""
    store.forget()
    adopt(small.load(folder / "book", POSTS, MORE_POSTS, VALUES), Actor.system("初始化"))
    for body in ("water-bureau", "ecology-bureau"):
        for post, name in (("liaison", "甲"), ("principal", "乙"), ("keeper", "丙")):
            appoint(body, post, f"{body[:2]}{name}")
    appoint("government", "mayor", "市长甲")


def appoint(body: str, post: str, name: str) -> None:
    row = Body.objects.get(key=body)
    found = Person.objects.filter(name=name).first()
    who = {"person": found.pk} if found else {"name": name}
    data = {"post": post, "since": date(2026, 1, 1), **who}
    perform(BODY, "appoint", row.key, actor=Actor.system("初始化"), data=data)
    person = Person.objects.get(name=name)
    if not Account.objects.filter(person=person).exists():
        account = Account(username=f"{post}@{body}", person=person)
        account.set_password(PASSWORD)
        account.save()


def actor(username: str) -> Actor:
    return actors_of(Account.objects.get(username=username), NOON.date())[0]


@pytest.fixture
def as_(town: Callable[[str], Actor]) -> Callable[[str], Client]:
    """A client signed in as `liaison@water-bureau` and so on."""

    def sign_in(username: str, **options: bool) -> Client:
        client = Client(**options)
        client.force_login(Account.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def connection_queries() -> Callable[[Callable[[], object]], int]:
    """How many queries something asks."""

    def count(work: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            work()
        return len(captured)

    return count
