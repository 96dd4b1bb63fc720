"""Counting: how many hits there are of each kind, exactly up to COUNTED; beyond it only that there are more.

A common word stands in a million rows: then the newest rows have enough of them, and are walked. A rare one is found by
the index. Which of the two it is, a look at a few hundred rows of each kind tells first.
"""

# ruff: noqa: S608 -- pieces of SQL are put together here; every value goes beside them

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from ecoduty.casework.search import asking
from ecoduty.casework.search.models import Kind
from ecoduty.casework.search.question import OPEN_KINDS, Part, Question

NAMED, IN_TITLE, IN_TEXT = 0, 1, 2  # tiers, the best first
COUNTED = 1000  # counted exactly up to here
PROBED = 500  # newest rows of each kind looked at first, to learn how common the words are
_COMMON = 5  # every fifth row at least: then walking finds COUNTED of them soon
_TOGETHER = 6 * (COUNTED + 1)  # hits looked through to count several kinds at once
_LONG = (Kind.DOCUMENT, Kind.PUBLICATION)  # kinds with long texts: their grams are slow to read row by row


@dataclass(frozen=True, slots=True)
class Count:
    """How many; beyond COUNTED only that there are more."""

    number: int

    @property
    def words(self) -> str:
        """As it is shown."""
        return f"{COUNTED}+" if self.number > COUNTED else str(self.number)


class Found(NamedTuple):
    """One hit without its texts: how well it answers, and where it stands among those that answer as well."""

    tier: int
    place: int
    row: int
    kind: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are of each kind, kinds without any left out; all of them, where that is known already; and of which
    kinds there are some among the newest rows.
    """

    counts: dict[str, Count]
    hits: list[Found] | None
    recent: frozenset[str] = frozenset()


def count(question: Question) -> Counted:
    """Count, each kind up to one more than COUNTED, and gather the hits where they are few.

    Of a kind whose rows were all looked at, that is the count.
    """
    probed = _probe(question)
    recent = frozenset(kind.value for kind, (_, hits) in probed.items() if hits)
    known: dict[str, int] = {kind: hits for kind, (seen, hits) in probed.items() if seen < PROBED}
    common = {
        kind.value: COUNTED + 1
        for kind, (seen, hits) in probed.items()
        if kind not in known and hits * _COMMON >= seen and _walked(question, kind) > COUNTED
    }
    rest = [kind for kind in probed if kind not in known and kind not in common]
    if common:
        return Counted(_counts(known | common | (_sampled(question, rest) if rest else {})), None, recent)
    few = [kind for kind in probed if kind in rest or known.get(kind)]
    enough = COUNTED + 1 + COUNTED // 5
    gathered = _gathered(question, few, enough) if few else []
    found = Tally(hit.kind for hit in gathered)
    if len(gathered) < enough:
        return Counted(_counts(found), gathered, recent)
    many = {kind: number for kind, number in found.items() if number > COUNTED}
    others = [kind for kind in rest if kind not in many]
    return Counted(_counts(known | many | (_sampled(question, others) if others else {})), None, recent)


def _counts(found: Mapping[str, int]) -> dict[str, Count]:
    return {kind: Count(min(found[kind], COUNTED + 1)) for kind in Kind.values if found.get(kind)}


def _probe(question: Question) -> dict[Kind, tuple[int, int]]:
    """For each kind, how many of its newest rows were looked at and how many of them are hits; where there are more rows
    of a kind with long texts, the titles alone were looked at.
    """
    long = ", ".join(f"'{kind.value}'" for kind in _LONG)
    title, whole, visible = question.in_title("s."), question.in_whole("s."), question.visible
    newest = f"FROM search_row WHERE kind = k.kind ORDER BY place DESC, id DESC LIMIT {PROBED}"
    statement = (
        "SELECT k.kind, count(s.id), count(*) FILTER (WHERE CASE WHEN "
        f"CASE WHEN k.kind IN ({long}) AND there.rows = {PROBED} THEN {title.sql} ELSE {whole.sql} END "
        f"THEN {visible.sql} ELSE false END) FROM unnest(%s::text[]) AS k(kind) "
        f"CROSS JOIN LATERAL (SELECT count(*) AS rows FROM (SELECT id {newest}) AS few) AS there "
        f"LEFT JOIN LATERAL (SELECT * {newest}) AS s ON true GROUP BY k.kind"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, (*title.values, *whole.values, *visible.values, list(Kind.values)))
        return {Kind(kind): (seen, hits) for kind, seen, hits in cursor.fetchall()}


def _walked(question: Question, kind: Kind) -> int:
    """How many of one kind have the words in the title among its newest rows, up to one more than COUNTED."""
    title, visible = question.in_title("s."), question.visible
    rows = "SELECT * FROM search_row WHERE kind = %s ORDER BY place DESC, id DESC LIMIT %s"
    found = _by_kind(
        f"SELECT kind, count(*) FROM (SELECT s.kind FROM ({rows}) AS s WHERE {title.sql} AND {visible.sql} "
        f"LIMIT {COUNTED + 1}) AS few GROUP BY kind",
        (kind.value, 2 * _COMMON * COUNTED, *title.values, *visible.values),
    )
    return found.get(kind, 0)


def _gathered(question: Question, kinds: Sequence[Kind], limit: int) -> list[Found]:
    """So many hits of these kinds as the index brings them, in no order."""
    whole, title = _by_index(question, kinds), question.in_title("s.")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT CASE WHEN s.title_grams @@ %s::tsquery THEN {NAMED} WHEN {title.sql} THEN {IN_TITLE} ELSE {IN_TEXT} END, "
            f"s.place, s.id, s.kind FROM search_row AS s WHERE {whole.sql} AND {question.visible.sql} LIMIT {limit}",
            (question.named, *title.values, *whole.values, *question.visible.values),
        )
        return [Found(*row) for row in cursor.fetchall()]


def _sampled(question: Question, kinds: Sequence[Kind]) -> dict[str, int]:
    """How many there are of kinds of which there may be many: all together, or one by one where they are too many."""
    found = _sample(question, kinds, _TOGETHER)
    if sum(found.values()) >= _TOGETHER:
        for kind in kinds:
            found |= _sample(question, [kind], COUNTED + 1)
    return found


def _sample(question: Question, kinds: Sequence[Kind], limit: int) -> dict[str, int]:
    """How many of each of these kinds among so many hits, as the index brings them."""
    whole = _by_index(question, kinds)
    return _by_kind(
        f"SELECT kind, count(*) FROM (SELECT s.kind FROM search_row AS s WHERE {whole.sql} "
        f"AND {question.visible.sql} LIMIT {limit}) AS few GROUP BY kind",
        (*whole.values, *question.visible.values),
    )


def _by_index(question: Question, kinds: Sequence[Kind]) -> Part:
    """All words, in things of these kinds."""
    # Nearly everything is a matter: to tell the index so would only have it compare another long list.
    whole = question.in_whole("s.", "" if Kind.MATTER in kinds else _of_kinds(question, kinds))
    return Part(f"{whole.sql} AND s.kind || '' = ANY(%s)", (*whole.values, [kind.value for kind in kinds]))


def _of_kinds(question: Question, kinds: Sequence[Kind]) -> str:
    """All words in things of these kinds, as a tsquery; what is open to everybody needs no look at for whom."""
    open_ = {kind.value for kind in kinds if kind in OPEN_KINDS}
    bound = {kind.value for kind in kinds if kind not in OPEN_KINDS}
    ways = [asking.reaching(open_)] if open_ else []
    if bound:
        ways.append(f"({asking.reaching(bound)}{question.within})")
    return f"{question.asked.holds} & ({' | '.join(ways)})"


def _by_kind(statement: str, values: Sequence[Any]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return dict(cursor.fetchall())
