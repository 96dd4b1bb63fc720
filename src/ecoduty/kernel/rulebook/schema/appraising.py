"""Indicators of target letters: what a body is appraised by, from which year on."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ecoduty.kernel.rulebook.schema.base import Basis, Named, Selector, Text


class Indicator(Named):
    """One indicator of bodies like these. `weight` in points of a hundred; `formula` says how points are reckoned
    (`mechanisms/appraisals/formulas.py`), empty for conditions that are hit or not; `asks` is what is entered, empty
    where nothing is. It holds for letters of the years from `since` up to `until`.
    """

    label: Text
    order: Annotated[int, Field(ge=1)]
    group: Text
    sort: Literal["common", "differential", "incentive", "penalty", "no_excellent", "veto"]
    bodies: Selector
    weight: Annotated[int, Field(ge=0, le=100)] = 0
    formula: str = ""
    asks: str = ""
    since: Annotated[int, Field(ge=2000)]
    until: int | None = None
    basis: Basis

    @model_validator(mode="after")
    def _complete(self) -> Self:
        hit = self.sort in {"no_excellent", "veto"}
        if hit == bool(self.formula):
            raise PydanticCustomError(
                "indicator_form", "不得评优、一票否决的情形不写公式，其他指标必须写公式（formula）"
            )
        if not hit and not self.weight:
            raise PydanticCustomError("indicator_form", "指标须写分值（weight）")
        return self


__all__ = ["Indicator"]
