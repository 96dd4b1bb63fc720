"""What the acts of a report ask for."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from ecoduty.kernel.flow import ActData


class DraftText(ActData):
    """The sections of a draft: key of the section → its text; and the version they were written on, if one is meant.

    A door that names the version is refused when another one came between, so that nobody writes over it unseen.
    """

    sections: dict[str, str] = Field(title="正文", json_schema_extra={"widget": "sections"})
    base: int | None = Field(default=None, title="所据稿次", ge=0, json_schema_extra={"widget": "hidden"})


class Return(ActData):
    """Why something goes back, and what is to be done."""

    note: str = Field(title="退回意见", min_length=2, max_length=500, json_schema_extra={"widget": "long_text"})


class Remark(ActData):
    """An opinion that may be left out."""

    note: str = Field(
        default="", title="审核意见", max_length=500,
        description="可不填", json_schema_extra={"widget": "long_text"},
    )  # fmt: skip


class InstructionText(ActData):
    """A leader's instruction on a report."""

    leader: str = Field(title="批示人", max_length=120, description="岗位名称，如“分管市领导”")
    given_on: date = Field(title="批示日期")
    text: str = Field(title="批示内容", min_length=2, max_length=2000, json_schema_extra={"widget": "long_text"})


class FollowUp(ActData):
    """How an instruction was carried out."""

    result: str = Field(title="落实情况", min_length=10, max_length=5000, json_schema_extra={"widget": "long_text"})
