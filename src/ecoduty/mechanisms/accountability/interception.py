"""What must not be written or uploaded here is found before anything of it is kept (rulebook `interceptions`).

The caught words are shown to nobody but the writer, and there only by their place: what was refused leaves no trace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from ecoduty.kernel.files import kinds
from ecoduty.kernel.files.reading import inside
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook.schema import Interception

_WIDE = str.maketrans("０１２３４５６７８９ｘＸ", "0123456789xX")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "10X98765432"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"  # signs of no width that would hide a word
_TOLD = 3  # places told at most; whoever mends these is told the next
READABLE = frozenset({"docx", "xlsx", "pptx", "txt"})


@dataclass(frozen=True, slots=True)
class Caught:
    """One thing that was caught: what it is, what to do, and where: line and sign from 1, both without the words."""

    label: str
    says: str
    line: int
    sign: int

    @property
    def place(self) -> str:
        """第2行第5字."""
        return f"第{self.line}行第{self.sign}字"


def caught(text: str, book: Rulebook) -> list[Caught]:
    """Everything in a text that the rulebook says must not be written, in its order. Blanks between signs hide nothing."""
    narrow, places = _narrow(text)
    found = {
        places[start]: row
        for row in reversed(book.interceptions.values())
        for start, matched in _matches(row, narrow)
        if row.check is None or _identity_number(matched)
    }
    return [_caught(text, start, found[start]) for start in sorted(found)]


def refuse_text(field: str, text: str, book: Rulebook) -> None:
    """Raises Refused `intercepted` with the places, where a field's text holds anything that must not be written."""
    found = caught(text, book)
    if found:
        raise refused(field, [f"{one.place}有{one.label}：{one.says}" for one in found[:_TOLD]], len(found))


def refuse_file(field: str, name: str, file: BinaryIO, kind: str, book: Rulebook) -> bool:
    """Look at a file's name and, as far as its kind can be read, at all it says. `kind` is a code of `kernel.files.kinds`.

    Returns whether the content was read: pictures, scans and PDF are not. Raises Refused `intercepted`, and
    `list_file_broken` for a file that looks right and cannot be read.
    """
    told = [f"文件名{one.place}有{one.label}：{one.says}" for one in caught(name, book)]
    for place, text in _said(file, name, kind):
        told += [f"{place}有{one.label}：{one.says}" for one in caught(text, book)]
    if told:
        raise refused(field, told[:_TOLD], len(told))
    return kind in READABLE


def unread(kind: str) -> str:
    """What to tell about a file whose content no reader looks into."""
    label = kinds.KINDS[kind].label if kind in kinds.KINDS else "这类文件"
    return f"{label}的内容读不出来，只核对了文件名：请自行确认其中没有密级标志和身份证号码。"


def refused(field: str, told: list[str], number: int) -> Refused:
    """The refusal for what was caught; nothing of it is kept."""
    more = f"；另有{number - len(told)}处" if number > len(told) else ""
    sentence = f"{'；'.join(told)}{more}。已拦下，没有保存。"
    return Refused("intercepted", sentence, status=422, problems=(Problem(field, "intercepted", sentence),))


def _said(file: BinaryIO, name: str, kind: str) -> Iterator[tuple[str, str]]:
    if kind == "txt":
        file.seek(0)
        written = file.read()
        yield "文件", next(_decoded(written), "")
    elif kind in READABLE:
        for piece in inside.pieces(file, name):
            yield piece.place, piece.text


def _decoded(written: bytes) -> Iterator[str]:
    for coding in ("utf-8-sig", "gb18030"):
        try:
            yield written.decode(coding)
        except UnicodeDecodeError:
            continue


def _narrow(text: str) -> tuple[str, list[int]]:
    """The text without blanks, in narrow signs, and where each of its signs stood."""
    kept = [(sign, place) for place, sign in enumerate(text) if not sign.isspace() and sign not in _UNSEEN]
    return "".join(sign for sign, _ in kept).translate(_WIDE), [place for _, place in kept]


def _matches(row: Interception, text: str) -> Iterator[tuple[int, str]]:
    if row.pattern is not None:
        yield from ((found.start(), found.group()) for found in re.finditer(row.pattern, text))
        return
    harmless = {
        found.start() + word.index(caught)
        for word in row.unless
        for caught in row.words
        if caught in word
        for found in re.finditer(re.escape(word), text)
    }
    for word in row.words:
        for found in re.finditer(re.escape(word), text):
            if found.start() not in harmless:
                yield found.start(), word


def _identity_number(digits: str) -> bool:
    """Whether the last sign is the check sign of the first seventeen (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return digits[-1].upper() == _SIGNS[total % 11]


def _caught(text: str, start: int, row: Interception) -> Caught:
    before = text[:start]
    return Caught(row.label, row.says, before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1)


def refuse_fields(written: Mapping[str, str], book: Rulebook) -> None:
    """`refuse_text` for every field of a form, all told at once. Raises Refused `intercepted`."""
    problems = [
        Problem(field, "intercepted", f"{one.place}有{one.label}：{one.says}。")
        for field, text in written.items()
        for one in caught(text, book)[:_TOLD]
    ]
    if problems:
        raise Refused("intercepted", f"{problems[0].sentence}已拦下，没有保存。", status=422, problems=tuple(problems))


__all__ = ["READABLE", "Caught", "caught", "refuse_fields", "refuse_file", "refuse_text", "refused", "unread"]
