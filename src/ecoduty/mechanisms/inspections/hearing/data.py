"""What the acts before a problem is fixed ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.inspections.data import CHOICE, FILE, LONG
from ecoduty.mechanisms.inspections.hearing.states import Said

_SAID: dict[str, JsonValue] = {
    "labels": {Said.AGREES.value: Said.AGREES.label, Said.OBJECTS.value: Said.OBJECTS.label}, "widget": "radio",
}  # fmt: skip
Line = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class AskStatement(ActData):
    """Which body was inspected, and what it is asked to speak to (clause 14.2)."""

    inspected: str = Field(title="被检查单位", min_length=1, max_length=80, json_schema_extra=CHOICE)
    points: str = Field(
        default="", title="请着重说明", max_length=2000, json_schema_extra=LONG, description="拟认定的事实、不清楚的地方；可不填"
    )  # fmt: skip


class GiveStatement(ActData):
    """What the inspected body says: that it agrees, or what it objects to and on which grounds."""

    said: Literal["agrees", "objects"] = Field(title="对所列事实", json_schema_extra=_SAID)
    text: str = Field(
        title="陈述和理由", min_length=4, max_length=4000, json_schema_extra=LONG, description="有异议的，写明哪一处、依据是什么；异议一直附在这个问题上"
    )  # fmt: skip
    file: str = Field(default="", title="附件", json_schema_extra=FILE)


class RecordProblemConferral(ActData):
    """Departments conferred: what each held, and what it came to (clause 14.2)."""

    held_on: date = Field(title="会商日期")
    attendees: str = Field(title="参加单位和人员", min_length=2, max_length=600, json_schema_extra=LONG)
    positions: tuple[Line, ...] = Field(
        title="各部门意见", min_length=1, max_length=30, json_schema_extra=LONG, description="一行一个：单位｜意见"
    )
    result: str = Field(title="会商结果", min_length=2, max_length=4000, json_schema_extra=LONG, description="一致的写结论，不一致的写分歧在哪里")  # fmt: skip
    file: str = Field(default="", title="会商纪要", json_schema_extra=FILE)


class DetermineProblem(ActData):
    """What it is, how it is handled, on which law, and on whose duty it bears (clauses 9.3, 14.2)."""

    finding: str = Field(
        title="定性", min_length=4, max_length=2000, json_schema_extra=LONG, description="认定的事实和性质"
    )
    handling: str = Field(title="处置意见", min_length=4, max_length=2000, json_schema_extra=LONG)
    bases: str = Field(
        title="依据", min_length=2, max_length=2000, json_schema_extra=LONG,
        description="写到条，如《法规名称》第三十九条；没有依据的不能定性",
    )  # fmt: skip
    on_objection: str = Field(
        default="", title="对异议的回应", max_length=2000, json_schema_extra=LONG, description="被检查单位有异议的必填：采纳哪些、不采纳的为什么"
    )  # fmt: skip
    waived: str = Field(
        default="", title="未会商的理由", max_length=500, description="没有登记过会商的必填；登记过的不填"
    )
    duty: str = Field(default="", title="涉及的责任事项", max_length=80, json_schema_extra=CHOICE, description="被检查单位责任清单里的；没有的不选")  # fmt: skip


__all__ = ["AskStatement", "DetermineProblem", "GiveStatement", "RecordProblemConferral"]
