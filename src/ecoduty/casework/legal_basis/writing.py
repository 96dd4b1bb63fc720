"""Writes references in the standard form, so that reading what was written gives the same references again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ecoduty.casework.legal_basis.provision import Provision
from ecoduty.casework.legal_basis.references import Reference, marked

_FOLDED = 3  # so many whole articles in a row are written as a range


def write(references: Sequence[Reference]) -> str:
    """《甲》第三条至第五条、第十条第一款；《乙》第二条. Their order stays as given."""
    return "；".join(_group(some) for some in _groups(references))


def _groups(references: Sequence[Reference]) -> list[list[Reference]]:
    """References that share one title. A whole instrument stands alone; what has no part or no article cannot
    follow what has one: it would read as being in it.
    """
    found: list[list[Reference]] = []
    for one in references:
        last = found[-1][-1] if found else None
        if (
            last is None
            or (last.title, last.edition) != (one.title, one.edition)
            or Provision() in {last.provision, one.provision}
            or (last.provision.part and last.provision.part != one.provision.part)
            or (last.provision.article and not one.provision.article)
        ):
            found.append([one])
        else:
            found[-1].append(one)
    return found


def _group(some: Sequence[Reference]) -> str:
    provisions = [one.provision for one in some]
    words = [provisions[0].text] + [_after(before, now) for before, now in pairwise(provisions)]
    written, place = [], 0
    while place < len(some):
        end = _row_end(provisions, place)
        if end - place >= _FOLDED:
            written.append(f"{words[place]}至{words[end - 1]}")
            place = end
        else:
            written.append(words[place])
            place += 1
    return marked(some[0].title, some[0].edition) + "、".join(written)


def _after(before: Provision, now: Provision) -> str:
    """A provision behind another of the same instrument: what both share above is said once, as far as it reads back."""
    if now.part != before.part:
        return now.text
    if (now.article, now.inserted) == (before.article, before.inserted):
        if (
            now.paragraph == before.paragraph
            and now.item == before.item
            and now.item
            and now.subitem
            and before.subitem
        ):
            return Provision(subitem=now.subitem).tail
        if now.paragraph == before.paragraph and now.item and before.item:
            return now.tail
        if now.paragraph and before.paragraph:
            return Provision(paragraph=now.paragraph, item=now.item, subitem=now.subitem).text
    return Provision(now.article, now.inserted, now.paragraph, now.item, now.subitem).text if now.article else now.text


def _row_end(provisions: Sequence[Provision], place: int) -> int:
    """Where a row of whole articles, each the next, that begins here ends."""
    end = place + 1
    while end < len(provisions) and _follows(provisions[end - 1], provisions[end]):
        end += 1
    return end


def _follows(before: Provision, now: Provision) -> bool:
    return now.article == before.article + 1 and all(
        one == Provision(one.article, part=before.part) for one in (before, now)
    )


__all__ = ["write"]
