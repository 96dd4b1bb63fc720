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
from django.db.models.expressions import RawSQL

from ecoduty.casework.matters.models import Matter, NamedAccess, Secrecy
from ecoduty.casework.matters.rules import Sight, reach_of, visible_to
from ecoduty.casework.search import asking, spelling
from ecoduty.casework.search.asking import Asked
from ecoduty.casework.search.models import Kind, SearchRow
from ecoduty.kernel.flow import Actor

PAGE = 20
COUNTED = 1000  # counted exactly up to here
_FEW = 500  # restricted matters that one person is named in, the newest
_TOGETHER = 6 * (COUNTED + 1)  # hits looked through to count the kinds that are not many
WALKED = 10_000  # rows looked at, newest first, before the index is asked for all hits
_LEAN = "id, kind, matter_id"  # what is needed to sort and to ask for visibility
NAMED, IN_TITLE, IN_TEXT = 0, 1, 2  # tiers, the best first

_OPEN_KINDS = (Kind.BODY, Kind.PERSON, Kind.CLAUSE, Kind.PUBLICATION)


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
class Count:
    """How many; beyond COUNTED only that there are more."""

    number: int

    @property
    def words(self) -> str:
        """As it is shown."""
        return f"{COUNTED}+" if self.number > COUNTED else str(self.number)


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of hits, how many there are of each kind and in all, and where the next page begins (empty: no more)."""

    hits: Sequence[Hit]
    counts: Mapping[str, Count]
    total: Count
    next: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of SQL with its values."""

    sql: str
    values: tuple[Any, ...] = ()


def find(actor: Actor, asked: Asked, *, kind: str = "", after: str = "") -> Answer:
    """The first page, or the one after a cursor; of one kind only where asked. A handful of statements.

    Restricted matters are looked up apart, among the few the reader is named in, and come first.
    """
    if not asked.words:
        return Answer((), {}, Count(0))
    question = _Question(actor, asked)
    own = question.restricted()
    counts = question.counts()
    if own:
        known = counts.get(Kind.MATTER, Count(0)).number
        counts[Kind.MATTER] = Count(min(known + len(own), COUNTED + 1))
    chosen = kind if kind in Kind.values else ""
    total = Count(min(sum(count.number for count in counts.values()), COUNTED + 1))
    many = (counts.get(chosen, Count(0)) if chosen else total).number > COUNTED
    hits = question.page(chosen, read_cursor(after), many=many)
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
    own = [hit.matter for hit in _Question(actor, asked).restricted()]
    return condition | Q(pk__in=own) if own else condition


Cursor = tuple[int, int, int]  # tier, place and id of the last row shown


def read_cursor(after: str) -> Cursor | None:
    """Where a page begins, as its address says it; None for the first, and for what is none."""
    parts = after.split(".")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 19 for part in parts):
        return None
    tier, place, row = map(int, parts)
    return (tier, place, row) if tier <= IN_TEXT else None


class _Question:
    """What one reader asks, as pieces of SQL."""

    def __init__(self, actor: Actor, asked: Asked) -> None:
        self.actor = actor
        self.asked = asked
        reach = reach_of(actor)
        self.within = "" if reach is None else f" & {asking.reaching(reach | {asking.EVERYBODY})}"
        self.holds = f"{asked.holds}{self.within}"
        self.named = f"({asked.named}){self.within}"
        self.visible = self._visible()

    def _visible(self) -> Part:
        """The condition of rules.visible_to on the matter of row `s`; a document's text asks for full sight."""
        summary, full = (self._seen(sight) for sight in (Sight.SUMMARY, Sight.FULL))
        open_kinds = ", ".join(f"'{kind.value}'" for kind in _OPEN_KINDS)
        # One matter at a time, by its key: a page and a capped count need few of them, whatever the planner guesses.
        return Part(
            f"(s.kind IN ({open_kinds}) OR CASE s.kind WHEN '{Kind.DOCUMENT.value}' "
            f"THEN EXISTS ({full.sql} OFFSET 0) ELSE EXISTS ({summary.sql} OFFSET 0) END)",
            (*full.values, *summary.values),
        )

    def _seen(self, sight: Sight) -> Part:
        matters = Matter.objects.filter(visible_to(self.actor, sight), pk=RawSQL("s.matter_id", ())).order_by()
        sql, values = matters.values("pk").query.sql_with_params()
        return Part(sql, tuple(values))

    def _phrases(self, column: str) -> Part:
        """Longer words stand there as they are, not only their characters two by two."""
        words = self.asked.long_words
        return Part("".join(f" AND {column} LIKE ANY(%s)" for _ in words), tuple(words))

    # ------------------------------------------------------------------ counting

    def counts(self) -> dict[str, Count]:
        """How many there are of each kind, each up to one more than COUNTED. One or two statements for what is found
        a thousand times at most, two or three for what is found more often.
        """
        found = self._sample(self.holds, COUNTED + 1, walked=True)
        if sum(found.values()) <= COUNTED:
            enough = 2 * (COUNTED + 1)
            found = self._sample(self.holds, enough)
            if sum(found.values()) < enough:
                return self._counted(found)
        # More than can be looked through: the other kinds together, and one by one where they are many as well.
        rest = [kind for kind in Kind.values if found.get(kind, 0) <= COUNTED]
        others = self._sample(self._of_kinds(rest), _TOGETHER)
        if sum(others.values()) >= _TOGETHER:
            for kind in rest:
                others |= self._sample(self._of_kinds([kind]), COUNTED + 1)
        return self._counted({kind: found[kind] for kind in found if kind not in rest} | others)

    def _counted(self, found: Mapping[str, int]) -> dict[str, Count]:
        return {kind: Count(min(found[kind], COUNTED + 1)) for kind in Kind.values if found.get(kind)}

    def _of_kinds(self, kinds: Sequence[str]) -> str:
        """All words in things of these kinds, as a tsquery; what is open to everybody needs no look at for whom."""
        open_ = set(kinds) & {kind.value for kind in _OPEN_KINDS}
        bound = set(kinds) - open_
        ways = [asking.reaching(open_)] if open_ else []
        if bound:
            ways.append(f"({asking.reaching(bound)}{self.within})")
        return f"{self.asked.holds} & ({' | '.join(ways)})"

    def _sample(self, holds: str, limit: int, *, walked: bool = False) -> dict[str, int]:
        """How many of each kind among so many hits: of all, or of the newest matters by their titles."""
        title, text = self._phrases("s.title_folded"), self._phrases("(s.title_folded || ' ' || s.text_folded)")
        if walked:
            newest = f"kind = '{Kind.MATTER.value}' ORDER BY place DESC, id DESC LIMIT {WALKED}"
            rows = f"(SELECT * FROM search_row WHERE {newest})"
            wanted = Part(f"s.title_grams @@ %s::tsquery{title.sql}", (holds, *title.values))
        else:
            rows = "search_row"
            wanted = Part(
                f"((s.title_grams @@ %s::tsquery{title.sql}) OR (s.text_grams @@ %s::tsquery{text.sql}))",
                (holds, *title.values, holds, *text.values),
            )
        return self._kinds(
            f"SELECT kind, count(*) FROM (SELECT s.kind FROM {rows} AS s WHERE {wanted.sql} AND {self.visible.sql} "
            f"LIMIT {limit}) AS few GROUP BY kind",
            (*wanted.values, *self.visible.values),
        )

    def _kinds(self, statement: str, values: Sequence[Any]) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return dict(cursor.fetchall())

    # ------------------------------------------------------------------ pages

    def page(self, kind: str, cursor: Cursor | None, *, many: bool) -> list[Hit]:
        """One hit more than a page: tier after tier, until the page is full."""
        hits: list[Hit] = []
        for tier in range(NAMED if cursor is None else cursor[0], IN_TEXT + 1):
            begin = cursor if cursor is not None and cursor[0] == tier else None
            hits += self._tier_hits(tier, kind, begin, PAGE + 1 - len(hits), many=many and tier != NAMED)
            if len(hits) > PAGE:
                break
        return hits

    def _tier_hits(self, tier: int, kind: str, cursor: Cursor | None, wanted: int, *, many: bool) -> list[Hit]:
        """The next hits of one tier: among the newest rows if hits are many, else by the index."""
        for walk in (True, False) if many else (False,):
            part = self._tier(tier, kind, cursor, wanted, walk=walk)
            with connection.cursor() as statement:
                statement.execute(part.sql, part.values)
                hits = [Hit(*row) for row in statement.fetchall()]
            if len(hits) == wanted:
                break
        return hits

    def _tier(self, tier: int, kind: str, cursor: Cursor | None, number: int, *, walk: bool) -> Part:
        title, text = self._phrases("title_folded"), self._phrases("(title_folded || ' ' || text_folded)")
        conditions = {
            NAMED: Part("title_grams @@ %s::tsquery", (self.named,)),
            IN_TITLE: Part(
                f"title_grams @@ %s::tsquery{title.sql} AND NOT title_grams @@ %s::tsquery",
                (self.holds, *title.values, self.named),
            ),
            IN_TEXT: Part(
                f"text_grams @@ %s::tsquery{text.sql} AND NOT (title_grams @@ %s::tsquery{title.sql}) "
                "AND NOT title_grams @@ %s::tsquery",
                (self.holds, *text.values, self.holds, *title.values, self.named),
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
            rows = f"(SELECT * FROM search_row WHERE {where} ORDER BY place DESC, id DESC LIMIT {WALKED})"
            inner = f"SELECT {_LEAN}, place AS at FROM {rows} AS newest WHERE {wanted.sql} ORDER BY at DESC, id DESC"
            values = (*limited, *wanted.values)
        else:
            # `+ 0` keeps the planner from walking the newest rows for words that only stand in old ones.
            inner = (
                f"SELECT {_LEAN}, place + 0 AS at FROM search_row WHERE {wanted.sql} AND {where} "
                "ORDER BY at DESC, id DESC OFFSET 0"
            )
            values = (*wanted.values, *limited)
        chosen = (
            f"SELECT s.id FROM ({inner}) AS s WHERE {self.visible.sql} ORDER BY s.at DESC, s.id DESC LIMIT {number}"
        )
        return Part(
            f"SELECT {tier}, place, id, kind, ref, matter_id, title, number, text FROM search_row "
            f"WHERE id IN ({chosen}) ORDER BY place DESC, id DESC",
            (*values, *self.visible.values),
        )

    # ------------------------------------------------------------------ restricted matters

    def restricted(self) -> list[Hit]:
        """Restricted matters that the reader is named in and whose title or number holds all words. They are few, and
        their text stands nowhere but in the matter itself.
        """
        if self.actor.person is None:
            return []
        named = NamedAccess.objects.filter(person=self.actor.person).values_list("matter", flat=True)
        known = list(named.order_by("-pk")[:_FEW])
        if not known:
            return []
        mine = Matter.objects.filter(visible_to(self.actor), pk__in=known, secrecy=Secrecy.RESTRICTED)
        return [
            Hit(IN_TITLE, 0, 0, Kind.MATTER.value, str(matter.pk), matter.pk, matter.title, matter.number, "")
            for matter in mine.order_by("-pk")
            if self._in(spelling.fold(f"{matter.title} {matter.number}"))
        ]

    def _in(self, folded: str) -> bool:
        return all(any(way in folded for way in ways) for ways in self.asked.spellings)


__all__ = ["Answer", "Count", "Hit", "find", "matching"]
