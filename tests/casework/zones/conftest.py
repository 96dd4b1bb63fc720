"""Two zones: a whole city behind, an empty installation in front, each with its database, files and keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from ecoduty.casework.zones import inward, outward, packages
from ecoduty.casework.zones.carrying import Made, Taken
from ecoduty.kernel.rulebook import store
from ecoduty.kernel.sealing import keyring, signing
from tests.city import City
from tests.database import RUN, Database
from tests.interfaces.portal.conftest import NOON

COMMANDS = {"default": "ecoduty_owner", "portal": "ecoduty_portal"}
PAGES = {"default": "ecoduty_portal", "portal": "ecoduty_portal"}
STAFF = {"default": "ecoduty_app", "portal": "ecoduty_portal"}


@dataclass
class Zone:
    """One side. `here(users)` makes this process one of its own."""

    name: str
    database: Database
    home: Path
    settings: Any
    partners: list[str]

    @contextmanager
    def here(self, users: dict[str, str] | None = None) -> Iterator[None]:
        """Within, everything happens in this zone."""
        self.settings.ZONE, self.settings.ZONE_PARTNERS = self.name, self.partners
        self.settings.KEY_FILE, self.settings.FILES_ROOT = self.home / "keys.json", self.home / "files"
        self.database.point_django_here(users or COMMANDS)
        store.forget()
        yield
        for one in connections.all():
            one.close()

    def public_key(self) -> str:
        with self.here():
            if not (self.home / "keys.json").exists():
                keyring.create(self.home / "keys.json", "tests")
            return signing.public_key()

    def export(self, to: Path, *, again: bool = False) -> Made | None:
        with self.here():
            return outward.make(to) if self.name == "desk" else inward.make(to, again=again)

    def take(self, path: Path) -> Taken:
        with self.here(), packages.opened(path) as package:
            return inward.take(package) if self.name == "desk" else outward.take(package)


@pytest.fixture
def desk(fresh_city: City, tmp_path, settings) -> Zone:
    """Where the staff work."""
    fresh_city.clock.move_to(NOON)
    return _zone("desk", fresh_city.database, tmp_path, settings)


@pytest.fixture
def front(template_db, desk, tmp_path, settings) -> Iterator[Zone]:
    """The portal's zone, which knows the desk's key and is known by it."""
    zone = _zone("portal", template_db.clone(f"test_{RUN}_{uuid4().hex[:8]}"), tmp_path, settings)
    zone.partners, desk.partners = [desk.public_key()], [zone.public_key()]
    yield zone
    desk.database.point_django_here()
    zone.database.drop()
    desk.database.point_django_here()


def _zone(name: str, database: Database, folder: Path, settings: Any) -> Zone:
    home = folder / name
    home.mkdir()
    return Zone(name, database, home, settings, [])


@pytest.fixture
def medium(tmp_path) -> Path:
    """What is carried from machine to machine."""
    folder = tmp_path / "medium"
    folder.mkdir()
    return folder
