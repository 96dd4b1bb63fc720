"""Does this text create a duty without a lead? Sentences for a person to look at (clause 5.8). Pure: words in, marks out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

MOST = 200
"""How many marks are kept: nobody looks at more."""
LONGEST = 500  # characters of a sentence that are kept
NOBODY, NO_LEAD = "写了要做什么，没有写由谁做", "写了几家，没有写由谁牵头"

_ENDS = re.compile(r"[^。；！？\n]+[。；！？]?")
_ARTICLE = re.compile(r"^\s*(第[〇零一二三四五六七八九十百千0-9]+条)")
_LAST_HEADING = 30  # characters within which a line without an end is a heading


@dataclass(frozen=True, slots=True)
class Mark:
    """A sentence: in which article it stands, what was seen in it, and why it is marked."""

    place: str
    text: str
    words: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for: `duties` say that something has to be done, `leads` who leads, `actors` are general names of who acts
    (the people's government, the competent department), `bodies` names and short names in the directory.
    """

    duties: Sequence[str]
    leads: Sequence[str]
    actors: Sequence[str]
    bodies: Collection[str]


def marks(text: str, words: Words) -> list[Mark]:
    """The sentences of a text that say something has to be done and not by whom, or name several bodies and no lead."""
    found: list[Mark] = []
    place = ""
    for line in text.splitlines():
        article = _ARTICLE.match(line)
        if article:
            place = article.group(1)
        for sentence in _ENDS.findall(line):
            seen = _seen(sentence.strip(), words)
            if seen is not None:
                found.append(Mark(place, sentence.strip()[:LONGEST], *seen))
                if len(found) == MOST:
                    return found
    return found


def _seen(sentence: str, words: Words) -> tuple[tuple[str, ...], str] | None:
    if len(sentence) <= _LAST_HEADING and sentence[-1:] not in "。；！？":
        return None
    duties = tuple(word for word in words.duties if word in sentence)
    if not duties:
        return None
    named = _named(sentence, words.bodies)
    general = any(word in sentence for word in words.actors)
    leads = any(word in sentence for word in words.leads)
    if not named and not general:
        return (duties, NOBODY)
    if len(named) > 1 and not leads:
        return (duties, NO_LEAD)
    return None


def _named(sentence: str, bodies: Collection[str]) -> list[str]:
    """Names that stand in it; one inside another counts once."""
    standing = sorted((name for name in bodies if name in sentence), key=len, reverse=True)
    kept: list[str] = []
    for name in standing:
        if not any(name in longer for longer in kept):
            kept.append(name)
    return kept


__all__ = ["LONGEST", "MOST", "NOBODY", "NO_LEAD", "Mark", "Words", "marks"]
