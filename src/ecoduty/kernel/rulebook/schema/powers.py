"""Whose power it is to act against a kind of conduct: what a clue is sent by (clause 18.2)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ecoduty.kernel.rulebook.schema.base import Basis, Key, Named, Text


class Power(Named):
    """A kind of conduct and the body of this city that has the power against it (`to`). Where that is a line of command
    outside the city it is named in words (`vertical`): such a body is written to and gets no matter here. Neither is said
    where one kind of conduct may be anybody's.

    `limit` is how long that body, or a branch of it, has to decide whether to open a case, where its own field has a rule.
    `group` is the code of `enforcement.offence-groups` by which a case of it begins. Rows are offered in the order of `order`.
    """

    label: Text
    order: Annotated[int, Field(ge=1)]
    to: Key | None = None
    vertical: Text | None = None
    limit: Key | None = None
    group: Key | None = None
    basis: Basis

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.to is not None and self.vertical is not None:
            raise PydanticCustomError(
                "power_form", "执法权归属写本市单位（to）或上级垂直管理单位（vertical），只写其中一种"
            )
        return self


__all__ = ["Power"]
