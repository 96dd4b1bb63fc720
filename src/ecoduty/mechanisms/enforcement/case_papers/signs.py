"""Signs that stand for persons in a stored text, and what is printed in their place for whoever prints it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.enforcement.concerned import queries as concerned
from ecoduty.mechanisms.enforcement.concerned.models import Concerned

_SIGN = re.compile(r"〔当事人([1-9][0-9]{0,3})(号码)?〕")
_GONE = "（已取出）"


def sign(place: int, *, number: bool = False) -> str:
    """The sign of the how-many-eth person or enterprise of a case, or of its number."""
    return f"〔当事人{place}{'号码' if number else ''}〕"


def places(matter: Matter) -> Mapping[int, int]:
    """Rows of whom the case is about → their places. One that was taken out keeps its place, so that none moves up."""
    rows = Concerned.objects.filter(matter=matter).order_by("pk").values_list("pk", flat=True)
    return {pk: place for place, pk in enumerate(rows, start=1)}


def written_out(text: str, matter: Matter, actor: Actor) -> str:
    """The text with names and numbers as this reader may see them now: masked, unless he opened them by an act."""
    return reader(matter, actor)(text)


class _Reader:
    def __init__(self, matter: Matter, actor: Actor) -> None:
        where = places(matter)
        shown = concerned.shown_to(matter, actor)
        self.known = {where[one.row.pk]: one for one in shown}
        self.opened = all(one.opened for one in shown)

    def __call__(self, text: str) -> str:
        return _SIGN.sub(self._one, text)

    def _one(self, found: re.Match[str]) -> str:
        one = self.known.get(int(found[1]))
        if one is None:
            return _GONE
        return (one.number or "＿＿＿＿") if found[2] else one.name


def reader(matter: Matter, actor: Actor) -> _Reader:
    """As `written_out`, for many texts; `opened` says whether nothing is masked. Four queries at most, once."""
    return _Reader(matter, actor)


__all__ = ["places", "reader", "sign", "written_out"]
