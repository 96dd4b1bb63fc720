"""What the linkage between enforcement and justice rests on as data: papers a leg asks for, and which limits a case goes by."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ecoduty.kernel.rulebook.schema.base import Basis, Entry, Key, Named, Selector, Text

LimitKey = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$")]


class RequiredPaper(Entry):
    """A paper that is asked for: `always`; `or_reason` unless it is said why there is none; `if_any` where there is one."""

    code: Key
    label: Text
    needed: Literal["always", "or_reason", "if_any"] = "always"
    note: str = ""


class RequiredPapers(Named):
    """What has to lie ready before a leg of a case begins, such as a transfer to the police."""

    label: Text
    papers: Annotated[tuple[RequiredPaper, ...], Field(min_length=1)]
    basis: Basis

    @model_validator(mode="after")
    def _once(self) -> Self:
        twice = [code for code, times in Counter(paper.code for paper in self.papers).items() if times > 1]
        if twice:
            raise PydanticCustomError("paper_twice", "材料“{code}”列了两次", {"code": twice[0]})
        return self


class LegLimits(Entry):
    """The limits of a leg: the first counts, further ones are shown beside it and the earlier warns."""

    leg: LimitKey
    keys: Annotated[tuple[LimitKey, ...], Field(min_length=1)]


class LimitSet(Named):
    """Cases of holders like these, and of these groups of offences (none named: all), go by these limits, leg by leg.

    Sets are read in the order of `order`, the first that fits holds. A leg that is not named goes by the limit of its own key.
    """

    label: Text
    order: Annotated[int, Field(ge=1)]
    bodies: Selector
    groups: tuple[Key, ...] = ()
    limits: Annotated[tuple[LegLimits, ...], Field(min_length=1)]
    basis: Basis


__all__ = ["LegLimits", "LimitSet", "RequiredPaper", "RequiredPapers"]
