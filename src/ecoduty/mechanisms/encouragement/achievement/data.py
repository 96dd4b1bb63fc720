"""What is asked of who reads an achievement record."""

from __future__ import annotations

from pydantic import Field, JsonValue

from ecoduty.kernel.flow import ActData

CHOICE: dict[str, JsonValue] = {"widget": "choice"}


class ReadRecord(ActData):
    """Whose, and why (clause 16.2)."""

    person: str = Field(title="姓名", min_length=1, max_length=60)
    body: str = Field(
        default="",
        title="所在单位",
        max_length=80,
        json_schema_extra=CHOICE,
        description="有同名的人时选，用来分清是谁",
    )
    reason: str = Field(
        title="查阅事由", min_length=4, max_length=300, description="如“年度考核”“拟提拔考察”；每次查阅都留痕，不能删改"
    )


__all__ = ["ReadRecord"]
