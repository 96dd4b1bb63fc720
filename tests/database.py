"""The databases of a test run: one PostgreSQL, one template, a clone for everybody; as a plugin of pytest.

- `db` (and the mark `django_db`): the session's clone, as the application role, rolled back after the test.
- `fresh_db`: a clone of its own for tests that commit, use threads, processes or a browser; dropped afterwards.
- `owner`: a psycopg connection to the same database as the role that owns the tables.

The server keeps its data in memory where the machine has room for that (a clone makes and removes a thousand files), else
under var/. Nothing is ever flushed and no trigger is ever switched off. What every test shall find (an adopted rulebook, posts) is
made once per run by the functions in TEMPLATE_STEPS, which run as the application role.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connections, transaction
from psycopg import sql

from ecoduty.config import environment
from ecoduty.kernel.database import migrating, roles
from ecoduty.kernel.database.embedded import Cluster, DatabaseUnavailableError
from ecoduty.kernel.rulebook import store

TEMPLATE_STEPS: list[Callable[[], None]] = []

ROOT = Path(__file__).resolve().parents[1]
MEMORY = Path("/dev/shm")
ROOM = 2 << 30  # bytes that must be free there
PLACE = "ECODUTY_TEST_POSTGRES"  # decided once per run, so that all its workers share one server
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)[:8]
TEMPLATE = f"test_{RUN}_template"
ALIASES = {"default": "ecoduty_app", "portal": "ecoduty_portal"}
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "checkpoint_timeout": "1h",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True)
class Database:
    """One database of the run; `environment` makes any process of the product use it."""

    cluster: Cluster
    name: str

    def conninfo(self, user: str = "ecoduty_app") -> str:
        return self.cluster.conninfo(self.name, user)

    def url(self, user: str) -> str:
        return f"postgresql://{user}@/{self.name}?host={self.cluster.sockets}&port={self.cluster.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "ECODUTY_DATABASE_URL": self.url("ecoduty_app"),
            "ECODUTY_DATABASE_OWNER_URL": self.url("ecoduty_owner"),
            "ECODUTY_DATABASE_PORTAL_URL": self.url("ecoduty_portal"),
        }

    def point_django_here(self, users: dict[str, str] = ALIASES) -> None:
        """Close this thread's connections and let every later one of any thread go to this database."""
        for alias, user in users.items():
            connections[alias].close()
            connections.settings[alias].update(
                NAME=self.name, HOST=str(self.cluster.sockets), PORT=str(self.cluster.port), USER=user, PASSWORD=""
            )

    @contextlib.contextmanager
    def connect(self, user: str) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self.conninfo(user), autocommit=True) as connection:
            yield connection

    def clone(self, name: str) -> Database:
        with Database(self.cluster, "postgres").connect("postgres") as admin:
            statement = "CREATE DATABASE {} TEMPLATE {} OWNER ecoduty_owner STRATEGY FILE_COPY"
            admin.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(self.name)))
        return Database(self.cluster, name)

    def drop(self) -> None:
        for alias in ALIASES:
            connections[alias].close()
        with Database(self.cluster, "postgres").connect("postgres") as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name)))


def pytest_configure(config: pytest.Config) -> None:
    if PLACE not in os.environ:
        home = _place()
        os.environ[PLACE] = str(home)
        if MEMORY in home.parents:
            config.add_cleanup(_give_memory_back)


def _give_memory_back() -> None:
    """Unless another run of this checkout still uses the server."""
    cluster = _cluster()
    with one_at_a_time():
        if cluster.home.exists() and cluster.wait_until_stopped(3):
            shutil.rmtree(cluster.home, ignore_errors=True)


def _place() -> Path:
    """Where the server's data stand: in memory, or on the disk where there is too little of it."""
    with contextlib.suppress(OSError):
        free = os.statvfs(MEMORY)
        if os.access(MEMORY, os.W_OK) and free.f_bavail * free.f_frsize >= ROOM:
            return MEMORY / f"ecoduty-tests-{os.geteuid()}-{hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:8]}"
    return ROOT / "var" / "test-postgres"


def _cluster() -> Cluster:
    home = Path(os.environ[PLACE])
    return Cluster(home, environment.socket_folder(home), options=FAST)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Across all workers and runs of this checkout."""
    path = ROOT / "var" / "test-postgres.lock"
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _start(cluster: Cluster) -> int:
    """Start the server; the first user of it drops what runs before this one left."""
    first = not cluster.guarded()
    try:
        handle = cluster.use()
    except DatabaseUnavailableError:
        shutil.rmtree(cluster.data, ignore_errors=True)  # without fsync a power cut may have left anything
        handle = cluster.use()
    if first:
        with Database(cluster, "postgres").connect("postgres") as admin:
            rows = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'").fetchall()
        for (name,) in rows:
            Database(cluster, name).drop()
    return handle


def _make_template(cluster: Cluster) -> Database:
    """Migrate and grant as the owner, then the steps as the application; whoever comes second finds it done."""
    admin = Database(cluster, "postgres")
    with admin.connect("postgres") as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            return Database(cluster, TEMPLATE)
        building = Database(cluster, f"{TEMPLATE}_building")
        building.drop()
        roles.prepare(connection, building.name)
        with building.connect("postgres") as own:
            roles.make_extensions(own)
        building.point_django_here({"default": "ecoduty_owner"})
        migrating.migrate()
        with building.connect("ecoduty_owner") as own:
            roles.grant(own)
        building.point_django_here()
        for step in TEMPLATE_STEPS:
            step()
        connections.close_all()
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building.name), sql.Identifier(TEMPLATE))
        )
    return Database(cluster, TEMPLATE)


@pytest.fixture(scope="session")
def template_db(django_test_environment: None, django_db_blocker: Any) -> Iterator[Database]:
    """The migrated, granted and seeded database that all others are clones of."""
    cluster = _cluster()
    with one_at_a_time():
        handle = _start(cluster)
        with django_db_blocker.unblock():
            template = _make_template(cluster)
    yield template
    cluster.leave(handle)


@pytest.fixture(scope="session")
def session_db(template_db: Database, django_db_blocker: Any) -> Iterator[Database]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    database = template_db.clone(f"test_{RUN}_{worker}")
    with django_db_blocker.unblock():
        database.point_django_here()
    yield database
    with django_db_blocker.unblock():
        database.drop()


class Filled:
    """Copies of the template with something committed in them, made once per run by whichever worker comes first."""

    def __init__(self, template: Database, session: Database, blocker: Any) -> None:
        self._template, self._session, self._blocker = template, session, blocker
        self._own: dict[str, Database] = {}

    def shared(self, name: str, build: Callable[[], object], over: Database | None = None) -> Database:
        """What `build` makes of the template, or of another such database; nobody works in it, it is there to be cloned."""
        done = Database(self._template.cluster, f"test_{RUN}_{name}")
        with one_at_a_time(), Database(done.cluster, "postgres").connect("postgres") as admin:
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [done.name]).fetchone():
                building = (over or self._template).clone(f"{done.name}_building")
                with self._elsewhere(building):
                    build()
                rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                admin.execute(rename.format(sql.Identifier(building.name), sql.Identifier(done.name)))
        return done

    @contextlib.contextmanager
    def undone(self, name: str, build: Callable[[], object], over: Database | None = None) -> Iterator[Database]:
        """All that is done inside is one transaction in this worker's clone of it, and is rolled back."""
        if name not in self._own:
            self._own[name] = self.shared(name, build, over).clone(f"test_{RUN}_{name}_{uuid4().hex[:8]}")
        with self._elsewhere(self._own[name], {"default": ALIASES["default"]}), transaction.atomic():
            yield self._own[name]
            transaction.set_rollback(True)

    @contextlib.contextmanager
    def _elsewhere(self, database: Database, users: dict[str, str] = ALIASES) -> Iterator[None]:
        with self._blocker.unblock():
            database.point_django_here(users)
            store.forget()
            try:
                yield
            finally:
                connections.close_all()
                self._session.point_django_here()
                store.forget()


@pytest.fixture(scope="session")
def filled(template_db: Database, session_db: Database, django_db_blocker: Any) -> Filled:
    """What tests begin with besides an empty database, filled once and not for every test."""
    return Filled(template_db, session_db, django_db_blocker)


@pytest.fixture(scope="session")
def django_db_setup(session_db: Database) -> None:
    """In place of pytest-django's: the application role can make no database, and a clone is faster."""


@pytest.fixture
def fresh_db(request: pytest.FixtureRequest, session_db: Database, template_db: Database, django_db_blocker: Any):
    """A database of the test's own, committed to freely; yields a Database."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        pytest.fail("fresh_db and db exclude each other: take fresh_db alone")
    database = template_db.clone(f"test_{RUN}_{uuid4().hex[:8]}")
    with django_db_blocker.unblock():
        database.point_django_here()
        try:
            yield database
        finally:
            connections.close_all()
            session_db.point_django_here()
            database.drop()


@pytest.fixture
def owner(request: pytest.FixtureRequest, session_db: Database) -> Iterator[psycopg.Connection[Any]]:
    """A connection to the test's database as the owner of the tables; it does not see what `db` has not committed."""
    database = request.getfixturevalue("fresh_db") if "fresh_db" in request.fixturenames else session_db
    with database.connect("ecoduty_owner") as connection:
        yield connection


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        marker = item.get_closest_marker("django_db")
        wanted = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if wanted or (marker and marker.kwargs.get("transaction")):
            raise pytest.UsageError(f"{item.nodeid}: nothing is flushed here; take fresh_db instead of a flush")
