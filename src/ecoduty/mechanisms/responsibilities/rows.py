"""Rows of a list as plain values, and writing them: a fixed number of statements, however many rows."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max

from ecoduty.casework.legal_basis.library import Library
from ecoduty.casework.legal_basis.queries import columns_of, library, numbers_of, reference_of
from ecoduty.casework.legal_basis.reading import parse
from ecoduty.casework.legal_basis.references import Reference
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities.models import Basis, Responsibility, ResponsibilityList, Support
from ecoduty.mechanisms.responsibilities.words import Openness, Role, RowLevel
from ecoduty.organisation.directory.models import Body

BATCH = 2000  # rows in one statement
PATTERN = "responsibility.number-pattern"


@dataclass(frozen=True, slots=True)
class Cite:
    """A basis: as it was written, and what it cites; None where it was not understood, so that nothing is lost."""

    text: str
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A row as plain values: bodies by id, fields and ways by their codes. `supports` are pairs of body and part."""

    name: str
    role: str = Role.LEAD
    lead: int | None = None
    supports: tuple[tuple[int, str], ...] = ()
    bases: tuple[Cite, ...] = ()
    description: str = ""
    field: str = ""
    level: str = RowLevel.CITY
    unit: str = ""
    person_a: str = ""
    person_b: str = ""
    ways: tuple[str, ...] = ()
    enforcement: str = ""
    cycle: str = ""
    liability: str = ""
    openness: str = Openness.OPEN
    openness_reason: str = ""
    words: tuple[str, ...] = ()
    catch_all: bool = False
    key: uuid.UUID = dataclasses.field(default_factory=uuid.uuid4)
    number: str = ""
    decision: int | None = None
    body: int | None = None  # whose row it is, where it is not the list's own body


_COLUMNS = (
    "name", "role", "description", "field", "level", "unit", "person_a", "person_b", "enforcement", "cycle", "liability",
    "openness", "openness_reason", "catch_all", "key", "number",
)  # fmt: skip


def cites(text: str, known: Library, *, on: date, body: str = "") -> tuple[Cite, ...]:
    """The bases in a text, in its order; what was not understood stays as it was written."""
    if not text.strip():
        return ()
    read = parse(text, known, on=on, body=body)
    parts = [(one.start, Cite(one.reference.text, one.reference)) for one in read.cited]
    spans = [(one.start, one.end) for one in read.cited]
    for fault in read.faults:
        words = text[fault.start : fault.end].strip()
        if words and not any(start < fault.end and fault.start < end for start, end in spans):
            parts.append((fault.start, Cite(words[:600])))
    return tuple(cite for _, cite in sorted(parts, key=lambda part: part[0]))


def write(version: ResponsibilityList, rows: Sequence[Written], after: int = 0) -> list[Responsibility]:
    """Write rows behind the place `after`: rows, supports, bases in one statement each per batch.

    The caller has counted up `version.revision`; every row says with which it was written.
    """
    numbers = numbers_of(cite.reference for row in rows for cite in row.bases if cite.reference)
    made = Responsibility.objects.bulk_create(
        [
            Responsibility(
                in_list=version, order=after + place, body_id=row.body or version.body_id, lead_id=_lead(version, row),
                ways=list(row.ways), words=list(row.words), decision_id=row.decision, revision=version.revision,
                **{name: getattr(row, name) for name in _COLUMNS},
            )
            for place, row in enumerate(rows, 1)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    write_parts(zip(made, rows, strict=True), numbers)
    return made


def write_parts(pairs: Iterable[tuple[Responsibility, Written]], numbers: Mapping[str, int]) -> None:
    """Supports and bases of rows; `numbers` as `legal_basis.queries.numbers_of` gave them."""
    supports, bases = [], []
    for made, row in pairs:
        supports += [Support(responsibility=made, body_id=body, role=role) for body, role in dict(row.supports).items()]
        bases += [
            Basis(responsibility=made, order=place, text=cite.text[:600], **_cited(cite, dict(numbers)))
            for place, cite in enumerate(row.bases, 1)
        ]
    Support.objects.bulk_create(supports, batch_size=BATCH)
    Basis.objects.bulk_create(bases, batch_size=BATCH)


def _cited(cite: Cite, numbers: dict[str, int]) -> Mapping[str, Any]:
    return columns_of(cite.reference, numbers) if cite.reference else {"title": ""}


def _lead(version: ResponsibilityList, row: Written) -> int | None:
    """Whoever leads: as written, else the row's own body unless it only supports."""
    if row.lead is not None:
        return row.lead
    return None if row.role == Role.SUPPORT else row.body or version.body_id


def remove_all(version: ResponsibilityList) -> None:
    """Take all rows out of a list in preparation: three statements."""
    rows = Responsibility.objects.filter(in_list=version)
    Support.objects.filter(responsibility__in=rows).delete()
    Basis.objects.filter(responsibility__in=rows).delete()
    rows.delete()


def remove(row: Responsibility) -> None:
    """Take one row out."""
    row.supports.all().delete()
    row.bases.all().delete()
    row.delete()


def last_place(version: ResponsibilityList) -> int:
    """The place of the last row."""
    return version.rows.aggregate(last=Max("order"))["last"] or 0


def read(version: ResponsibilityList, known: Library | None = None) -> list[Written]:
    """The rows of a list as plain values, in their order: for copying, comparing, checking. Three statements and the
    library's two.
    """
    books = known or library()
    found = version.rows.prefetch_related("supports", "bases__instrument").order_by("order", "pk")
    return [plain(row, books) for row in found]


def plain(row: Responsibility, known: Library) -> Written:
    """One row as plain values; fetch its supports and bases along."""
    return Written(
        **{name: getattr(row, name) for name in _COLUMNS},
        lead=row.lead_id,
        supports=tuple((one.body_id, one.role) for one in row.supports.all()),
        bases=tuple(
            Cite(one.text, reference_of(one, known) if one.title else None) for one in row.bases.all()
        ),
        ways=tuple(row.ways),
        words=tuple(row.words),
        decision=row.decision_id,
        body=row.body_id,
    )  # fmt: skip


def keep_keys(rows: Sequence[Written], before: Iterable[Written]) -> list[Written]:
    """Rows that are the same matter as one of before, by key, by number or by name, keep its key and number.

    Of two that claim one, the first has it.
    """
    keys: dict[tuple[str, str], Written] = {}
    for one in before:
        for name, value in (("key", str(one.key)), ("number", one.number), ("name", "".join(one.name.split()))):
            if value:
                keys.setdefault((name, value), one)
    taken: set[uuid.UUID] = set()
    found = []
    for row in rows:
        asked = (("key", str(row.key)), ("number", row.number), ("name", "".join(row.name.split())))
        old = next((keys[one] for one in asked if one in keys and keys[one].key not in taken), None)
        kept = (
            replace(row, key=old.key, number=old.number, decision=row.decision or old.decision)
            if old
            else replace(row, number="", key=row.key if row.key not in taken else uuid.uuid4())
        )
        taken.add(kept.key)
        found.append(kept)
    return found


def number(version: ResponsibilityList, on: date) -> None:
    """Number the rows that have none, by the rulebook's pattern; no number is ever given twice. Three statements."""
    bare = list(version.rows.filter(number="").select_related("body").order_by("order", "pk"))
    if not bare:
        return
    pattern = str(rulebooks.current().value(PATTERN, on=on))
    by_body: dict[int, list[Responsibility]] = {}
    for row in bare:
        by_body.setdefault(row.body_id, []).append(row)
    for some in by_body.values():
        first = _take(some[0].body_id, on.year, len(some))
        code = code_of(some[0].body)
        for place, row in enumerate(some, first):
            row.number = pattern.format(body=code, year=on.year, n=place)
    Responsibility.objects.bulk_update(bare, ["number"], batch_size=BATCH)


def code_of(body: Body) -> str:
    """A body's own part of a number: the last part of its official code, else its key."""
    return body.official_code.rpartition("-")[2] or body.key.upper()


def _take(body: int, year: int, count: int) -> int:
    """The first of so many numbers in a row that nobody else gets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO responsibilities_series (body_id, year, last) VALUES (%s, %s, %s) "
            "ON CONFLICT (body_id, year) DO UPDATE SET last = responsibilities_series.last + excluded.last RETURNING last",
            [body, year, count],
        )
        last: int = cursor.fetchone()[0]
    return last - count + 1


__all__ = [
    "Cite", "Written", "cites", "code_of", "keep_keys", "last_place", "number", "plain", "read", "remove",
    "remove_all", "write", "write_parts",
]  # fmt: skip
