"""Bodies by duties: how each stands in each, the worst first; every cell is a number with its list (clause 4.8)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ecoduty.casework.figures.standing import Numbers
from ecoduty.interfaces.desk.cockpit.asking import Asked, Section
from ecoduty.interfaces.desk.lights import WORDS, Code
from ecoduty.kernel.flow import tables

_COLUMNS = "cockpit.columns"


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit's list; `url` is empty where there is none."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The worst light of what is there, how many stand so, and how many are not done at all."""

    light: Code
    word: str
    number: Number | None
    open: Number | None
    said: str

    @property
    def hot(self) -> bool:
        """Whether something is late."""
        return self.light in {Code.OVERDUE, Code.BADLY_OVERDUE}


@dataclass(frozen=True, slots=True)
class Column:
    """A duty: its kind of matter, what it is called here, the clause it rests on."""

    kind: str
    label: str
    clause: str


def columns(asked: Asked) -> list[Column]:
    """The duties that the rulebook puts side by side, as far as their kind runs here: `clause=label=kind`, the clause empty where
    the plan has none.
    """
    found = (str(line).split("=", 2) for line in asked.book.words(_COLUMNS, on=asked.visit.today))
    known = asked.book.clauses
    return [Column(kind, label, clause if clause in known else "") for clause, label, kind in found if kind in tables()]


_WORST = ("badly_overdue", "overdue", "soon", "running")


def cell(asked: Asked, numbers: Numbers, **narrow: str) -> Cell:
    """One cell from its numbers."""
    word = next((word for word in _WORST if numbers[word]), "")
    if not word:
        closed = numbers["closed"]
        if not closed:
            return Cell(Code.NONE, WORDS[Code.NONE], None, None, "还没有办件")
        return Cell(Code.MET, WORDS[Code.MET], Number(closed, asked.url("closed", **narrow)), None, f"办结{closed}件")
    light = Code(word)
    shown = "late" if word in {"badly_overdue", "overdue"} else word
    rest = numbers["open"]
    said = "，".join(f"{label}{numbers[one]}件" for one, label in _SAID if numbers[one])
    return Cell(
        light, WORDS[Code.OVERDUE if shown == "late" else light], Number(numbers[shown], asked.url(shown, **narrow)),
        Number(rest, asked.url("open", **narrow)) if rest != numbers[shown] else None, said,
    )  # fmt: skip


_SAID = (
    ("late", "逾期未办"),
    ("badly_overdue", "其中严重逾期"),
    ("soon", "将到期"),
    ("running", "在办"),
    ("closed", "办结"),
)


def section(asked: Asked) -> Section:
    """The matrix with its sums."""
    by_cell: dict[tuple[str, str], Numbers] = defaultdict(Numbers)
    by_kind: dict[str, Numbers] = defaultdict(Numbers)
    for row in asked.board.rows:
        by_cell[row.body, row.kind].add(row.numbers)
        by_kind[row.kind].add(row.numbers)
    shown = columns(asked)
    lines = [
        {
            "body": body,
            "cells": [cell(asked, by_cell[body.key, one.kind], body=body.key, kind=one.kind) for one in shown],
        }
        for body in asked.bodies
    ]
    sums = [cell(asked, by_kind[one.kind], kind=one.kind) for one in shown]
    return Section(
        "matrix",
        "各单位各项义务",
        {"columns": shown, "lines": lines, "sums": sums, "legend": [(code, WORDS[code]) for code in _LEGEND]},
    )


_LEGEND = (Code.MET, Code.RUNNING, Code.SOON, Code.OVERDUE, Code.BADLY_OVERDUE, Code.NONE)


def headline(asked: Asked) -> list[tuple[str, Code | None, Number]]:
    """The numbers over the page: what there is in all, and in which five ways it stands."""
    total = asked.board.total()
    words = (
        ("all", "应办", None), ("closed", "办结", Code.MET), ("running", "在办", Code.RUNNING), ("soon", "将到期", Code.SOON),
        ("overdue", "逾期", Code.OVERDUE), ("badly_overdue", "严重逾期", Code.BADLY_OVERDUE),
    )  # fmt: skip
    return [(label, light, Number(total[word], asked.url(word))) for word, label, light in words]


__all__ = ["Cell", "Column", "Number", "cell", "columns", "headline", "section"]
