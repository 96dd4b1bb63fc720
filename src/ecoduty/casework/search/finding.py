"""Finding: which things hold all the words, as far as the reader may see them, the best named and the newest first.

Visibility is part of every statement, of counts as of pages. A few thousand hits are fetched by the index and sorted;
where there are more, the newest rows are walked until a page is full, since sorting all of them would take longer.
"""

# ruff: noqa: S608 -- pieces of SQL are put together here; every value goes beside them

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from ecoduty.casework.matters.models import Matter, NamedAccess, Secrecy
from ecoduty.casework.matters.rules import reach_of, visible_to
from ecoduty.casework.search import asking, counting, spelling
from ecoduty.casework.search.asking import Asked
from ecoduty.casework.search.counting import IN_TEXT, IN_TITLE, NAMED, Count, Found
from ecoduty.casework.search.models import Kind, SearchRow
from ecoduty.casework.search.question import Part, Question
from ecoduty.kernel.flow import Actor

PAGE = 20
_TEXTS = "SELECT place, id, kind, ref, matter_id, title, number, text FROM search_row WHERE id = ANY(%s)"
_FEW = 500  # restricted matters that one person is named in, the newest
WALKED = 10_000  # rows looked at, newest first, before the index is asked for all hits
_PACED = 2_000  # the same, where there is none among the very newest
_BEST = 50  # hits sorted first where there are many
_LEAN = "id, kind, matter_id"  # what is needed to sort and to ask for visibility


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its row, and how well it answers."""

    tier: int
    place: int
    row: int
    kind: str
    ref: str
    matter: int | None
    title: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of hits, how many there are of each kind and in all, and where the next page begins (empty: no more)."""

    hits: Sequence[Hit]
    counts: Mapping[str, Count]
    total: Count
    next: str = ""


def find(actor: Actor, asked: Asked, *, kind: str = "", after: str = "") -> Answer:
    """The first page, or the one after a cursor; of one kind only where asked. A handful of statements.

    Restricted matters are looked up apart, among the few the reader is named in, and come first.
    """
    if not asked.words:
        return Answer((), {}, Count(0))
    question = Question(actor, asked)
    own = _restricted(question)
    counted = counting.count(question)
    counts = counted.counts
    if own:
        known = counts.get(Kind.MATTER, Count(0)).number
        counts[Kind.MATTER] = Count(min(known + len(own), counting.COUNTED + 1))
    chosen = kind if kind in Kind.values else ""
    total = Count(min(sum(count.number for count in counts.values()), counting.COUNTED + 1))
    cursor = read_cursor(after)
    if counted.hits is not None:
        hits = _picked(counted.hits, chosen, cursor)
    else:
        many = (counts.get(chosen, Count(0)) if chosen else total).number > counting.COUNTED
        recent = chosen in counted.recent if chosen else bool(counted.recent)
        hits = _page(question, chosen, cursor, walk=(WALKED if recent else _PACED) if many else 0)
    more = f"{hits[PAGE - 1].tier}.{hits[PAGE - 1].place}.{hits[PAGE - 1].row}" if len(hits) > PAGE else ""
    first = own if not after and chosen in {"", Kind.MATTER} else []
    return Answer([*first, *hits[:PAGE]], counts, total, more)


def matching(actor: Actor, given: str) -> Q:
    """The words as a condition on matters' titles and numbers, for lists that ask for visibility themselves.

    Everything matches an empty query, nothing matches one of signs alone.
    """
    asked = Asked.read(given)
    if not asked.given:
        return Q()
    if not asked.words:
        return Q(pk__in=[])
    reach = reach_of(actor)
    holds = asked.holds if reach is None else f"{asked.holds} & {asking.reaching(reach)}"
    rows = SearchRow.objects.filter(kind=Kind.MATTER, title_grams__holds=holds)
    for ways in asked.long_words:
        rows = rows.extra(where=["title_folded LIKE ANY(%s)"], params=[ways])
    condition = Q(pk__in=rows.values("matter"))
    own = [hit.matter for hit in _restricted(Question(actor, asked))]
    return condition | Q(pk__in=own) if own else condition


Cursor = tuple[int, int, int]  # tier, place and id of the last row shown


def read_cursor(after: str) -> Cursor | None:
    """Where a page begins, as its address says it; None for the first, and for what is none."""
    parts = after.split(".")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 19 for part in parts):
        return None
    tier, place, row = map(int, parts)
    return (tier, place, row) if tier <= IN_TEXT else None


# ------------------------------------------------------------------ pages


def _picked(found: Sequence[Found], kind: str, cursor: Cursor | None) -> list[Hit]:
    """One hit more than a page of hits that are all known, with their texts."""
    begin = (cursor[0], -cursor[1], -cursor[2]) if cursor else (-1, 0, 0)
    keyed = sorted((one.tier, -one.place, -one.row) for one in found if kind in {"", one.kind})
    chosen = {-row: tier for tier, place, row in [key for key in keyed if key > begin][: PAGE + 1]}
    with connection.cursor() as statement:
        statement.execute(_TEXTS, [list(chosen)])
        hits = [Hit(chosen[row[1]], *row) for row in statement.fetchall()]
    return sorted(hits, key=lambda hit: (hit.tier, -hit.place, -hit.row))


def _page(question: Question, kind: str, cursor: Cursor | None, *, walk: int) -> list[Hit]:
    """One hit more than a page: tier after tier, until the page is full. `walk`: rows worth walking, where hits are many."""
    hits: list[Hit] = []
    steps = {NAMED: 0, IN_TITLE: walk, IN_TEXT: min(walk, counting.PROBED)}  # long texts are slow to read row by row
    for tier in range(NAMED if cursor is None else cursor[0], IN_TEXT + 1):
        begin = cursor if cursor is not None and cursor[0] == tier else None
        hits += _tier_hits(question, tier, kind, begin, PAGE + 1 - len(hits), walk=steps[tier])
        if len(hits) > PAGE:
            break
    return hits


def _tier_hits(question: Question, tier: int, kind: str, cursor: Cursor | None, wanted: int, *, walk: int) -> list[Hit]:
    """The next hits of one tier: among the newest rows if hits are many, else by the index.

    Of many hits the best are taken before visibility is asked for: hardly any of them is not to be seen.
    """
    for rows, most in ((walk, 0), (0, _BEST), (0, 0)) if walk else ((0, 0),):
        part = _tier(question, tier, kind, cursor, wanted, walk=rows, most=most)
        with connection.cursor() as statement:
            statement.execute(part.sql, part.values)
            hits = [Hit(*row) for row in statement.fetchall()]
        if len(hits) == wanted:
            break
    return hits


def _tier(
    question: Question, tier: int, kind: str, cursor: Cursor | None, number: int, *, walk: int, most: int
) -> Part:
    title, text = question.phrases("title_folded"), question.phrases("(title_folded || ' ' || text_folded)")
    conditions = {
        NAMED: Part("title_grams @@ %s::tsquery", (question.named,)),
        # Not the named ones: said in the query, so that the index answers for it and no row has to be read.
        IN_TITLE: Part(
            f"title_grams @@ %s::tsquery{title.sql}", (f"{question.holds} & !({question.asked.named})", *title.values)
        ),
        IN_TEXT: Part(
            f"text_grams @@ %s::tsquery{text.sql} AND NOT (title_grams @@ %s::tsquery{title.sql}) "
            "AND NOT title_grams @@ %s::tsquery",
            (question.holds, *text.values, question.holds, *title.values, question.named),
        ),
    }
    wanted = conditions[tier]
    limits: list[str] = []
    limited: list[Any] = []
    if kind:
        limits.append("kind = %s")
        limited.append(kind)
    if cursor is not None:
        limits.append("(place, id) < (%s, %s)")
        limited += cursor[1:]
    where = " AND ".join(limits) or "true"
    if walk:
        rows = f"(SELECT * FROM search_row WHERE {where} ORDER BY place DESC, id DESC LIMIT {walk})"
        inner = f"SELECT {_LEAN}, place AS at FROM {rows} AS newest WHERE {wanted.sql} ORDER BY at DESC, id DESC"
        values = (*limited, *wanted.values)
    else:
        # `+ 0` keeps the planner from walking the newest rows for words that only stand in old ones.
        inner = (
            f"SELECT {_LEAN}, place + 0 AS at FROM search_row WHERE {wanted.sql} AND {where} "
            f"ORDER BY at DESC, id DESC {f'LIMIT {most}' if most else 'OFFSET 0'}"
        )
        values = (*wanted.values, *limited)
    chosen = (
        f"SELECT s.id FROM ({inner}) AS s WHERE {question.visible.sql} ORDER BY s.at DESC, s.id DESC LIMIT {number}"
    )
    return Part(
        f"SELECT {tier}, place, id, kind, ref, matter_id, title, number, text FROM search_row "
        f"WHERE id IN ({chosen}) ORDER BY place DESC, id DESC",
        (*values, *question.visible.values),
    )


# ------------------------------------------------------------------ restricted matters


def _restricted(question: Question) -> list[Hit]:
    """Restricted matters that the reader is named in and whose title or number holds all words. They are few, and
    their text stands nowhere but in the matter itself.
    """
    if question.actor.person is None:
        return []
    named = NamedAccess.objects.filter(person=question.actor.person).values_list("matter", flat=True)
    known = list(named.order_by("-pk")[:_FEW])
    if not known:
        return []
    mine = Matter.objects.filter(visible_to(question.actor), pk__in=known, secrecy=Secrecy.RESTRICTED)
    return [
        Hit(IN_TITLE, 0, 0, Kind.MATTER.value, str(matter.pk), matter.pk, matter.title, matter.number, "")
        for matter in mine.order_by("-pk")
        if _in(question, spelling.fold(f"{matter.title} {matter.number}"))
    ]


def _in(question: Question, folded: str) -> bool:
    return all(any(way in folded for way in ways) for ways in question.asked.spellings)


__all__ = ["Answer", "Count", "Hit", "find", "matching"]
