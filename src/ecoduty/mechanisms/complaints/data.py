"""What the acts of a complaint ask for. Bodies are named by their keys, rows of lists by theirs."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]
_CHECKED = "文中的电话、证件号等不是反映人的个人信息，已核对"


class RegisterComplaint(ActData):
    """What was reported. Who reported it is not entered here."""

    text: str = Field(
        title="反映内容", min_length=4, max_length=4000, description="写清什么事、在哪里、什么时候；不写反映人的姓名和电话",
        json_schema_extra=LONG,
    )  # fmt: skip
    district: str = Field(default="", title="所在区", max_length=80, json_schema_extra=CHOICE)
    channel: str = Field(title="渠道", min_length=1, max_length=40, json_schema_extra=CHOICE)
    received_on: date = Field(title="收到日期")
    checked: bool = Field(default=False, title=_CHECKED, description="只在平台提示疑似个人信息时勾选")


class DispatchComplaint(ActData):
    """To whom it goes: by a row of a list in force, or to another with a reason."""

    responsibility: str = Field(
        default="", title="依据清单中的哪一条", max_length=80, description="选了事项，就派给它的牵头部门", json_schema_extra=CHOICE
    )  # fmt: skip
    body: str = Field(
        default="", title="派给别的单位", max_length=80, description="不按所选事项派的才选，须写理由", json_schema_extra=CHOICE
    )  # fmt: skip
    reason: str = Field(default="", title="理由", max_length=500, json_schema_extra=LONG)


class ReturnComplaint(ActData):
    """Why it is not ours: the row by which it is another's, or that no row covers it."""

    responsibility: str = Field(
        default="", title="应由清单中的哪一条承接", max_length=80, description="须是现行清单中、由别的部门牵头的一条",
        json_schema_extra=CHOICE,
    )  # fmt: skip
    nobodys: bool = Field(default=False, title="查遍现行清单，没有哪一条涵盖此事")
    reason: str = Field(title="退单理由和依据", min_length=5, max_length=2000, json_schema_extra=LONG)


class DecisionReason(ActData):
    """Why."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class ComplaintAnswer(ActData):
    """What was done and found."""

    answer: str = Field(title="办理情况和答复", min_length=5, max_length=4000, json_schema_extra=LONG)


class ClosingRemark(ActData):
    """An opinion that may be left out."""

    note: str = Field(default="", title="意见", max_length=500, json_schema_extra=LONG)


class NobodysComplaint(ActData):
    """What a lead determination needs to know (clause 5.2)."""

    item: str = Field(title="事项", min_length=4, max_length=200, description="一句话说清是哪一类事，不写个案")
    field: str = Field(default="", title="领域", max_length=40, json_schema_extra=CHOICE)
    impact: str = Field(title="影响说明", min_length=10, max_length=2000, json_schema_extra=LONG)
    words: tuple[Word, ...] = Field(
        default=(), title="群众常用的说法", max_length=12, description="一行一个，以后按这些说法也能找到牵头部门", json_schema_extra=LONG
    )  # fmt: skip
    concerned: tuple[Key, ...] = Field(
        default=(), title="有关部门", max_length=30, json_schema_extra={"widget": "radio"}
    )
    city_matter: bool = Field(default=False, title="须由市级明确", description="区里登记的、但跨区或属市级职责的勾选")
