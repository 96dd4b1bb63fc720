"""Millions of matters by COPY, each with parties, deadlines and a valid chain: `ecoduty verify` accepts every one.

A few annual reports are led through the gate; every other matter is a copy of one of them with a holder, a number, a
random id, a title and dates of its own, and with its links computed anew; its search row is loaded beside it. Histories are shortened to three entries each.
Tasks are copied in the same way. Runs as the owner of the tables with the triggers on entries and heads switched off, for these check one by one what
is computed here for millions; heads are loaded beside the entries. Figures are counted by their trigger as always.
"""

from __future__ import annotations

import os
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import psycopg

from bench import words
from bench.server import Server
from ecoduty.kernel.clock import SHANGHAI, frozen
from ecoduty.kernel.ledger import chain
from ecoduty.kernel.ledger.append import COLUMNS, Draft, content

OPENED = datetime(2026, 12, 1, 8, 0, tzinfo=SHANGHAI)
NOW = datetime(2027, 1, 20, 10, 0, tzinfo=SHANGHAI)
KIND = "annual_report"
CHUNK = 20_000  # matters in one transaction of one process
BYTES = 5_500  # of disk for a matter with three entries, its search row and its indexes, as measured
SHOWN = 100_000  # so many take a while
_NUL = "\\N"
_STREAM = "\x01stream\x01"
_TABLES = ("matters_matter", "matters_party", "duties_deadline")
_HOLDER = "holder"
# Ids and numbers of copies are alike: beyond both, whatever the templates took.
_FIRST = (
    "SELECT greatest((SELECT coalesce(max(id), 0) FROM matters_matter), (SELECT last_value FROM matters_number)) + 1"
)
_GUARDS = (
    ("ledger_entry", "ledger_entry_extend"),
    ("ledger_stream", "ledger_stream_by_entries_only"),
)


@dataclass(frozen=True)
class Population:
    """How many matters, how many of a hundred still open, and within how many days from now (or before) these are due."""

    matters: int
    open_percent: int = 10
    due_from: int = -5
    due_to: int = 55


@dataclass(frozen=True)
class Place:
    """Where a copy stands: its number, who holds it, its last day."""

    number: int
    holder: int
    due_on: date


def no_changes(table: str, place: Place) -> dict[str, str]:  # noqa: ARG001 -- what a sort without rows of its own says
    """Nothing is different in a copy."""
    return {}


def report_changes(table: str, place: Place) -> dict[str, str]:
    """A report's period."""
    return {"period": str(2000 + place.number % 27)} if table == "matters_matter" else {}


@dataclass(frozen=True)
class Sort:
    """What is copied: a kind of matter, the states of the two templates (open, closed) and how one is led there, the
    clock and the bodies' roles that are copied, tables of its own with the column that names the matter, how many entries
    are kept, and what differs from copy to copy.
    """

    kind: str
    states: tuple[str, str]
    lead: Callable[[str], Any]
    deadline: str
    own: tuple[tuple[str, str], ...] = ()
    roles: tuple[str, ...] = (_HOLDER,)
    entries: int = 3
    changes: Callable[[str, Place], dict[str, str]] = no_changes


@dataclass(frozen=True)
class Loaded:
    """What was loaded, how long it took, and the database's size afterwards."""

    matters: int
    entries: int
    seconds: float
    bytes: int


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
    due_on: date | None
    own: tuple[tuple[str, Row], ...] = ()


def load(server: Server, population: Population, sort: Sort | None = None) -> Loaded:
    """Add so many matters to what is there; reports where nothing else is said."""
    start = time.monotonic()
    sort = sort or REPORTS
    if population.matters >= SHOWN:
        sys.stderr.write(f"loading {population.matters:,} matters: about {population.matters * BYTES / 1e9:.1f} GB\n")
    templates = _templates(server, sort)
    holders = _holders(server)
    with server.connect("owner") as owner:
        first = owner.execute(_FIRST).fetchone()[0]
        # Numbers as other sessions will go on with them.
        owner.execute("SELECT setval('matters_number', %s)", [first + population.matters])
        for table, trigger in _GUARDS:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    spans = [
        (at, min(CHUNK, first + population.matters - at)) for at in range(first, first + population.matters, CHUNK)
    ]
    try:
        with ProcessPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
            work = ((server, sort, templates, holders, population, span) for span in spans)
            entries = 0
            for number, written in enumerate(pool.map(_load_span, work), start=1):
                entries += written
                _progress(number / len(spans), population.matters, start)
    finally:
        with server.connect("owner") as owner:
            for table, trigger in _GUARDS:
                owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
    with server.connect("owner") as owner:
        owner.execute(
            "SELECT setval(pg_get_serial_sequence('matters_matter', 'id'), (SELECT max(id) FROM matters_matter))"
        )
        owner.execute("VACUUM (ANALYZE)")
    return Loaded(population.matters, entries, time.monotonic() - start, server.size())


def _progress(share: float, matters: int, start: float) -> None:
    """How far the load is, on standard error, where it takes long enough to wonder."""
    if matters < SHOWN:
        return
    full = round(share * 30)
    left = (time.monotonic() - start) * (1 - share) / share
    end = "\n" if share >= 1 else ""
    sys.stderr.write(
        f"\r{'█' * full}{'░' * (30 - full)} {round(share * matters):,} of {matters:,}, {left:.0f} s left   {end}"
    )
    sys.stderr.flush()


def _load_span(
    work: tuple[Server, Sort, dict[str, Template], list[tuple[int, int | None]], Population, tuple[int, int]],
) -> int:
    """Load one span of ids; the number of entries."""
    server, sort, templates, holders, population, (first, count) = work
    entries = 0
    own = [table for table, _ in sort.own]
    lines: dict[str, list[str]] = {name: [] for name in (*_TABLES, *own, "ledger_entry", "ledger_stream")}
    for number in range(first, first + count):
        entries += _one(lines, sort, templates, holders, population, number)
    columns = {row.table: row.columns for row in _rows(templates)}
    with server.connect("owner", durable=False) as owner, owner.transaction():
        for table, some in lines.items():
            if not some:
                continue
            names = {"ledger_entry": COLUMNS, "ledger_stream": ("name", "length", "head", "committed_length")}.get(
                table
            ) or columns[table]
            with owner.cursor().copy(f"COPY {table} ({_quoted(names)}) FROM STDIN") as copy:
                copy.write("".join(some))
        words.load_rows(owner, first, count)
    return entries


def _quoted(names: Iterable[str]) -> str:
    """Columns as SQL takes them, also those that bear the name of one of its own words."""
    return ", ".join(f'"{name}"' for name in names)


def _rows(templates: dict[str, Template]) -> Iterator[Row]:
    for template in templates.values():
        yield template.matter
        yield from template.parties
        yield from template.deadlines
        yield from (row for _, row in template.own)


def _one(
    lines: dict[str, list[str]],
    sort: Sort,
    templates: dict[str, Template],
    holders: list[tuple[int, int | None]],
    population: Population,
    number: int,
) -> int:
    is_open = number * 7919 % 100 < population.open_percent
    template = templates["open" if is_open else "closed"]
    holder, region = holders[number % len(holders)]
    public_id = str(uuid.uuid4())
    days = timedelta(days=population.due_from + number * 31 % (population.due_to - population.due_from + 1))
    due_on = NOW.date() + days
    due_at = f"{due_on + timedelta(days=1)} 00:00:00+08"
    due = {"next_due_on": str(due_on), "next_due_at": due_at} if is_open else {}
    place = Place(number, holder, due_on)
    lines["matters_matter"].append(
        template.matter.line(
            id=str(number), public_id=public_id, number=f"2026-{number:07d}", holder_id=str(holder),
            region_id=_NUL if region is None else str(region), title=words.title(number), **due,
            **sort.changes("matters_matter", place),
        )
    )  # fmt: skip
    for party in template.parties:
        body = {"body_id": str(holder)} if party.field("role") == _HOLDER else {}
        lines["matters_party"].append(party.line(matter_id=str(number), **body))
    for link, row in template.own:
        lines[row.table].append(row.line(**{link: str(number)}, **sort.changes(row.table, place)))
    for deadline in template.deadlines:
        ticking = {"due_on": str(due_on), "due_at": due_at, "first_due_at": due_at, "next_rung_at": _rung(due_on)}
        lines["duties_deadline"].append(
            deadline.line(matter_id=str(number), holder_id=str(holder), **(ticking if is_open else {}))
        )
    return _chain(lines, template, f"matter:{public_id}")


def _rung(due_on: date) -> str:
    """When such a deadline is looked at next: now if it is late, else on its day."""
    return f"{due_on + timedelta(days=1)} 00:00:00+08"


def _chain(lines: dict[str, list[str]], template: Template, stream: str) -> int:
    name = stream.encode()
    digest = chain.genesis(stream)
    for seq, entry in enumerate(template.entries, start=1):
        previous, digest = digest, chain.sm3(digest + entry.covered.replace(_STREAM.encode(), name))
        fields = list(entry.fields)
        fields[0], fields[1] = stream, str(seq)
        fields[-2], fields[-1] = "\\\\x" + previous.hex(), "\\\\x" + digest.hex()
        lines["ledger_entry"].append("\t".join(fields) + "\n")
    lines["ledger_stream"].append(f"{stream}\t{len(template.entries)}\t\\\\x{digest.hex()}\t0\n")
    return len(template.entries)


def _holders(server: Server) -> list[tuple[int, int | None]]:
    """Bodies that can hold matters, and their district."""
    with server.connect("owner") as owner:
        return owner.execute(
            "SELECT DISTINCT body.id, CASE WHEN body.level = 'district' THEN body.region_id END "
            "FROM directory_body AS body JOIN directory_post AS post ON post.body_id = body.id "
            "WHERE post.kind = 'liaison' ORDER BY body.id"
        ).fetchall()


def _templates(server: Server, sort: Sort) -> dict[str, Template]:
    """One open and one closed matter, led there by acts the first time this is called."""
    from ecoduty.casework.matters.models import Matter

    found = {}
    for name, state in zip(("open", "closed"), sort.states, strict=True):
        matter = Matter.objects.filter(kind=sort.kind, state=state).order_by("pk").first() or sort.lead(state)
        with server.connect("owner") as owner:
            found[name] = _template(owner, sort, matter.pk, matter.stream, matter.next_due_on)
    return found


def _lead(state: str) -> Any:
    """Take one report through the gate as far as that state."""
    from ecoduty.casework.duties.instances import open_due
    from ecoduty.casework.matters.models import Matter

    with frozen(OPENED, every_thread=True):
        open_due()
    matter = Matter.objects.filter(kind=KIND, state="drafting").order_by("pk").first()
    road = Road(matter)
    with frozen(OPENED + timedelta(days=20), every_thread=True):
        road.to_review()
    if state == "published":
        with frozen(OPENED + timedelta(days=40), every_thread=True):
            road.to_publication()
    return Matter.objects.get(pk=matter.pk)


class Road:
    """Acts on one report by the posts of its holder."""

    def __init__(self, matter: Any) -> None:
        self.matter = matter

    def actor(self, post: str) -> Any:
        from ecoduty.organisation.access import actors_of
        from ecoduty.organisation.accounts.models import Account

        account = Account.objects.get(username=f"{self.matter.holder.key}.{post}")
        return actors_of(account, NOW.date())[0]

    def do(self, post: str, act: str, data: dict[str, Any] | None = None) -> None:
        from ecoduty.kernel import flow

        flow.perform(flow.table(KIND), act, self.matter.pk, actor=self.actor(post), data=data or {})

    def to_review(self) -> None:
        from ecoduty.mechanisms.reports import sections

        titles = sections.required(KIND, self.matter.rulebook)
        self.do("liaison", "save_draft", {"sections": {title: f"{title}：全年工作有序推进。" for title in titles}})
        self.do("liaison", "submit_for_review")

    def to_publication(self) -> None:
        from ecoduty.casework.documents.models import Document, Numbering

        taken_here = Document.objects.get(matter=self.matter).numbering == Numbering.PLATFORM
        self.do("deputy", "pass_review")
        self.do("principal", "sign", {"number": "" if taken_here else "厦试〔2026〕3号"})
        self.do("liaison", "send")
        self.do("liaison", "submit_public_version")
        self.do("deputy", "clear_public_version")
        self.do(
            "liaison", "register_publication",
            {"own_url": "https://example.gov.cn/1.html", "published_on": str((OPENED + timedelta(days=40)).date())},
        )  # fmt: skip


def _template(owner: psycopg.Connection[Any], sort: Sort, pk: int, stream: str, due_on: date | None) -> Template:
    roles = ", ".join(f"'{role}'" for role in sort.roles)
    parties = _copied(owner, "matters_party", f"matter_id = {pk} AND until IS NULL AND role IN ({roles})")
    deadlines = _copied(owner, "duties_deadline", f"matter_id = {pk} AND key = '{sort.deadline}'")
    own = [(link, row) for table, link in sort.own for row in _copied(owner, table, f"{link} = {pk}")]
    (matter,) = _copied(owner, "matters_matter", f"id = {pk}", with_id=True)
    rows = owner.execute(
        f"SELECT {', '.join(COLUMNS)} FROM ledger_entry WHERE stream = %s ORDER BY seq", [stream]
    ).fetchall()
    kept = [*rows[: sort.entries - 1], rows[-1]] if len(rows) > sort.entries else rows
    entries = tuple(_entry(owner, dict(zip(COLUMNS, row, strict=True)), seq) for seq, row in enumerate(kept, start=1))
    return Template(matter, tuple(parties), tuple(deadlines), entries, due_on, tuple(own))


def _entry(owner: psycopg.Connection[Any], fields: dict[str, Any], seq: int) -> EntryTemplate:
    places = {"stream": _STREAM, "key": None, "request": None}
    draft = Draft(
        **{name: places.get(name, fields[name]) for name in COLUMNS if name not in {"seq", "previous", "digest"}}
    )
    kept = {"stream": "''", "seq": str(seq), "key": "NULL", "request": "NULL", "previous": "NULL", "digest": "NULL"}
    (text,) = _lines(
        owner,
        f"SELECT {', '.join(kept.get(name, name) for name in COLUMNS)} FROM ledger_entry "
        f"WHERE stream = '{fields['stream']}' AND seq = {fields['seq']}",
    )
    # A control character in canonical JSON is escaped; the place of the stream is found by that.
    covered = chain.canonical(content(draft, seq)).replace(b"\\u0001stream\\u0001", _STREAM.encode())
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
    count = owner.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]
    lines = _lines(owner, f"SELECT {_quoted(names)} FROM {table} WHERE {where}")
    assert len(lines) == count
    return [Row(table, names, fields) for fields in lines]


def _lines(owner: psycopg.Connection[Any], query: str) -> list[tuple[str, ...]]:
    with owner.cursor().copy(f"COPY ({query}) TO STDOUT") as copy:
        text = b"".join(bytes(part) for part in copy).decode()
    return [tuple(line.split("\t")) for line in text.splitlines()]


REPORTS = Sort(KIND, ("reviewing", "published"), _lead, "duty", changes=report_changes)
