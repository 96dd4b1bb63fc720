"""What the acts of a bulletin ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from ecoduty.kernel.flow import ActData

LONG: dict[str, Any] = {"widget": "long_text"}
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class BeginBulletin(ActData):
    """A bulletin out of the rhythm."""

    title: str = Field(title="标题", min_length=4, max_length=120, description="以“通报”结尾")


class TakeBulletinNumbers(ActData):
    """The day whose figures count."""

    as_of: date = Field(title="取数截止日")


class ChooseMatters(ActData):
    """Matters that the bulletin speaks of."""

    numbers: tuple[Name, ...] = Field(
        title="列举的办件编号",
        max_length=40,
        description="一行一个；只能列您能看到的，受限办件不能列",
        json_schema_extra=LONG,
    )


class NameRecipients(ActData):
    """Others than the copy list's."""

    bodies: tuple[Name, ...] = Field(title="发给哪些单位", min_length=1, max_length=80, json_schema_extra=LONG)
