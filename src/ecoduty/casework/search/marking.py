"""Where a hit was found: the title, number or piece of text with the words marked in the original spelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ecoduty.casework.search import spelling
from ecoduty.casework.search.asking import Asked
from ecoduty.casework.search.keeping import BODY_OF_IT, HEADING
from ecoduty.casework.search.models import Kind

BEFORE, SHOWN = 24, 110  # characters before the first word, and of a piece in all


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, marked where it is one of the words."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Where a thing was found: `places` in words (标题, 编号, 正文“一、总体情况”), title and number and text as shown."""

    places: tuple[str, ...]
    title: tuple[Piece, ...]
    number: tuple[Piece, ...]
    text: tuple[Piece, ...]


_TEXT_OF = {Kind.CLAUSE: "说明", Kind.PERSON: "岗位", Kind.BODY: "曾用名称", Kind.PUBLICATION: "公开内容",
            Kind.INSTRUMENT: "说明"}  # fmt: skip


def located(asked: Asked, kind: str, title: str, number: str, text: str) -> Found:
    """Where the words stand in a hit."""
    marked_title, marked_number = _marked(title, asked), _marked(number, asked)
    snippet, heading = _snippet(text, asked)
    places = []
    if _any(marked_title):
        places.append("姓名" if kind == Kind.PERSON else "名称" if kind in {Kind.BODY, Kind.INSTRUMENT} else "标题")
    if _any(marked_number):
        places.append(
            "条款号" if kind == Kind.CLAUSE else "文号" if kind in {Kind.DOCUMENT, Kind.INSTRUMENT} else "编号"
        )
    if _any(snippet):
        of_text = _TEXT_OF.get(Kind(kind), "正文")
        places.append(f"{of_text}“{heading}”" if heading else of_text)
    if not places:
        places.append("其他称谓")  # an alias, or a number written another way
    return Found(tuple(places), marked_title, marked_number, snippet)


def _any(pieces: Sequence[Piece]) -> bool:
    return any(piece.marked for piece in pieces)


def _marked(text: str, asked: Asked) -> tuple[Piece, ...]:
    return tuple(_pieces(text, _spans(text, asked)))


def _spans(text: str, asked: Asked) -> list[tuple[int, int]]:
    """From where to where the words stand in the original, in order, overlapping ones joined."""
    folded, places = spelling.fold_in_place(text)
    found = []
    for ways in asked.spellings:
        for way in ways:
            at = folded.find(way)
            while at >= 0:
                found.append((places[at], places[at + len(way) - 1] + 1))
                at = folded.find(way, at + len(way))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in spans:
        if start > at:
            yield Piece(text[at:start], marked=False)
        yield Piece(text[start:end], marked=True)
        at = end
    if at < len(text):
        yield Piece(text[at:], marked=False)


def _snippet(text: str, asked: Asked) -> tuple[tuple[Piece, ...], str]:
    """The piece of text around the first word, marked, and the heading of the section it stands in."""
    spans = _spans(text, asked)
    if not spans:
        return (), ""
    first = spans[0][0]
    opens = text.rfind(HEADING, 0, first + 1)
    closes = text.find(BODY_OF_IT, opens) if opens >= 0 else -1
    heading = text[opens + 1 : closes] if closes >= 0 else ""
    start = max(first - BEFORE, closes + 1 if 0 <= closes <= first else 0)
    shown = text[start : start + SHOWN]
    clean = shown.replace(HEADING, " ").replace(BODY_OF_IT, " ").replace("\n", " ")
    pieces = list(_pieces(clean, [(a, b) for a, b in _spans(shown, asked) if b <= len(clean)]))
    if start > 0 and start != closes + 1:
        pieces.insert(0, Piece("…", marked=False))
    if start + SHOWN < len(text):
        pieces.append(Piece("…", marked=False))
    return tuple(pieces), heading
