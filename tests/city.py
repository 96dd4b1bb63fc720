"""A whole city for tests: the shipped rulebook adopted, every post filled by role, an account for each; as a plugin of pytest.

- `city`: that database, rolled back after the test.
- `other_city`, `fresh_other_city`: the fictional city, likewise.
- `city_after`: the same after some months of its life, rolled back, too.
- `fresh_city`: a clone of it for tests that commit, use threads, processes or a browser.

They set the legal clock to `DAY_ONE`, when the half-year reports have just opened; move it by `clock.move_to(…)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from ecoduty.interfaces.console import demo
from ecoduty.kernel.clock import SHANGHAI, FrozenClock, frozen, today
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import load_rulebook, store
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.adoption import adopt
from tests.database import ROOT, RUN, Database, Filled

PASSWORD = "correct horse battery staple"
DAY_ONE = datetime(2026, 11, 22, 10, 0, tzinfo=SHANGHAI)


@dataclass
class City:
    """The city as a test speaks of it: actors and signed-in clients by post, such as `water-bureau.liaison`."""

    database: Database
    clock: FrozenClock

    def account(self, username: str) -> Account:
        return Account.objects.get(username=username)

    def actor(self, username: str) -> Actor:
        return actors_of(self.account(username), today())[0]

    def client(self, username: str) -> Client:
        client = Client()
        client.force_login(self.account(username), backend="django.contrib.auth.backends.ModelBackend")
        return client


def _build() -> None:
    with frozen(DAY_ONE, every_thread=True):
        adopt(load_rulebook(ROOT / "rulebooks" / "xiamen"), Actor.system("初始化"))
        demo.seed(PASSWORD)


def _build_other() -> None:
    with frozen(DAY_ONE, every_thread=True):
        adopt(load_rulebook(ROOT / "rulebooks" / "example-city"), Actor.system("初始化"))
        demo.seed(PASSWORD)


@pytest.fixture
def other_city(filled: Filled) -> Iterator[City]:
    """The fictional city, which has another plan with numbers of its own; rolled back, too."""
    with frozen(DAY_ONE, every_thread=True) as clock, filled.undone("other_city", _build_other) as database:
        yield City(database, clock)


@pytest.fixture(scope="session")
def city_template(filled: Filled) -> Database:
    """The seeded database, built once per run."""
    return filled.shared("city", _build)


@pytest.fixture
def city(filled: Filled) -> Iterator[City]:
    with frozen(DAY_ONE, every_thread=True) as clock, filled.undone("city", _build) as database:
        yield City(database, clock)


@pytest.fixture
def city_after(filled: Filled, city_template: Database) -> Callable[..., AbstractContextManager[City]]:
    """`with city_after("winter", live, moment) as city`: what `live(city)` leaves of it, lived through once per run."""

    @contextmanager
    def at(name: str, live: Callable[[City], object], moment: datetime) -> Iterator[City]:
        def build() -> None:
            with frozen(DAY_ONE, every_thread=True) as clock:
                live(City(city_template, clock))

        with frozen(moment, every_thread=True) as clock, filled.undone(name, build, city_template) as database:
            yield City(database, clock)

    return at


@pytest.fixture
def fresh_city(city_template: Database, session_db: Database, django_db_blocker: Any) -> Iterator[City]:
    with _fresh(city_template, session_db, django_db_blocker) as city:
        yield city


@pytest.fixture
def fresh_other_city(filled: Filled, session_db: Database, django_db_blocker: Any) -> Iterator[City]:
    with _fresh(filled.shared("other_city", _build_other), session_db, django_db_blocker) as city:
        yield city


@contextmanager
def _fresh(template: Database, session_db: Database, django_db_blocker: Any) -> Iterator[City]:
    database = template.clone(f"test_{RUN}_{uuid4().hex[:8]}")
    with django_db_blocker.unblock(), frozen(DAY_ONE, every_thread=True) as clock:
        database.point_django_here()
        store.forget()
        try:
            yield City(database, clock)
        finally:
            connections.close_all()
            session_db.point_django_here()
            store.forget()
            database.drop()
