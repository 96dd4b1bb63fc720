"""One matter of a simulated year, led by the people whose it is; and how much time they take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation import pace
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.interfaces.console.simulation.wording import words
from ecoduty.kernel import flow
from ecoduty.kernel.clock import today
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Done
from ecoduty.mechanisms.enforcement.pieces.queries import checklist

_SCAN = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


class Led:
    """One matter, and the acts that people do on it, each by account."""

    def __init__(self, town: Town, kind: str, pk: int) -> None:
        self.town, self.kind, self.pk = town, kind, pk

    @classmethod
    def opened(cls, town: Town, kind: str, act: str, who: str, **data: Any) -> Led:
        """Begin a matter. Raises Refused as the act does."""
        done = town.do(flow.table(kind), act, by=town.actor(who), data=data)
        return cls(town, kind, done.subject.pk)

    def do(self, who: str, act: str, **data: Any) -> Done:
        """One act. Raises Refused as the act does."""
        return self.town.do(flow.table(self.kind), act, self.pk, by=self.town.actor(who), data=data)

    @property
    def matter(self) -> Matter:
        """The matter as it stands."""
        return Matter.objects.select_related("holder", "region").get(pk=self.pk)

    @property
    def state(self) -> str:
        """The code of the station at which it stands."""
        return str(Matter.objects.values_list("state", flat=True).get(pk=self.pk))

    def lay_ready(self, who: str, leg: str) -> None:
        """Put down whatever papers the rulebook asks for before a leg."""
        for line in checklist(self.matter, leg):
            if line.missing:
                self.do(who, "add_piece", paper=line.paper.code, pages=3)


def scan(town: Town, who: str, name: str = "扫描件.pdf") -> str:
    """A scan that somebody has uploaded, by its reference: always the same small page, which the store keeps once."""
    owner = storage.upload_owner(town.actor(who).uploader)
    return str(storage.store(storage.Content(name, _SCAN), owner=owner).public_id)


def later(rng: Random, least: int, most: int) -> datetime:
    """A moment at work from `least` to `most` days on, or on the first working day after them; never earlier than now."""
    return pace.at_work(rng, today() + timedelta(days=rng.randint(least, most)))


def day(after: int = 0) -> str:
    """The day so many days after today, before it where negative, as forms write it."""
    return (today() + timedelta(days=after)).isoformat()


def pick(rng: Random, name: str, key: str) -> str:
    """One of the words of a list: of that key, or of the file's `other` where it has none."""
    lists = words(name)
    return str(rng.choice(lists.get(key) or lists["other"]))


def of_conduct(conduct: str) -> Mapping[str, Any]:
    """Who does a thing like this, where in the works, what it offends against and how it is put right."""
    lists = words("cases")["of-conduct"]
    found: Mapping[str, Any] = lists.get(conduct) or lists["other"]
    return found


def enterprise(rng: Random, conduct: str = "") -> str:
    """A name that nobody bears, such as 某工业园区甲电镀厂; one that would do a thing like this where it is known."""
    maker = rng.choice(of_conduct(conduct)["makers"]) if conduct else pick(rng, "cases", "enterprises")
    place = "" if maker.startswith("某") else pick(rng, "cases", "places")
    return f"{place}{maker}"


__all__ = ["Led", "day", "enterprise", "later", "of_conduct", "pick", "scan"]
