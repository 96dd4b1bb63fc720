"""Keeping the search text in step: inside the transaction of the act that changed something, set by set."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from ecoduty.casework.legal_basis.models import Instrument
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.search import asking, spelling
from ecoduty.casework.search.models import Kind, SearchRow
from ecoduty.casework.search.sources import (
    BODIES,
    COLUMNS,
    INSTRUMENTS,
    PEOPLE,
    VERSION,
    clause_place,
    of_matters,
)
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory.models import Adoption, Body, Person

ORDER = 900  # after whatever else an act brings about
LONGEST_TEXT = 200_000  # characters of one thing's text that are searched
HEADING, BODY_OF_IT = "\x1e", "\x1f"  # in `text`: before a section's heading, and after it
_BETWEEN = "\x1f"  # between grams on their way to the database

MARK = (
    f"hashtextextended(concat_ws(E'\\x1f', kind, ref, matter_id, title, number, names, raw, reach, place), {VERSION})"
)
# What differs between how things are (`source`) and the rows that stand; a row whose thing is gone has no title.
_CHANGED = """
WITH source AS ({source}), marked AS (SELECT {columns}, {mark} AS mark FROM source),
standing AS (SELECT kind, ref, mark FROM search_row WHERE {standing})
SELECT kind, ref, matter_id, title, number, names, raw, reach, place, marked.mark
FROM marked FULL JOIN standing USING (kind, ref) WHERE marked.mark IS DISTINCT FROM standing.mark
"""
# Locked, so that of two bodies that appoint one person at once the second sees what the first did.
_OF_PEOPLE = (
    "SELECT id FROM directory_person WHERE id IN (SELECT a.person_id FROM directory_appointment AS a "
    "JOIN directory_post AS p ON p.id = a.post_id WHERE p.body_id = ANY(%s)) ORDER BY id FOR NO KEY UPDATE"
)
_WRITE = """
INSERT INTO search_row (kind, ref, matter_id, title, number, text, title_folded, text_folded, title_grams, text_grams,
    place, mark)
SELECT kind, ref, matter_id, title, number, text, title_folded, text_folded,
    array_to_tsvector(string_to_array(title_grams, E'\\x1f')), array_to_tsvector(string_to_array(text_grams, E'\\x1f')),
    place, mark
FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::text[], %s::bigint[], %s::bigint[])
AS rows(kind, ref, matter_id, title, number, text, title_folded, text_folded, title_grams, text_grams, place, mark)
ON CONFLICT (kind, ref) DO UPDATE SET matter_id = excluded.matter_id, title = excluded.title, number = excluded.number,
    text = excluded.text, title_folded = excluded.title_folded, text_folded = excluded.text_folded,
    title_grams = excluded.title_grams, text_grams = excluded.text_grams, place = excluded.place, mark = excluded.mark
"""
_REMOVE = (
    "DELETE FROM search_row USING unnest(%s::text[], %s::text[]) AS gone(kind, ref) "
    "WHERE search_row.kind = gone.kind AND search_row.ref = gone.ref"
)


def install() -> None:
    """Register with the gate."""
    registry.after_entry("search", keep, ORDER)


def keep(attempts: Sequence[Attempt]) -> None:
    """Bring up to date whatever a batch of acts was about: one statement, two more where a text changed."""
    subjects = [attempt.subject for attempt in attempts]
    matters = {subject.pk for subject in subjects if isinstance(subject, Matter)}
    bodies = {subject.pk for subject in subjects if isinstance(subject, Body)}
    if matters:
        refresh_matters(matters)
    if bodies:
        refresh_bodies(bodies)
    instruments = {subject.pk for subject in subjects if isinstance(subject, Instrument)}
    if instruments:
        refresh_instruments(instruments)
    if any(isinstance(subject, Adoption) for subject in subjects):
        refresh_clauses()


def refresh_matters(ids: Iterable[int]) -> int:
    """Matters and what belongs to them; the number of rows changed."""
    source = of_matters()
    return _refresh(source, "matter_id = ANY(%(ids)s)", {"ids": list(ids), "today": today()})


def refresh_bodies(ids: Iterable[int]) -> int:
    """Bodies, and everybody who ever held a post in them; the number of rows changed."""
    known = list(ids)
    changed = _refresh(BODIES, f"kind = '{Kind.BODY.value}' AND ref = ANY(%(refs)s)", _refs(known))
    with connection.cursor() as cursor:
        cursor.execute(_OF_PEOPLE, [known])
        people = [person for (person,) in cursor.fetchall()]
    return changed + refresh_people(people)


def refresh_people(ids: Iterable[int]) -> int:
    """People; the number of rows changed."""
    return _refresh(PEOPLE, f"kind = '{Kind.PERSON.value}' AND ref = ANY(%(refs)s)", _refs(list(ids)))


def refresh_instruments(ids: Iterable[int]) -> int:
    """Instruments of the legal basis library; the number of rows changed."""
    return _refresh(INSTRUMENTS, f"kind = '{Kind.INSTRUMENT.value}' AND ref = ANY(%(refs)s)", _refs(list(ids)))


def _refs(ids: list[int]) -> dict[str, Any]:
    return {"ids": ids, "refs": [str(pk) for pk in ids]}


def _refresh(source: str, standing: str, values: dict[str, Any]) -> int:
    statement = _CHANGED.format(source=source, columns=COLUMNS, mark=MARK, standing=standing)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = [Found(*row) for row in cursor.fetchall()]
    return write(found)


@dataclass(frozen=True, slots=True)
class Found:
    """One line of a source. `title` is None where the thing is gone."""

    kind: str
    ref: str
    matter: int | None
    title: str | None
    number: str
    names: str
    raw: str | None
    reach: Sequence[str]
    place: int
    mark: int


def write(found: Sequence[Found]) -> int:
    """Write, or remove, these rows: one statement each way. The number of rows."""
    gone = [row for row in found if row.title is None]
    some = sorted((row for row in found if row.title is not None), key=lambda row: (row.kind, row.ref))
    with connection.cursor() as cursor:
        if gone:
            cursor.execute(_REMOVE, [[row.kind for row in gone], [row.ref for row in gone]])
        if some:
            cursor.execute(_WRITE, [list(column) for column in zip(*map(columns, some), strict=True)])
    return len(found)


def columns(row: Found) -> tuple[Any, ...]:
    """A row as it is stored, its grams joined by the separator of `_WRITE`."""
    title, text = row.title or "", plain(row.raw)[:LONGEST_TEXT]
    names = [name for name in row.names.split("\n") if name]
    title_folded = spelling.fold(spelling.SPACE.join([title, row.number, *names]))
    text_folded = spelling.fold(text)
    tokens = [asking.REACH + token for token in row.reach if token] + [asking.REACH + row.kind]
    keys = [asking.NAMED + asking.name_key(spelling.fold(name)) for name in (title, row.number, *names) if name]
    in_title = dict.fromkeys([*tokens, *keys, *spelling.grams(title_folded)])
    in_all = dict.fromkeys([*in_title, *spelling.grams(text_folded)]) if text_folded else None
    return (
        row.kind, row.ref, row.matter, title, row.number, text, title_folded, text_folded, _BETWEEN.join(in_title),
        _BETWEEN.join(in_all) if in_all else None, row.place, row.mark,
    )  # fmt: skip


def plain(raw: str | None) -> str:
    """The text of a source's `raw`: sections with their headings, names line by line, or the text itself."""
    if not raw:
        return ""
    if raw[0] not in "[{":
        return raw
    return "\n".join(_lines(json.loads(raw)))


def _lines(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _lines(inner)
    elif isinstance(value, dict):
        heading, text = str(value.get("title", "")), str(value.get("text", ""))
        yield f"{HEADING}{heading}{BODY_OF_IT}{text}"


# ------------------------------------------------------------------ the plan


def refresh_clauses() -> int:
    """The clauses of the rulebook in force; the number of rows changed."""
    book = rulebooks.current_or_none()
    wanted = {row.ref: row for row in _clauses(book)} if book else {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT ref, mark FROM search_row WHERE kind = %s", [Kind.CLAUSE.value])
        standing = dict(cursor.fetchall())
    changed = [row for ref, row in wanted.items() if standing.get(ref) != row.mark]
    gone = [Found(Kind.CLAUSE.value, ref, None, None, "", "", "", (), 0, 0) for ref in standing if ref not in wanted]
    return write(changed + gone)


def _clauses(book: Rulebook) -> Iterable[Found]:
    for order, clause in enumerate(book.clauses.values()):
        article = book.articles[clause.article]
        names = spelling.both_ways([f"第{clause.article}条"])
        text = "\n".join([f"{article.title}：{article.gist}", clause.when.text, clause.shows])
        title = f"{clause.bearer}：{clause.owes}"[:300]
        parts = (clause.id, title, names, text, order, VERSION)
        mark = int.from_bytes(sm3(repr(parts).encode())[:8], "big", signed=True)
        yield Found(
            Kind.CLAUSE.value, clause.id, None, title, clause.id, names.replace(" ", "\n"), text,
            (asking.EVERYBODY,), clause_place(order), mark,
        )  # fmt: skip


# ------------------------------------------------------------------ anew


def missing() -> bool:
    """Whether there are things to be found and not one row to find them by."""
    return not SearchRow.objects.exists() and Body.objects.exists()


def rebuild(told: Callable[[int, int], None], chunk: int = 2000) -> int:
    """Compare everything with the rows that stand and put right what differs; the number of rows changed.

    `told(done, all)` is called after every chunk. Each chunk is a transaction of its own, so that work goes on beside.
    """
    spans = [
        (Matter.objects.order_by("pk"), refresh_matters),
        (Body.objects.order_by("pk"), refresh_bodies),
        (Person.objects.order_by("pk"), refresh_people),
        (Instrument.objects.order_by("pk"), refresh_instruments),
    ]
    total = sum(things.count() for things, _ in spans)
    done, changed = 0, refresh_clauses()
    for things, refresh in spans:
        last = 0
        while ids := list(things.filter(pk__gt=last).values_list("pk", flat=True)[:chunk]):
            with transaction.atomic():
                changed += refresh(ids)
            last = ids[-1]
            done += len(ids)
            told(done, total)
    return changed
