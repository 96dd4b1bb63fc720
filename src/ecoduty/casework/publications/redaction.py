"""The public version, derived from the text that was sent by withholding: nothing is rewritten, nothing is added.

Who prepares it puts ⟦ and ⟧ around what the public should not read, and does nothing else. A whole line or several are
left out with a note; words inside a line, and cells of a table, are covered. What covers and what notes say is the
rulebook's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ecoduty.casework.documents.blocks import normal
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook.book import Rulebook

OPEN, CLOSE = "⟦", "⟧"
_MARKS = re.compile(f"[{OPEN}{CLOSE}]")
_STRETCH = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_WORDS = re.compile(r"\S(?:.*\S)?")
_MARK_OF_LINE = re.compile(r"(?:#{1,3} +|- +|[0-9]{1,6}\. +)")


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands where something is withheld: `words` for words and cells, `lines` for whole lines."""

    words: str = "■■■"
    lines: str = "（此处略去部分内容，依法不予公开）"


def cover_of(book: Rulebook, on: date) -> Cover:
    """The rulebook's covers on a day; where it has none, ours."""
    plain = Cover()
    given = {
        name: str(book.value(key, on=on)) if key in book.values else default
        for name, key, default in (
            ("words", "publication.withheld-words", plain.words),
            ("lines", "publication.withheld-lines", plain.lines),
        )
    }
    return Cover(**given)


def bare(text: str) -> str:
    """The text without any marks."""
    return _MARKS.sub("", text)


def withholds(marked: str) -> bool:
    """Whether anything is withheld."""
    return any(part.strip() for part in _STRETCH.findall(marked.replace("\n", " ")))


def public_text(title: str, sent: str, marked: str, cover: Cover) -> str:
    """The section as the public reads it.

    Raises Refused `redaction_unbalanced` where a mark has no partner, `public_version_rewritten` where more was done to
    the text than to mark it.
    """
    if [sign for sign in _MARKS.findall(marked)] != [OPEN, CLOSE] * marked.count(CLOSE):  # noqa: C416 -- reads as a list
        raise Refused(
            "redaction_unbalanced", f"“{title}”一节的遮盖符号没有配对：{OPEN}和{CLOSE}须一前一后成对。", status=422
        )
    if normal(bare(marked)) != normal(bare(sent)):
        raise Refused(
            "public_version_rewritten",
            f"“{title}”一节除了遮盖之外还有改动。公开版只能在报送稿上遮盖，不能改写或增加；请把改动还原。"
            "报送稿本身有误的，须退回补正。您填的内容没有丢。",
            status=422,
        )
    return "\n".join(_lines(marked, cover)).strip("\n")


def _lines(marked: str, cover: Cover) -> Iterator[str]:
    inside, noted = False, False
    for line in normal(marked).split("\n"):
        opened = f"{OPEN}{line}" if inside else line
        inside = opened.rfind(OPEN) > opened.rfind(CLOSE)
        whole = f"{opened}{CLOSE}" if inside else opened
        rest = bare(_STRETCH.sub("", whole)).strip()
        if not rest and withholds(whole) and not _is_row(bare(whole)):
            if not noted:
                yield cover.lines
            noted = True
            continue
        if bare(whole).strip():
            noted = False
            yield _covered(whole, cover)
        elif not noted:
            yield ""


def _is_row(line: str) -> bool:
    """Whether it is a row of a table: there cells are covered, and the table stays one."""
    return len(line) > 1 and line.startswith("|") and line.endswith("|")


def _covered(line: str, cover: Cover) -> str:
    """A line with the marked words covered. The mark of a heading or an item stays, and so do the walls of cells."""
    words = bare(line)
    head = _MARK_OF_LINE.match(words)
    if head and line.startswith(OPEN):
        line = f"{head[0]}{OPEN}{line[len(OPEN) + len(head[0]) :]}"

    def cover_up(found: re.Match[str]) -> str:
        if not _is_row(words):
            return cover.words if found[1] else ""
        cells = re.split(r"(?<!\\)\|", found[1])
        return "|".join(_WORDS.sub(cover.words, cell) if cell.strip(" -:") else cell for cell in cells)

    return _STRETCH.sub(cover_up, line)
