"""Matters as they lie in the database, taken apart so that copies can be written by COPY."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.console.simulation.bulk.sorts import Sort
from ecoduty.kernel.ledger import chain
from ecoduty.kernel.ledger.append import COLUMNS, Draft, content

STREAM = "\x01stream\x01"  # where the name of the stream stands in the bytes of a template
TABLES = ("matters_matter", "matters_party", "duties_deadline")


@dataclass(frozen=True)
class Row:
    """A row of a template by column, as the text that COPY reads."""

    table: str
    columns: tuple[str, ...]
    fields: tuple[str, ...]

    def field(self, column: str) -> str:
        """One field as COPY reads it."""
        return self.fields[self.columns.index(column)]

    def line(self, **changed: str) -> str:
        """The row with some columns changed, as a line of COPY."""
        return "\t".join(changed.get(name, text) for name, text in zip(self.columns, self.fields, strict=True)) + "\n"


@dataclass(frozen=True)
class EntryTemplate:
    """An entry without its place: the bytes its link covers, and the fields of its row."""

    covered: bytes
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Template:
    """One matter as the gate made it."""

    matter: Row
    parties: tuple[Row, ...]
    deadlines: tuple[Row, ...]
    entries: tuple[EntryTemplate, ...]
    own: tuple[tuple[str, Row], ...] = ()

    def rows(self) -> Iterator[Row]:
        """All of them but the entries."""
        yield self.matter
        yield from self.parties
        yield from self.deadlines
        yield from (row for _, row in self.own)


def template(owner: psycopg.Connection[Any], sort: Sort, matter: Matter) -> Template:
    """A matter taken apart."""
    pk = matter.pk
    roles = ", ".join(f"'{role}'" for role in sort.roles)
    key = f" AND key = '{sort.deadline}'" if sort.deadline else ""
    parties = _copied(owner, "matters_party", f"matter_id = {pk} AND until IS NULL AND role IN ({roles})")
    deadlines = _copied(owner, "duties_deadline", f"matter_id = {pk}{key}")
    own = [(link, row) for table, link in sort.own for row in _copied(owner, table, f"{link} = {pk}")]
    (row,) = _copied(owner, "matters_matter", f"id = {pk}", with_id=True)
    rows = owner.execute(
        f"SELECT {', '.join(COLUMNS)} FROM ledger_entry WHERE stream = %s ORDER BY seq",  # noqa: S608 -- names of columns of our own
        [matter.stream],
    ).fetchall()
    kept = [*rows[: sort.entries - 1], rows[-1]] if len(rows) > sort.entries else rows
    entries = tuple(_entry(owner, dict(zip(COLUMNS, one, strict=True)), seq) for seq, one in enumerate(kept, start=1))
    return Template(row, tuple(parties), tuple(deadlines), entries, tuple(own))


def chained(found: Template, stream: str) -> tuple[list[str], str]:
    """The entries of a copy with their links computed anew, and the line of its head."""
    name = stream.encode()
    digest = chain.genesis(stream)
    lines = []
    for seq, entry in enumerate(found.entries, start=1):
        previous, digest = digest, chain.sm3(digest + entry.covered.replace(STREAM.encode(), name))
        fields = list(entry.fields)
        fields[0], fields[1] = stream, str(seq)
        fields[-2], fields[-1] = "\\\\x" + previous.hex(), "\\\\x" + digest.hex()
        lines.append("\t".join(fields) + "\n")
    return lines, f"{stream}\t{len(lines)}\t\\\\x{digest.hex()}\t0\n"


def quoted(names: Iterable[str]) -> str:
    """Columns as SQL takes them, also those that bear the name of one of its own words."""
    return ", ".join(f'"{name}"' for name in names)


def _entry(owner: psycopg.Connection[Any], fields: dict[str, Any], seq: int) -> EntryTemplate:
    places = {"stream": STREAM, "key": None, "request": None}
    draft = Draft(
        **{name: places.get(name, fields[name]) for name in COLUMNS if name not in {"seq", "previous", "digest"}}
    )
    kept = {"stream": "''", "seq": str(seq), "key": "NULL", "request": "NULL", "previous": "NULL", "digest": "NULL"}
    (text,) = _lines(
        owner,
        f"SELECT {', '.join(kept.get(name, name) for name in COLUMNS)} FROM ledger_entry "  # noqa: S608 -- as above
        f"WHERE stream = '{fields['stream']}' AND seq = {fields['seq']}",
    )
    # A control character in canonical JSON is escaped; the place of the stream is found by that.
    covered = chain.canonical(content(draft, seq)).replace(b"\\u0001stream\\u0001", STREAM.encode())
    return EntryTemplate(covered, text)


def _copied(owner: psycopg.Connection[Any], table: str, where: str, *, with_id: bool = False) -> list[Row]:
    names = tuple(
        name
        for (name,) in owner.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
            [table],
        )
        if with_id or name != "id"
    )
    source = f"FROM {table} WHERE {where}"  # a table of the sort and the key of a row: nothing that anybody typed
    row = owner.execute(f"SELECT count(*) {source}").fetchone()
    lines = _lines(owner, f"SELECT {quoted(names)} {source}")
    assert row is not None
    assert len(lines) == row[0]
    return [Row(table, names, fields) for fields in lines]


def _lines(owner: psycopg.Connection[Any], query: str) -> Sequence[tuple[str, ...]]:
    with owner.cursor().copy(f"COPY ({query}) TO STDOUT") as copy:
        text = b"".join(bytes(part) for part in copy).decode()
    return [tuple(line.split("\t")) for line in text.split("\n") if line]


__all__ = ["STREAM", "TABLES", "EntryTemplate", "Row", "Template", "chained", "quoted", "template"]
