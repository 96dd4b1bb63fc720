"""The plan's clauses at a glance: how the matters that serve each of them stand (clause 4.8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from ecoduty.casework.figures.standing import Numbers
from ecoduty.casework.matters.store import always_restricted
from ecoduty.interfaces.desk.cockpit.asking import Asked, Section
from ecoduty.interfaces.desk.cockpit.matrix import Cell, cell
from ecoduty.interfaces.desk.edition import numeral
from ecoduty.interfaces.desk.lights import Code
from ecoduty.interfaces.desk.plan.serving import RESTRICTED, kinds_by_clause
from ecoduty.kernel.flow import tables
from ecoduty.kernel.rulebook.schema import Clause

_STANDING = "常态"


@dataclass(frozen=True, slots=True)
class Line:
    """One clause: its worst light, and the kinds of matters that serve it with their numbers."""

    clause: Clause
    url: str
    light: Code
    word: str
    kinds: tuple[tuple[str, Cell], ...]


def section(asked: Asked) -> Section:
    """By chapter. A clause that no matter serves stands for what always holds, such as a register or a page."""
    sums: dict[str, Numbers] = defaultdict(Numbers)
    for row in asked.board.rows:
        sums[row.kind].add(row.numbers)
    serving = kinds_by_clause(asked.book)
    cells = {kind: cell(asked, sums[kind], kind=kind) for kinds in serving.values() for kind in kinds}
    chapters: list[dict[str, object]] = []
    every: list[Line] = []
    for chapter in asked.book.chapters.values():
        articles = [article.number for article in asked.book.articles.values() if article.chapter == chapter.number]
        own = [clause for clause in asked.book.clauses.values() if clause.article in articles]
        lines = [_line(clause, serving.get(clause.id, ()), cells) for clause in own]
        chapters.append({"ordinal": numeral(chapter.number), "title": chapter.title, "lines": lines})
        every += lines
    counts = [(code, word, sum(line.word == word for line in every)) for code, word in (*_LEGEND, *_NOT_COUNTED)]
    return Section("clauses", f"方案{len(every)}款", {"chapters": chapters, "counts": counts, "lines": every})


_LEGEND = (
    (Code.BADLY_OVERDUE, "有严重逾期"), (Code.OVERDUE, "有逾期"), (Code.SOON, "有将到期"), (Code.RUNNING, "在办"),
    (Code.MET, "都已办结"), (Code.NONE, "没有办件"),
)  # fmt: skip
_NOT_COUNTED = ((Code.NONE, RESTRICTED), (Code.NONE, _STANDING))
_WORST = [code for code, _ in _LEGEND]
_WORDS = dict(_LEGEND)


def _line(clause: Clause, kinds: Iterable[str], cells: dict[str, Cell]) -> Line:
    known = tables()
    shown = tuple((known[kind].label, cells[kind]) for kind in kinds)
    lights = [one.light for _, one in shown]
    light = next((code for code in _WORST if code in lights), Code.NONE)
    word = _WORDS[light] if shown else _STANDING
    if shown and light is Code.NONE and all(always_restricted(known[kind]) for kind in kinds):
        word = RESTRICTED
    return Line(clause, _address(clause.id), light, word, shown)


@lru_cache(1024)
def _address(clause: str) -> str:
    """Of a clause's page, asked for once: a page names them all."""
    return reverse("desk:clause", args=[clause])


__all__ = ["Line", "section"]
