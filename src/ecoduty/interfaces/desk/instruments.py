"""What the pages of the legal basis library show: a constant number of queries, however many instruments there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from ecoduty.casework.legal_basis import queries
from ecoduty.casework.legal_basis.citations import uses
from ecoduty.casework.legal_basis.flow import INSTRUMENT
from ecoduty.casework.legal_basis.library import Known
from ecoduty.casework.legal_basis.models import Instrument
from ecoduty.casework.legal_basis.names import fold
from ecoduty.casework.legal_basis.provision import Provision
from ecoduty.casework.legal_basis.references import Reference, Validity, marked
from ecoduty.casework.legal_basis.states import KEEPER_KINDS, InstrumentKind
from ecoduty.interfaces.desk.rows import Step
from ecoduty.kernel.flow import Act, Actor
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

_ONLY = {"valid": "有效", "failed": "失效", "pending": "待核"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the visitor wants to see: a day, words of a name, one standing only."""

    on: date
    query: str
    only: str
    other_day: bool

    @classmethod
    def read(cls, given: Mapping[str, str], today: date) -> Asked:
        """From an address; what makes no sense is left out."""
        try:
            on = date.fromisoformat(given.get("on", ""))
        except ValueError:
            on = today
        only = given.get("only", "")
        return cls(on, given.get("q", "").strip()[:60], only if only in _ONLY else "", on != today)

    def address(self, only: str) -> str:
        """The same question for another standing."""
        given = {"on": self.on.isoformat() if self.other_day else "", "q": self.query, "only": only}
        said = urlencode({name: value for name, value in given.items() if value})
        return f"{reverse('desk:instruments')}{'?' if said else ''}{said}"


@dataclass(frozen=True, slots=True)
class Line:
    """One instrument in the list."""

    known: Known
    validity: Validity
    url: str
    successor: str

    @property
    def standing(self) -> str:
        """Which of the three counts it is in besides 待核."""
        return "valid" if self.validity.holds else "failed"


@dataclass(frozen=True, slots=True)
class Group:
    """Instruments of one kind."""

    label: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Choice:
    """A standing to narrow to, and how many there are."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The list page."""

    groups: Sequence[Group]
    choices: Sequence[Choice]
    total: int


@dataclass(frozen=True, slots=True)
class Went:
    """Where one provision went, in words."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Cited:
    """One provision that is cited, whether it holds, and by whom."""

    text: str
    validity: Validity
    by: Sequence[tuple[str, str]]
    proposed: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of one instrument."""

    row: Instrument
    known: Known
    validity: Validity
    successor: Known | None
    repeals: Sequence[Known]
    mapped: Sequence[Went]
    cited: Sequence[Cited]


def opens(actor: Actor) -> list[Act]:
    """The acts by which this actor may enter an instrument."""
    keeps = COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY and actor.post_kind in KEEPER_KINDS
    return [act for act in INSTRUMENT.acts if act.creates] if keeps else []


def step(found: Instrument, act: Act) -> Step:
    """The button of an act."""
    url = reverse("desk:instrument-act", args=[found.key, act.code])
    return Step(act.code, act.label, url, direct=False, main=act.main, hint=act.hint)


def shelf(asked: Asked) -> Shelf:
    """The library on a day: two statements."""
    library = queries.library()
    wanted = fold(asked.query)
    lines = []
    for known in library.instruments.values():
        names = (known.title, known.number, *known.aliases)
        if any(wanted in fold(name) for name in names):
            by = library.instruments.get(known.repealed_by)
            validity = Reference(known, known.title, Provision()).valid_on(asked.on)
            url = reverse("desk:instrument", args=[known.key])
            lines.append(
                Line(known, validity, f"{url}?on={asked.on}" if asked.other_day else url, by.title if by else "")
            )
    counts = {
        "": len(lines),
        **{name: sum(line.standing == name for line in lines) for name in ("valid", "failed")},
        "pending": sum(line.known.pending for line in lines),
    }
    choices = [
        Choice(_ONLY.get(name, "全部"), count, asked.address(name), name == asked.only)
        for name, count in counts.items()
    ]
    shown = [
        line for line in lines if asked.only in {"", line.standing} or (asked.only == "pending" and line.known.pending)
    ]
    groups = [
        Group(str(label), [line for line in shown if line.known.kind == value])
        for value, label in InstrumentKind.choices
    ]
    return Shelf([group for group in groups if group.lines], choices, len(library.instruments))


def sheet(row: Instrument, on: date) -> Sheet:
    """One instrument on a day: three statements beside what the sources of citations ask."""
    library = queries.library()
    known = library.instruments[row.key]
    mapped = [
        Went(place.text, "、".join(_words(library.instruments.get(name), at) for name, at in targets))
        for (key, place), targets in library.mappings.items()
        if key == row.key
    ]
    cited = []
    for place, by in uses(row.key, library):
        validity = Reference(known, known.title, place).valid_on(on)
        targets = () if validity.holds else library.went_to(row.key, place) or ()
        proposed = "、".join(_words(library.instruments.get(name), at) for name, at in targets)
        cited.append(Cited(place.text or "全文", validity, [(use.label, use.where) for use in by], proposed))
    return Sheet(
        row, known, Reference(known, known.title, Provision()).valid_on(on), library.instruments.get(known.repealed_by),
        [one for one in library.instruments.values() if one.repealed_by == row.key], mapped, cited,
    )  # fmt: skip


def _words(known: Known | None, at: Provision) -> str:
    return f"{marked(known.title)}{at.text}" if known else at.text


__all__ = ["Asked", "Sheet", "Shelf", "opens", "sheet", "shelf", "step"]
