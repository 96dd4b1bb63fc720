"""What was understood of a file: rows, what is wrong with them, and how the columns were taken."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from ecoduty.casework.legal_basis.references import Reference
from ecoduty.kernel.files.reading.problems import SENTENCES as CELLS
from ecoduty.kernel.files.reading.problems import Problem
from ecoduty.mechanisms.responsibilities.reading.problems import SENTENCES
from ecoduty.mechanisms.responsibilities.words import Openness, Role, RowLevel


def problem(place: str, code: str, *, stops: bool = False, **words: object) -> Problem:
    """A problem by its code. Raises KeyError for an unknown one."""
    return Problem(place, code, (SENTENCES.get(code) or CELLS[code]).format(**words), stops)


@dataclass(frozen=True, slots=True)
class Row:
    """One responsibility as the file says it. Bodies by their keys, codes as in `words` and the rulebook's values.

    `lead` is who leads, the list's own body where its own matter it is, empty where nobody is named; `joint` who leads
    with it (会同), `supporters` who only helps. `unknown` are bodies as written that the directory has not. `basis_text`
    is what was written, `references` what it cites. `place` is where the name stands, `places` where the other fields do.
    """

    place: str = dataclasses.field(compare=False)
    name: str = ""
    number: str = ""
    description: str = ""
    field: str = ""
    role: str = Role.INDEPENDENT.value
    lead: str = ""
    joint: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    level: str = RowLevel.CITY.value
    unit: str = ""
    person_a: str = ""
    person_b: str = ""
    references: tuple[Reference, ...] = ()
    basis_text: str = ""
    ways: tuple[str, ...] = ()
    enforcement: str = ""
    cycle: str = ""
    liability: str = ""
    openness: str = Openness.OPEN.value
    openness_reason: str = ""
    words: tuple[str, ...] = ()
    catch_all: bool = False
    places: Mapping[str, str] = dataclasses.field(default_factory=dict, compare=False)

    def at(self, key: str) -> str:
        """Where a field stands; where the name does when it has no place of its own."""
        return self.places.get(key) or self.place


@dataclass(frozen=True, slots=True)
class Guess:
    """A column and what it was taken for: its place (清单!C), its heading as written, the key of the field."""

    place: str
    heading: str
    key: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A file as understood. `kind` is xlsx, xls or docx, `form` table or paragraphs; `title` stands above the list."""

    kind: str
    form: str
    title: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    columns: tuple[Guess, ...] = ()


__all__ = ["Guess", "Problem", "Row", "Understood", "problem"]
