"""Matters by COPY, each with parties, deadlines and a valid chain: `ecoduty verify` accepts every one.

A matter that was led through the gate is copied with a holder, a number, a random id, a title and dates of its own, and with
its links computed anew; its search row is loaded beside it. Runs as the owner of the tables with the triggers on entries and
heads switched off, for these check one by one what is computed here for millions; heads are loaded beside the entries.
Figures are counted by their trigger as always.
"""

from __future__ import annotations

import contextlib
import os
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta

from ecoduty.interfaces.console.simulation.bulk import copying, searching
from ecoduty.interfaces.console.simulation.bulk.copying import TABLES, Template
from ecoduty.interfaces.console.simulation.bulk.reach import Reach
from ecoduty.interfaces.console.simulation.bulk.sorts import CLOSED, HOLDER, NULL, OPEN, Place, Population, Sort
from ecoduty.kernel import clock
from ecoduty.kernel.ledger.append import COLUMNS

CHUNK = 20_000  # matters in one transaction of one process
Watch = Callable[[int], None]
"""Told of how many more matters are there."""
Templates = Mapping[str, Sequence[Template]]
# Ids and numbers of copies are alike: beyond both, whatever the matters there took.
_FIRST = (
    "SELECT greatest((SELECT coalesce(max(id), 0) FROM matters_matter), (SELECT last_value FROM matters_number)) + 1"
)
_GUARDS = (
    ("ledger_entry", "ledger_entry_extend"),
    ("ledger_stream", "ledger_stream_by_entries_only"),
)
_HEADS = ("name", "length", "head", "committed_length")


@dataclass(frozen=True)
class Loaded:
    """What was loaded, how long it took, and the database's size afterwards."""

    matters: int
    entries: int
    seconds: float
    bytes: int


@dataclass(frozen=True)
class _Work:
    """One span of ids for one process."""

    reach: Reach
    sort: Sort
    templates: Templates
    holders: Sequence[tuple[int, str, int | None]]
    population: Population
    first: int
    count: int
    today: date


def load(reach: Reach, wanted: Sequence[tuple[Sort, Population]], watch: Watch = lambda _: None) -> Loaded:
    """Add so many matters of each sort to what is there; dates count from today as the clock has it."""
    start = time.monotonic()
    read = [(sort, population, templates(reach, sort)) for sort, population in wanted]
    entries = 0
    with _unguarded(reach):
        for sort, population, found in read:
            entries += _spread(reach, sort, population, found, watch)
    with reach.connect("owner") as owner:
        owner.execute(
            "SELECT setval(pg_get_serial_sequence('matters_matter', 'id'), (SELECT max(id) FROM matters_matter))"
        )
        owner.execute("VACUUM (ANALYZE)")
    matters = sum(population.matters for _, population in wanted)
    return Loaded(matters, entries, time.monotonic() - start, reach.size())


def templates(reach: Reach, sort: Sort) -> Templates:
    """What is copied, taken apart."""
    with reach.connect("owner") as owner:
        return {side: [copying.template(owner, sort, one) for one in sort.chosen(side)] for side in (OPEN, CLOSED)}


@contextlib.contextmanager
def _unguarded(reach: Reach) -> Iterator[None]:
    """Without the triggers that check each entry; they stand again afterwards, whatever happens."""
    with reach.connect("owner") as owner:
        for table, trigger in _GUARDS:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    try:
        yield
    finally:
        with reach.connect("owner") as owner:
            for table, trigger in _GUARDS:
                owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def _spread(reach: Reach, sort: Sort, population: Population, found: Templates, watch: Watch) -> int:
    """The matters of one sort, by two processes; the number of entries."""
    holders = _holders(reach)
    with reach.connect("owner") as owner:
        row = owner.execute(_FIRST).fetchone()
        assert row is not None
        first = int(row[0])
        # Numbers as other sessions will go on with them.
        owner.execute("SELECT setval('matters_number', %s)", [first + population.matters])
    end = first + population.matters
    work = [
        _Work(reach, sort, found, holders, population, at, min(CHUNK, end - at), clock.today())
        for at in range(first, end, CHUNK)
    ]
    entries = 0
    with ProcessPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        for one, written in zip(work, pool.map(_span, work), strict=True):
            entries += written
            watch(one.count)
    return entries


def _span(work: _Work) -> int:
    """Load one span; the number of entries."""
    lines: dict[str, list[str]] = defaultdict(list)
    for number in range(work.first, work.first + work.count):
        _one(lines, work, number)
    columns: dict[str, Sequence[str]] = {"ledger_entry": COLUMNS, "ledger_stream": _HEADS}
    columns |= {row.table: row.columns for every in work.templates.values() for one in every for row in one.rows()}
    own = [table for table, _ in work.sort.own]
    with work.reach.connect("owner", durable=False) as owner, owner.transaction():
        for table in (*TABLES, *own, "ledger_entry", "ledger_stream"):
            if lines[table]:
                with owner.cursor().copy(f"COPY {table} ({copying.quoted(columns[table])}) FROM STDIN") as copy:
                    copy.write("".join(lines[table]))
        searching.load_rows(owner, work.first, work.count)
    return len(lines["ledger_entry"])


def _one(lines: dict[str, list[str]], work: _Work, number: int) -> None:
    """The lines of one copy."""
    population, sort = work.population, work.sort
    side = OPEN if number * 7919 % 100 < population.open_percent else CLOSED
    template = work.templates[side][number // 100 % len(work.templates[side])]
    holder, level, region = work.holders[number % len(work.holders)]
    public_id = str(uuid.uuid4())
    days = timedelta(days=population.due_from + number * 31 % (population.due_to - population.due_from + 1))
    due_on = work.today + days
    late_from = f"{due_on + timedelta(days=1)} 00:00:00+08"
    due = {"next_due_on": str(due_on), "next_due_at": late_from} if side == OPEN else {}
    place = Place(number, holder, due_on)
    year, _, _ = template.matter.field("number").partition("-")
    held = template.matter.field("holder_id")
    lines["matters_matter"].append(
        template.matter.line(
            id=str(number), public_id=public_id, number=f"{year}-{number:07d}", holder_id=str(holder), holder_unit_id=NULL,
            body_level=level, region_id=NULL if region is None else str(region), title=sort.title(number), **due,
            **sort.changes("matters_matter", place),
        )
    )  # fmt: skip
    for party in template.parties:
        leads = party.field("role") == HOLDER
        if leads or party.field("body_id") != str(holder):  # nobody supports himself
            body = {"body_id": str(holder)} if leads else {}
            lines["matters_party"].append(party.line(matter_id=str(number), **body))
    for link, row in template.own:
        lines[row.table].append(row.line(**{link: str(number)}, **sort.changes(row.table, place)))
    for deadline in template.deadlines:
        owes = {"holder_id": str(holder)} if deadline.field("holder_id") == held else {}
        ticks = side == OPEN and deadline.field("state") == "running"
        ticking = {"due_on": str(due_on), "due_at": late_from, "first_due_at": late_from, "next_rung_at": late_from}
        lines["duties_deadline"].append(deadline.line(matter_id=str(number), **owes, **(ticking if ticks else {})))
    entries, head = copying.chained(template, f"matter:{public_id}")
    lines["ledger_entry"] += entries
    lines["ledger_stream"].append(head)


def _holders(reach: Reach) -> list[tuple[int, str, int | None]]:
    """Bodies that can hold matters, their level and their district."""
    with reach.connect("owner") as owner:
        return owner.execute(
            "SELECT DISTINCT body.id, body.level, CASE WHEN body.level = 'district' THEN body.region_id END "
            "FROM directory_body AS body JOIN directory_post AS post ON post.body_id = body.id "
            "WHERE post.kind = 'liaison' ORDER BY body.id"
        ).fetchall()


__all__ = ["CHUNK", "Loaded", "Templates", "Watch", "load", "templates"]
