"""The page on which two texts become one: what each changed, and where both changed the same, a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from ecoduty.casework.documents import merging, texts
from ecoduty.casework.documents.difference import Line, lines
from ecoduty.casework.documents.merging import Conflict, Decision, Part, Pick, Piece, Side
from ecoduty.casework.documents.models import Document

FLAG = "_merging"
_SIDES = {Side.THEIRS: "对方的改动", Side.MINE: "您的改动", Side.BOTH: "两人改得一样"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One stretch of a section: unchanged (`words` empty), changed by one, or to be decided (`name` of its choice)."""

    words: str = ""
    lines: Sequence[Line] = ()
    unchanged: int = 0
    name: str = ""
    n: int = 0
    theirs: str = ""
    mine: str = ""
    picked: str = ""
    own: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its title, my text as it is carried along, and its stretches; none when nobody touched it."""

    title: str
    mine: str
    parts: Sequence[Shown]


@dataclass(slots=True)
class Merging:
    """Three versions of the sections, and what was chosen."""

    base: int
    theirs: int
    author: str
    saved: str
    mine: Mapping[str, str]
    merged: Mapping[str, tuple[Part, ...]]
    chosen: dict[str, dict[int, Decision]] = field(default_factory=dict)
    asked: bool = False

    @property
    def to_decide(self) -> int:
        """How many conflicts there are."""
        return sum(len(merging.conflicts(parts)) for parts in self.merged.values())

    @property
    def undecided(self) -> int:
        """How many of them nobody has settled."""
        return self.to_decide - sum(len(found) for found in self.chosen.values())

    def result(self) -> dict[str, str] | None:
        """The sections brought together; None while something is undecided."""
        found = {title: merging.settled(parts, self.chosen.get(title, {})) for title, parts in self.merged.items()}
        return {title: text for title, text in found.items() if text is not None} if self.undecided == 0 else None

    @property
    def sections(self) -> list[Section]:
        """For the page."""
        found, n = [], 0
        for at, (title, parts) in enumerate(self.merged.items()):
            shown: list[Shown] = []
            local = 0
            for part in parts:
                if isinstance(part, Piece):
                    _append(shown, _shown(part))
                    continue
                n += 1
                shown.append(_asked(part, f"{at}.{local}", n, self.chosen.get(title, {}).get(local), self.asked))
                local += 1
            touched = any(one.words or one.name for one in shown)
            found.append(Section(title, self.mine.get(title, ""), shown if touched else ()))
        return found


def merging_of(document: Document, titles: Sequence[str], base: int, mine: Mapping[str, str], said: str) -> Merging:
    """What was written on version `base` beside the version in force; `said` is when that was saved, in words."""
    old, current = texts.version(document, base), texts.current(document)
    before, theirs = texts.text_of(old), texts.text_of(current)
    merged = {
        title: merging.merge(before.get(title, ""), theirs.get(title, ""), mine.get(title, theirs.get(title, "")))
        for title in titles
    }
    return Merging(base, document.version, current.author if current else "", said, mine, merged)


def decided(document: Document, titles: Sequence[str], posted: QueryDict, said: str) -> Merging | None:
    """The merge as it was posted, against the version it was shown with; None where its numbers are none of ours."""
    base, theirs = posted.get("from", ""), posted.get("base", "")
    if not (base.isdecimal() and theirs.isdecimal() and len(base + theirs) < 18):
        return None
    shown = texts.version(document, int(theirs))
    if shown is None:
        return None
    mine = {title: posted.get(f"mine.{title}", "") for title in titles}
    before, left = texts.text_of(texts.version(document, int(base))), texts.text_of(shown)
    merged = {title: merging.merge(before.get(title, ""), left.get(title, ""), mine[title]) for title in titles}
    found = Merging(int(base), int(theirs), shown.author, said, mine, merged, asked=True)
    for at, (title, parts) in enumerate(merged.items()):
        for n in range(len(merging.conflicts(parts))):
            pick = posted.get(f"pick.{at}.{n}", "")
            if pick in set(Pick):
                own = posted.get(f"own.{at}.{n}", "")
                found.chosen.setdefault(title, {})[n] = Decision(Pick(pick), own)
    return found


def _append(shown: list[Shown], one: Shown) -> None:
    """Stretches that nobody changed are one when they follow each other."""
    if one.unchanged and shown and shown[-1].unchanged:
        shown[-1] = Shown(unchanged=shown[-1].unchanged + one.unchanged)
    else:
        shown.append(one)


def _shown(piece: Piece) -> Shown:
    if piece.side is Side.NOBODY:
        return Shown(unchanged=len([line for line in piece.lines if line]))
    changed = lines("\n".join(piece.base), "\n".join(piece.lines))
    return Shown(words=_SIDES[piece.side], lines=changed) if changed else Shown()


def _asked(conflict: Conflict, name: str, n: int, decision: Decision | None, asked: bool) -> Shown:  # noqa: FBT001
    mine = "\n".join(conflict.mine)
    return Shown(
        name=name,
        n=n,
        theirs="\n".join(conflict.theirs),
        mine=mine,
        picked=decision.pick if decision else "",
        own=decision.own if decision and decision.own else mine,
        open=asked and decision is None,
    )
