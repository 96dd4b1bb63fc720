"""The library as a reader needs it: every instrument once, by key and by whatever it is called. Knows no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ecoduty.casework.legal_basis.names import fold, spellings, wrapped
from ecoduty.casework.legal_basis.provision import Provision


@dataclass(frozen=True, slots=True)
class Known:
    """An instrument of the library. `articles` is the number of the last one, None where nobody has looked it up.

    `repealed` is the first day on which it no longer holds; `body` the department whose own it is (三定规定);
    `pending` marks what a person has still to verify (待核).
    """

    key: str
    title: str
    kind: str = ""
    number: str = ""
    issuer: str = ""
    edition: str = ""
    issued: date | None = None
    in_force: date | None = None
    repealed: date | None = None
    repealed_by: str = ""
    articles: int | None = None
    aliases: tuple[str, ...] = ()
    body: str = ""
    pending: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day; one whose first day is not recorded counts as in force until repealed."""
        return (self.in_force is None or self.in_force <= day) and (self.repealed is None or day < self.repealed)


Target = tuple[str, Provision]  # key of an instrument, and where in it
Mappings = Mapping[Target, tuple[Target, ...]]


@dataclass(frozen=True)
class Library:
    """All instruments and where their provisions went. Made by `queries.library()`, or of anything in a test."""

    instruments: Mapping[str, Known]
    mappings: Mappings = field(default_factory=dict)
    _names: Mapping[str, tuple[Known, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names: dict[str, list[Known]] = {}
        for known in self.instruments.values():
            aliases = [one for alias in known.aliases for one in spellings(alias)]
            called = [*spellings(known.title), *(_own(known.body, one) if known.body else one for one in aliases)]
            if known.number:
                called.append(fold(known.number))
            for name in dict.fromkeys(called):
                names.setdefault(name, []).append(known)
        object.__setattr__(self, "_names", {name: tuple(some) for name, some in names.items()})

    @classmethod
    def of(cls, instruments: Iterable[Known], mappings: Mappings | None = None) -> Library:
        """A library of these instruments."""
        return cls({known.key: known for known in instruments}, mappings or {})

    def find(self, written: str, *, edition: str = "", on: date | None = None, body: str = "") -> Known | None:
        """The instrument called so: by title, short title, alias, number or the notice that issued it.

        Of several editions the one of that year, else the one in force on the day, else the newest. What each
        department has one of (三定规定) is the given body's own. None where nothing or more than one is meant.
        """
        name = fold(written)
        found = (self._names.get(_own(body, name), ()) if body else ()) or self._names.get(name, ())
        if not found and (inner := wrapped(written)):
            found = self._names.get(inner, ())
        if edition and any(known.edition for known in found):
            found = tuple(known for known in found if known.edition[:4] == edition[:4])
        if len({known.title for known in found}) != 1:
            return None
        if on is not None:
            found = tuple(known for known in found if known.holds_on(on)) or found
        return max(found, key=lambda known: (known.in_force or date.min, known.key))

    def went_to(self, key: str, provision: Provision) -> tuple[Target, ...] | None:
        """Where a provision went: its own mapping, else that of its article; None where nobody has recorded any."""
        for asked in dict.fromkeys((provision, provision.whole)):
            if (key, asked) in self.mappings:
                return self.mappings[key, asked]
        return None


def _own(body: str, name: str) -> str:
    """What each department has one of is called the same everywhere: that name only means something in a department."""
    return f"{body}\n{name}"


__all__ = ["Known", "Library", "Mappings", "Target"]
