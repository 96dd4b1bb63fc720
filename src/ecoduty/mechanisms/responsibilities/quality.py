"""What is wrong with the rows of a list, each finding with its row, a stable code and a sentence. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ecoduty.casework.legal_basis.library import Library
from ecoduty.casework.legal_basis.reading import Fault
from ecoduty.casework.legal_basis.references import Reference, replacement


@dataclass(frozen=True, slots=True)
class Row:
    """A responsibility as the check needs it. `ref` is the caller's own name of it, such as its line or its number.

    `faults` is what was not understood when its bases were read (legal_basis.reading.parse).
    """

    ref: str
    name: str
    references: Sequence[Reference] = ()
    faults: Sequence[Fault] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong. `stops` findings keep a list from being submitted, the others are for a person to weigh."""

    ref: str
    code: str
    sentence: str
    stops: bool = True


def check(rows: Sequence[Row], library: Library, on: date, vague: Sequence[str] = ()) -> list[Finding]:
    """All findings, in the order of the rows. `vague` are words that say nothing (the rulebook's list)."""
    wanted = re.compile("|".join(map(re.escape, vague))) if vague else None
    return [
        finding for row in rows for finding in (*_bases(row, library, on), *(_vague(row, wanted) if wanted else ()))
    ]


def _bases(row: Row, library: Library, on: date) -> Iterable[Finding]:
    if not row.references:
        yield Finding(row.ref, "responsibility_no_basis", f"“{row.name}”没有依据，至少写一条文件和条款")
    for reference in row.references:
        validity = reference.valid_on(on)
        if validity.holds:
            continue
        proposal = replacement(library, reference, on)
        advice = f"；{proposal.sentence}" if proposal else ""
        sentence = f"“{row.name}”的依据{reference.text}：{validity.sentence}{advice}"
        yield Finding(row.ref, "responsibility_invalid_basis", sentence)
    for fault in row.faults:
        yield Finding(row.ref, "responsibility_unclear_basis", f"“{row.name}”：{fault.sentence}", stops=False)


def _vague(row: Row, wanted: re.Pattern[str]) -> Iterable[Finding]:
    found = list(dict.fromkeys(wanted.findall(row.name)))
    if found:
        said = "”“".join(found)
        sentence = f"“{row.name}”里的“{said}”说不清做什么，请写明对象和动作"
        yield Finding(row.ref, "responsibility_vague", sentence, stops=False)


__all__ = ["Finding", "Row", "check"]
