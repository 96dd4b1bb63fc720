"""Two installations that no line connects, each with its database, files and keys: the bureau's and the police's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections

from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Actor, perform
from ecoduty.kernel.rulebook import store
from ecoduty.kernel.sealing import keyring
from ecoduty.mechanisms.enforcement.sharing.packages.importing import Taken, take
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage
from ecoduty.mechanisms.enforcement.sharing.packages.partners import PARTNERS, own_line
from ecoduty.mechanisms.enforcement.sharing.packages.sending import PACKAGES
from tests.city import City
from tests.database import Database

CONSOLE = Actor.system("命令行")
REASON = "依法移送涉嫌犯罪案件"


@dataclass
class Side:
    """One installation. Within `here()` this process is one of its own."""

    city: City
    home: Path
    settings: Any

    @contextmanager
    def here(self) -> Iterator[None]:
        self.settings.KEY_FILE, self.settings.FILES_ROOT = self.home / "keys.json", self.home / "files"
        self.database.point_django_here()
        store.forget()
        if not (self.home / "keys.json").exists():
            keyring.create(self.home / "keys.json", "tests")
        yield
        for one in connections.all():
            one.close()

    @property
    def database(self) -> Database:
        return self.city.database

    def line(self) -> str:
        with self.here():
            return own_line()

    def trust(self, line: str, *bodies: str, name: str = "对方平台") -> None:
        with self.here():
            perform(PARTNERS, "trust_partner", actor=CONSOLE, data={"name": name, "bodies": bodies, "line": line})

    def export(self, number: str, who: str, recipient: str = "police", reason: str = REASON) -> bytes:
        with self.here():
            data = {"case": number, "recipient": recipient, "reason": reason}
            done = perform(PACKAGES, "export_package", actor=self.city.actor(who), data=data)
            return content(done.subject)

    def take(self, data: bytes, who: str) -> Taken:
        with self.here():
            return take(data, self.city.actor(who))


def content(package: CasePackage) -> bytes:
    """The bytes of a package."""
    with storage.open_file(package.file) as opened:
        return opened.read()
