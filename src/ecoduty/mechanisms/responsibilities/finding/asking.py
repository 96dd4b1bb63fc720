"""Ranking: rows that share rare pairs with what was said, then those whose everyday words really stand in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connections

from ecoduty.casework.ports.responsible import Responsible
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.responsibilities.finding.models import FindableInside, FindableRow, InsidePosting, OpenPosting
from ecoduty.mechanisms.responsibilities.finding.terms import Terms, terms

CANDIDATES = 200
FEWEST = 400  # rows that a pair is held against at least, so that few lists rank as many do
ENOUGH = 0.3  # below, no row answers
_HALF = 9.0  # evidence that makes a score of one half
_WHOLE = 5.0  # what a row adds in which every pair of the question stands: one word is a whole question, too
_EXACT, _TITLE = 4.0, 1.5  # what it adds that the question is one of the everyday words, that it stands in the name
_BESIDE = 0.5  # what is left of it where something else is spoken of that the row does not name
_PHRASE = 1.4  # what a whole everyday word found adds, for each of its characters beyond the first
_PUBLIC = "portal"
_ALIKE = """
WITH asked AS (SELECT * FROM unnest(%(grams)s::text[], %(counts)s::float8[]) AS q(gram, counts)),
posted AS MATERIALIZED (
    SELECT p.gram, p.row, p.weight, q.counts FROM ({postings}) AS p JOIN asked AS q USING (gram)
    WHERE p.in_force <= %(on)s AND (p.until IS NULL OR p.until > %(on)s) AND (p.region = '' OR p.region = %(region)s)
), rare AS (
    SELECT gram, ln(1 + greatest(%(size)s, max(n) OVER ()) / n::float8) AS rarity
    FROM (SELECT gram, count(*) AS n FROM posted GROUP BY gram) AS counted
)
SELECT row, sum(weight * counts * rarity) / 10 AS evidence, count(*) FILTER (WHERE counts = 1) AS met
FROM posted JOIN rare USING (gram) GROUP BY row ORDER BY evidence DESC, row LIMIT %(most)s
"""
_POSTINGS = "SELECT gram, row, weight, region, in_force, until FROM {table} WHERE gram = ANY(%(grams)s)"


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A row with its evidence and the words it was found by."""

    row: Any
    evidence: float
    found: tuple[str, ...]


def find(
    text: str, *, region: str = "", on: date | None = None, most: int = 5, using: str = "default"
) -> Sequence[Responsible]:
    """Who is responsible for what was said, the likeliest first, one row for each body; empty where no row answers.

    Three statements. `using` the portal's connection asks what is public alone.
    """
    day = on or today()
    asked = terms(text)
    if not asked.grams:
        return []
    evidence = _alike(asked, region, day, using)
    rows = [row for model, _ in _tables(using) for row in model.objects.using(using).filter(row__in=list(evidence))]
    ranked = sorted(
        (_rank(row, asked, *evidence[row.row]) for row in rows), key=lambda one: (-one.evidence, one.row.row)
    )
    best: dict[str, _Ranked] = {}
    for one in ranked:
        best.setdefault(one.row.answering(day)[1], one)
    answers = (_answer(one, day) for one in best.values())
    return [one for one in answers if one.score >= ENOUGH][:most]


def row_named(key: UUID, *, on: date | None = None) -> Responsible | None:
    """A row by its key as it holds on a day, the specific list's before the consolidated one's; None where it does not."""
    day = on or today()
    for model in (FindableRow, FindableInside):
        rows = model.objects.filter(key=key, in_force__lte=day).exclude(until__lte=day).order_by("sample", "-in_force")
        if row := rows.first():
            return _answer(_Ranked(row, math.inf, ()), day)
    return None


def _tables(using: str) -> list[tuple[Any, Any]]:
    every: list[tuple[Any, Any]] = [(FindableRow, OpenPosting), (FindableInside, InsidePosting)]
    return every[:1] if using == _PUBLIC else every


def _alike(asked: Terms, region: str, on: date, using: str) -> dict[int, tuple[float, int]]:
    """Row → how much of the question's rare pairs stand in it, and how many of those said; one statement."""
    postings = " UNION ALL ".join(_POSTINGS.format(table=posting._meta.db_table) for _, posting in _tables(using))  # noqa: SLF001
    given: dict[str, Any] = {
        "grams": [*asked.grams], "counts": [*asked.grams.values()], "on": on, "region": region,
        "most": CANDIDATES, "size": FEWEST,
    }  # fmt: skip
    with connections[using].cursor() as cursor:
        cursor.execute(_ALIKE.format(postings=postings), given)
        return {row: (float(evidence), met) for row, evidence, met in cursor.fetchall()}


def _rank(row: Any, asked: Terms, evidence: float, met: int) -> _Ranked:
    """Everyday words that stand in the question whole say more than their pairs; the longest ones most."""
    heard = (asked.said, *asked.meant)
    found = _whole(word for word in row.words if any(word in one for one in heard))
    shared = _shared(row.title, asked.said)
    bonus = sum(_PHRASE * (len(word) - 1) for word in found)
    if len(shared) > 2 and shared not in found:
        bonus += len(shared) - 1
    if met and met == sum(counts == 1 for counts in asked.grams.values()):
        bonus += _WHOLE + _EXACT * (asked.bare in row.words) + _TITLE * (asked.bare in row.title)
    whole = evidence + bonus
    if any(not any(word in named for named in (*found, shared)) for word in asked.beside):
        whole *= _BESIDE
    near = (shared,) if len(shared) > 1 else tuple(word for word in asked.meant if word in row.title)[:1]
    return _Ranked(row, whole, found or near)


def _whole(words: Iterable[str]) -> tuple[str, ...]:
    """Words that are not part of a longer one among them, the longest first."""
    kept: list[str] = []
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        if not any(word in longer for longer in kept):
            kept.append(word)
    return tuple(kept[:4])


def _shared(one: str, other: str) -> str:
    """The longest run of characters in both."""
    best = ""
    for start in range(len(one)):
        while start + len(best) < len(one) and one[start : start + len(best) + 1] in other:
            best = one[start : start + len(best) + 1]
    return best.strip()


def _answer(one: _Ranked, on: date) -> Responsible:
    row = one.row
    body_id, body_key, short_name = row.answering(on)
    score = 1.0 if one.evidence == math.inf else one.evidence / (one.evidence + _HALF)
    said = "”“".join(one.found)
    why = f"清单中这一项写到“{said}”" if said else "按事项名称查到"
    if body_key != row.body_key:
        why = f"{why}；原由{row.body_short_name}负责"
    return Responsible(
        body_id=body_id, body_key=body_key, body_short_name=short_name, responsibility_key=row.key,
        name=row.name, list_title=row.list_title, unit=row.unit, score=round(score, 4), why=why, sample=row.sample,
        bases=tuple(row.bases),
    )  # fmt: skip


__all__ = ["ENOUGH", "find", "row_named"]
