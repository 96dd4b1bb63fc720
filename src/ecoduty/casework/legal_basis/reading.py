"""Reads references as departments write them: 《全称》第X条第Y款第（Z）项, lists, ranges, short titles, missing marks.

One pass from left to right; each letter is looked at a fixed number of times, whatever the text is. What is understood
becomes data, what is not is kept with its place and a sentence that says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ecoduty.casework.legal_basis import signs
from ecoduty.casework.legal_basis.library import Known, Library
from ecoduty.casework.legal_basis.names import alike
from ecoduty.casework.legal_basis.numerals import GREATEST, from_chinese
from ecoduty.casework.legal_basis.places import Level, Path
from ecoduty.casework.legal_basis.references import Reference

LONGEST_TITLE = 300  # characters
LONGEST_RANGE = 300  # articles that 第X条至第Y条 may stand for
MOST = 2000  # references in one text
SENTENCES = {
    "basis_not_understood": "“{text}”没有读懂，请按“《全称》第X条第Y款第（Z）项”改写",
    "basis_no_instrument": "“{text}”没有写明是哪个文件，请在前面写上《文件全称》",
    "basis_not_in_library": "依据库里没有“{text}”，请核对名称，或请环委办登记这个文件",
    "basis_title_open": "书名号没有写完：“{text}”",
    "basis_title_long": "书名号里超过{limit}个字，可能漏写了“》”",
    "basis_number_unreadable": "“{text}”里的数字没有读懂",
    "basis_no_unit": "“{text}”后面没有写条、款、项或目",
    "basis_range_reversed": "“{text}”的起止颠倒了",
    "basis_range_long": "“{text}”跨度超过{limit}条，请逐段写明",
    "basis_same_as_above": "“{text}”请改写成文件全称和条款，便于单独核对",
    "basis_edition_unknown": "依据库没有登记“{text}”这个版本，按登记的版本核对",
    "basis_too_many": "一格里的依据和错处超过{limit}处，其余没有读",
}


_RUN_TOGETHER = frozenset(
    {"basis_not_understood", "basis_title_open"}
)  # neighbours are one fault, a sign between them or not


@dataclass(frozen=True, slots=True)
class Fault:
    """Something not understood, or understood with doubt: where it stands in the text, a stable code, a sentence."""

    code: str
    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference and where it stands in the text."""

    reference: Reference
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text cites, in its order, and what of it was not understood."""

    cited: tuple[Cited, ...]
    faults: tuple[Fault, ...]

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references alone."""
        return tuple(one.reference for one in self.cited)


def parse(text: str, library: Library, *, on: date | None = None, body: str = "") -> Reading:
    """Read a text. `on` chooses among editions of one title, `body` whose 三定规定 is meant (a key of the directory).

    Never raises; the time it takes grows with the text and no faster.
    """
    return _Reader(text, library, on, body).read()


class _Title(NamedTuple):
    """The instrument that the next provisions belong to."""

    known: Known | None
    name: str
    edition: str
    start: int
    end: int


@dataclass(slots=True)
class _Leaf:
    """A provision read so far; a deeper step right behind it makes it more exact."""

    title: _Title
    path: Path
    start: int
    end: int


class _Doubt(NamedTuple):
    """A fault in the making, in places of the plain letters; its sentence is written when all is read."""

    code: str
    start: int
    end: int
    text: str
    limit: str


class _Full(Exception):  # noqa: N818 -- ends the reading, no failure
    """Enough was read."""


class _Reader:
    def __init__(self, text: str, library: Library, on: date | None, body: str) -> None:
        self.text = text
        self.library, self.on, self.body = library, on, body
        same = alike(text)
        self.at = [place for place, letter in enumerate(same) if letter == "\n" or not letter.isspace()]
        self.letters = "".join(same[place] for place in self.at)
        self.closing = signs.pairs(self.letters)
        self.own_names: dict[str, _Title] = {}  # 以下简称
        self.title: _Title | None = None
        self.used = True  # the title already has a provision
        self.chain: list[_Leaf] = []  # provisions of this title
        self.level: Level | None = None
        self.apart = True  # a separator stands between the last step and here
        self.range = False
        self.line_start = True
        self.leaves: list[_Leaf] = []
        self.doubts: list[_Doubt] = []

    # ------------------------------------------------------------------ the pass

    def read(self) -> Reading:
        place = 0
        try:
            while place < len(self.letters):
                place = self._next(place)
            self._close_title()
        except _Full:
            self.doubts.append(_Doubt("basis_too_many", place, place + 1, "", str(MOST)))
        cited = [
            Cited(
                Reference(leaf.title.known, leaf.title.known.title if leaf.title.known else leaf.title.name,
                          leaf.path.provision, leaf.title.edition),
                self.at[leaf.start], self.at[leaf.end - 1] + 1,
            )
            for leaf in self.leaves
        ]  # fmt: skip
        return Reading(tuple(cited), tuple(self._said(doubt) for doubt in self.doubts))

    def _next(self, place: int) -> int:
        if self.line_start and (found := signs.NUMBERING.match(self.letters, place)):
            return found.end()
        letter = self.letters[place]
        if letter in signs.SEPARATORS:
            self.line_start, self.apart, self.range = letter in "\n;。", True, False
            return place + 1
        self.line_start = False
        if letter in "》〉)":
            return place + 1  # what it closed has been dealt with
        if letter in "《〈":
            return self._marked_title(place)
        return self._step(place) or (
            self._bracket(place) if letter == "(" else self._between_steps(place) or self._words(place)
        )

    def _between_steps(self, place: int) -> int:
        """至 or 和 between two provisions; 0 where none stands here."""
        if not self.chain:
            return 0
        ranged = signs.RANGE.match(self.letters, place)
        found = ranged or signs.AND.match(self.letters, place)
        if found is None:
            return 0
        self.range, self.apart = ranged is not None, True
        return found.end()

    # ------------------------------------------------------------------ titles

    def _marked_title(self, place: int) -> int:
        end = self.closing.get(place)
        if end is None:
            self._fault("basis_title_open", place, place + 20)
            return place + 1
        name = signs.unwrapped(self._raw(place + 1, end))
        if len(name) > LONGEST_TITLE:
            self._fault("basis_title_long", place, end + 1, limit=str(LONGEST_TITLE))
            return end + 1
        if name:
            self._begin(name, place, end + 1)
        return self._qualifiers(end + 1)

    def _begin(self, name: str, start: int, end: int) -> None:
        """A new instrument; the one before it, if it has no provision, is cited as a whole."""
        self._close_title()
        own = self.own_names.get(name)
        known = own.known if own else self.library.find(name, on=self.on, body=self.body)
        self.title = _Title(known, own.name if own else name, own.edition if own else "", start, end)
        self.used, self.chain, self.level, self.apart, self.range = False, [], None, False, False

    def _close_title(self) -> None:
        title = self.title
        if title is None:
            return
        if not self.used:
            self.used = True
            self._keep(_Leaf(title, Path(), title.start, title.end))
        if title.known is None and title.name:
            self._fault("basis_not_in_library", title.start, title.end, text=title.name)
        self.title = None

    def _qualifiers(self, place: int) -> int:
        """What stands in brackets behind a title: an edition, a number, 以下简称."""
        while place < len(self.letters) and self.letters[place] == "(" and place in self.closing:
            end = self.closing[place]
            if signs.ITEM.match(self.letters, place):
                break
            if not self._qualify(self._raw(place + 1, end), end + 1):
                self._fault("basis_not_understood", place, end + 1)
            place = end + 1
        return place

    def _qualify(self, words: str, end: int) -> bool:
        """Take what a bracket says of the title before it; False where it says nothing that is understood."""
        title = self.title
        if title is None:
            return False
        if short := signs.SHORT_NAME.match(words):
            self.own_names[signs.bare(short[1])] = title
            return True
        longer = f"{title.name}（{words}）"
        if edition := signs.edition(words):
            known = self.library.find(title.name, edition=edition, on=self.on, body=self.body)
            if known is None and title.known is not None:
                self._fault("basis_edition_unknown", title.start, end)
            title = title._replace(known=known or title.known, edition=edition)
        elif (known := self.library.find(longer, on=self.on, body=self.body)) or signs.DRAFT.match(words):
            title = title._replace(known=known or title.known, name=longer)
        elif signs.DOCUMENT_NUMBER.search(alike(words)):
            title = title._replace(known=title.known or self.library.find(words, on=self.on))
        else:
            return False
        self.title = title._replace(end=end)
        return True

    # ------------------------------------------------------------------ provisions

    def _step(self, place: int) -> int:
        """One step: 第十条, 第一、三款, （二）, 第三章. Where behind it reading goes on; 0 where none stands here."""
        if found := signs.ANNEX.match(self.letters, place):
            number = from_chinese(found[2]) if found[2] else None
            self._place(Level.ANNEX, [f"{found[1]}{number or ''}"], place, found.end())
            return found.end()
        run = signs.RUN.match(self.letters, place)
        if run is None:
            return 0
        unit = signs.UNIT.match(self.letters, run.end())
        if unit is None:
            return self._without_unit(run)
        if self.letters[place] != "第" and self.title is None:
            return 0
        self._numbers(Level.of(unit[1]), run, place, unit.end(), inserted=unit[2] or "")
        return unit.end()

    def _without_unit(self, run: re.Match[str]) -> int:
        """Numbers that no 条 or 款 follows: items in brackets, a fault, or (0) part of something else."""
        place, end = run.span()
        if self.letters[place] == "(":
            if signs.ITEM.fullmatch(run[0]):
                self._numbers(Level.ITEM, run, place, end)
            else:
                self._fault("basis_not_understood", place, end)
            return end
        if self.letters[place] == "第" and not signs.NUMBERED.match(self.letters, end):
            self._fault("basis_no_unit", place, end)
            return end
        return 0

    def _numbers(self, level: Level, run: re.Match[str], start: int, end: int, inserted: str = "") -> None:
        values: list[int] = []
        ranged = self.range
        for joiner, written in signs.elements(run[0]):
            value = from_chinese(written)
            if not value or value > GREATEST:
                self._fault("basis_number_unreadable", start, end)
                return
            if joiner in signs.RANGE_JOINERS and values:
                values += self._between(values[-1], value, start, end)
            values.append(value)
        above = from_chinese(inserted) if inserted else 0
        if ranged and self.chain and (first := self.chain[-1].path.number(level)):
            values = [*self._between(first, values[0], start, end), *values]
        self.range = False
        self._place(level, values, start, end, inserted=above or 0)

    def _between(self, first: int, last: int, start: int, end: int) -> Sequence[int]:
        """The numbers strictly between; none, and a fault, where that makes no sense."""
        if last <= first:
            self._fault("basis_range_reversed", start, end)
            return ()
        if last - first > LONGEST_RANGE:
            self._fault("basis_range_long", start, end, limit=str(LONGEST_RANGE))
            return ()
        return range(first + 1, last)

    def _place(self, level: Level, values: Sequence[int | str], start: int, end: int, inserted: int = 0) -> None:
        """Put the numbers of a step where they belong: more exact than the step before, or beside it."""
        if self.title is None:
            self._fault("basis_no_instrument", start, end)
            return
        deeper = not self.apart and self.level is not None and level > self.level
        last = self.chain[-1] if self.chain else None
        base = last.path if last else Path()
        begin = start
        if deeper and last is not None:
            begin = last.start
            self._drop_last()
        for number, value in enumerate(values):
            path = base.step(level, value, inserted if number == len(values) - 1 else 0)
            leaf = _Leaf(self.title, path, begin if self.used else self.title.start, end)
            self.used = True
            self._keep(leaf)
            self.chain.append(leaf)
        self.level, self.apart = level, False

    def _drop_last(self) -> None:
        self.leaves.pop()
        self.chain.pop()

    def _keep(self, leaf: _Leaf) -> None:
        if len(self.leaves) >= MOST:
            raise _Full
        self.leaves.append(leaf)

    # ------------------------------------------------------------------ the rest

    def _bracket(self, place: int) -> int:
        """A bracket that is neither item nor edition: read if it cites, skipped if it says nothing, else a fault."""
        end = self.closing.get(place)
        if end is not None and signs.CITES.search(self.letters, place + 1, min(end, place + 80)):
            return place + 1
        if end is None:
            self._fault("basis_not_understood", place, place + 1)
            return place + 1
        if not signs.FILLER.fullmatch(self.letters, place + 1, end):
            self._fault("basis_not_understood", place, end + 1)
        return end + 1

    def _words(self, place: int) -> int:
        """Letters outside marks: a title without marks, words that join, or something else."""
        end = self._end_of_words(place)
        if (
            end == place
        ):  # a number with its 条 that belongs to no title: letters like any other, or reading never goes on
            run = signs.RUN.match(self.letters, place)
            end = self._end_of_words(run.end() if run else place + 1)
        words = self._raw(place, end)
        if signs.FILLER.fullmatch(words):
            self.apart = True
            return end
        leading = signs.LEADING.match(words)
        skipped = leading.end() if leading else 0
        bare = words[skipped:]
        if not self._is_known(bare):
            bare = signs.TRAILING.sub("", bare)
        if bare in {"同上", "同前", "同上条", "上述规定"}:
            self._fault("basis_same_as_above", place, end)
            return end
        return self._unmarked(bare, place + skipped, end)

    def _unmarked(self, words: str, start: int, end: int) -> int:
        """Titles without marks: one, or several joined; what is none is a fault unless provisions follow."""
        if self._is_known(words):
            self._begin(words, start, end)
            return self._qualifiers(end)
        place, pieces = start, []
        for piece in signs.JOINED.split(words):
            pieces.append((piece, place))
            place += len(piece)
        names = [(piece, where) for piece, where in pieces if piece and not signs.FILLER.fullmatch(piece)]
        known = [self._is_known(piece) for piece, _ in names]
        if any(known) and all(one or signs.TITLE.match(piece) for one, (piece, _) in zip(known, names, strict=True)):
            for piece, where in names:
                self._begin(piece, where, where + len(piece))
            return self._qualifiers(end)
        if len(words) <= LONGEST_TITLE and (self._cites(end) or signs.TITLE.match(words)):
            self._begin(words, start, end)
            return self._qualifiers(end)
        self._fault("basis_not_understood", start, end)
        self.apart = True
        return end

    def _is_known(self, name: str) -> bool:
        return name in self.own_names or self.library.find(name, on=self.on, body=self.body) is not None

    def _cites(self, place: int) -> bool:
        """Whether a provision, or an edition in brackets, stands here."""
        if place < len(self.letters) and self.letters[place] == "(" and (end := self.closing.get(place)):
            return bool(signs.edition(self._raw(place + 1, end)))
        run = signs.RUN.match(self.letters, place)
        return bool(run and signs.UNIT.match(self.letters, run.end()))

    def _end_of_words(self, place: int) -> int:
        """Where the letters end that can be a title without marks. Numbers of documents belong to it."""
        while place < len(self.letters):
            letter = self.letters[place]
            if letter in signs.ENDS:
                break
            if letter == "(":
                number = signs.YEAR_NUMBER.match(self.letters, place)
                if number is None:
                    break
                place = number.end()
            elif letter == "第" or letter in signs.FIGURES:
                run = signs.RUN.match(self.letters, place)
                if run is None:
                    place += 1
                elif (unit := signs.UNIT.match(self.letters, run.end())) and (letter == "第" or unit[1] == "条"):
                    break
                else:
                    place = run.end()
            else:
                place += 1
        return place

    def _raw(self, start: int, end: int) -> str:
        """The letters as they were written, without blanks and line ends."""
        return "".join(self.text[place] for place in self.at[start:end] if self.text[place] not in "\r\n")

    def _fault(self, code: str, start: int, end: int, text: str = "", limit: str = "") -> None:
        if len(self.doubts) >= MOST:
            raise _Full
        end = min(end, len(self.letters))
        before = self.doubts[-1] if self.doubts else None
        if before and before.code == code and code in _RUN_TOGETHER and start <= before.end + 1:
            self.doubts[-1] = before._replace(end=end)
        else:
            self.doubts.append(_Doubt(code, min(start, end - 1), end, text, limit))

    def _said(self, doubt: _Doubt) -> Fault:
        start, end = self.at[doubt.start], self.at[doubt.end - 1] + 1
        shown = doubt.text or " ".join(self.text[start:end].split())
        shown = f"{shown[:40]}……" if len(shown) > 41 else shown
        return Fault(doubt.code, SENTENCES[doubt.code].format(text=shown, limit=doubt.limit), start, end)


__all__ = ["Cited", "Fault", "Reading", "parse"]
