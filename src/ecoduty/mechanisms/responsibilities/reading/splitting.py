"""Several duties in one cell of a table, each a record of its own: 1.… 2.…, or 负责……；配合……。 Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from ecoduty.mechanisms.responsibilities.reading.data import Problem, problem
from ecoduty.mechanisms.responsibilities.reading.records import Cell, Record

_STYLES = (
    re.compile(r"(?:(?<=[\n。；;：:])|\A)\s*(?P<n>[0-9０-９]{1,2})(?:[、．]|\.(?![0-9]))\s*"),
    re.compile(r"(?:(?<=[\n。；;：:])|\A)\s*[（(](?P<n>[0-9０-９]{1,2})[）)]\s*"),
    re.compile(r"(?:(?<=[\n。；;：:])|\A)\s*[（(](?P<n>[一二三四五六七八九十]{1,2})[）)]\s*"),
    re.compile(r"(?:(?<=[\n。；;：:])|\A)\s*(?P<n>[一二三四五六七八九十]{1,2})、\s*"),
    re.compile(r"(?P<n>[①-⑳])\s*"),
)
_FIGURES = "一二三四五六七八九十"
_DUTY = re.compile(r"(?:依法)?(?:负责|牵头|会同|配合|指导|监督|协助|参与|承担|联合|督促)")
_HEAD = re.compile(r"^.{4,}(?:[:：]|包括|如下|\n)$", re.DOTALL)
_ONLY_LEADS = re.compile(r"(?:以下|下列)[^，。；]{0,16}[:：]?$")
_LEAST = 8  # letters of a duty that stands behind a semicolon
_SEMICOLONS = re.compile(r"[；;。\n]+")


def apart(record: Record) -> tuple[list[Record], list[Problem]]:
    """The records that a record is; what else stands in its row belongs to each of them."""
    name = record.cells.get("name")
    if name is None or record.literal:
        return [record], []
    head, pieces = _numbered(name.text)
    if pieces and head and not _ONLY_LEADS.search(head):
        return [_described(record, name, head) if _HEAD.search(head) else record], []
    pieces = pieces or _divided(name.text)
    if len(pieces) < 2:
        return [record], []
    places = [f"{name.place}第{number}项" for number in range(1, len(pieces) + 1)]
    found = [
        replace(record, place=place, cells={**record.cells, "name": Cell(piece, place)})
        for piece, place in zip(pieces, places, strict=True)
    ]
    return found, [problem(name.place, "row_split", count=len(pieces))]


def _numbered(text: str) -> tuple[str, list[str]]:
    """What stands before the first number, and the numbered pieces; no pieces where the numbers do not run 1, 2, 3."""
    for style in _STYLES:
        marks = list(style.finditer(text))
        if len(marks) < 2 or [_value(one["n"]) for one in marks] != list(range(1, len(marks) + 1)):
            continue
        ends = [*(one.start() for one in marks[1:]), len(text)]
        pieces = [text[mark.end() : end].strip("；;。 \n") for mark, end in zip(marks, ends, strict=True)]
        if all(len(piece) >= 2 for piece in pieces):
            return text[: marks[0].start()].lstrip(), pieces
    return "", []


def _value(number: str) -> int:
    if number in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(number) - ord("①") + 1
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return _FIGURES.index(number) + 1
    return (_FIGURES.index(tens) + 1 if tens else 1) * 10 + (_FIGURES.index(ones) + 1 if ones else 0)


def _divided(text: str) -> list[str]:
    """Duties behind semicolons, where every one of them says with a verb of its own what part the body has."""
    pieces = [piece.strip() for piece in _SEMICOLONS.split(text) if piece.strip()]
    whole = len(pieces) > 1 and all(_DUTY.match(piece) and len(piece) >= _LEAST for piece in pieces)
    return pieces if whole else []


def _described(record: Record, name: Cell, head: str) -> Record:
    """水资源保护：①……；②…… is one duty; what is numbered describes it."""
    rest = name.text[len(head) :].strip() if name.text.startswith(head) else name.text
    title = head.rstrip("：:，,。；;\n ")
    changed = replace(record, cells={**record.cells, "name": Cell(title, name.place)})
    before = changed.cells.get("description")
    changed.cells["description"] = Cell("\n".join(filter(None, (rest, before.text if before else ""))), name.place)
    return changed


__all__ = ["apart"]
