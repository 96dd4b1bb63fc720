"""The city's rules of routing, read from the rulebook: who owns which field, what is no environmental matter, where to go instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ecoduty.casework.search.meaning import Meaning, Ways, worded
from ecoduty.casework.search.spelling import fold
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.complaints.routing.places import Places, places

# 领域/机构=说法|甲+乙: who owns the field where several rows answer; 领域>别的、还有: whoever speaks of it speaks not of those
OWNERS = "complaint.routing.owners"
DISTRICT_LED = "complaint.routing.district-led"  # 事项/区机构=说法: the district's body leads what its people report
OUT_OF_SCOPE = "complaint.routing.out-of-scope"  # 去处=说法: no environmental matter, and where it belongs
ELSEWHERE = "complaint.routing.elsewhere"  # 去处=地名: not this city's
NOT_IN_LISTS = "complaint.routing.not-in-lists"  # 事项=说法: near to rows in wording, yet no row's own matter
ENVIRONMENT = "complaint.routing.environment-words"  # who says one of these speaks of his surroundings
LANDMARKS = "complaint.routing.landmarks"  # what people name to say where, with a position behind it
POSITIONS = "complaint.routing.positions"


@dataclass(frozen=True, slots=True)
class Owner:
    """A field of matters and the key of the body that owns it; of a district rule, the key without the district's.

    `before` are fields that are not meant where this one is.
    """

    field: str
    body: str
    ways: Ways
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """Ways to say something, and what is said of it: a place to go, or the name of the matter."""

    name: str
    ways: Ways


@dataclass(frozen=True, slots=True)
class Rules:
    """All of them on a day, in the rulebook's order; each list may be empty."""

    owners: tuple[Owner, ...]
    district_led: tuple[Owner, ...]
    out_of_scope: tuple[Named, ...]
    elsewhere: tuple[Named, ...]
    not_in_lists: tuple[Named, ...]
    environment: tuple[str, ...]
    places: Places | None

    def fields(self, meaning: Meaning) -> list[Owner]:
        """Fields that a text speaks of, in the rulebook's order."""
        spoken = [one for one in self.owners if meaning.way(one.ways)]
        beneath = {field for one in spoken for field in one.before}
        return [one for one in spoken if one.field not in beneath]


def rules(on: date) -> Rules:
    """Those of the rulebook in force."""
    return _rules(rulebooks.current().digest, on)


@lru_cache(maxsize=16)
def _rules(digest: str, on: date) -> Rules:
    book = rulebooks.version(digest)
    return Rules(
        tuple(_owners(worded(book, OWNERS, on))),
        tuple(_owners(worded(book, DISTRICT_LED, on))),
        tuple(Named(name, every) for name, every in worded(book, OUT_OF_SCOPE, on)),
        tuple(Named(name, every) for name, every in worded(book, ELSEWHERE, on)),
        tuple(Named(name, every) for name, every in worded(book, NOT_IN_LISTS, on)),
        tuple(map(fold, book.words(ENVIRONMENT, on=on))),
        places(book.words(LANDMARKS, on=on), book.words(POSITIONS, on=on)),
    )


def _owners(written: Iterable[tuple[str, Ways]]) -> Iterable[Owner]:
    for name, every in written:
        fields, _, body = name.partition("/")
        field, _, before = fields.partition(">")
        yield Owner(field, body, every, tuple(filter(None, before.split("、"))))


__all__ = ["Named", "Owner", "Rules", "rules"]
