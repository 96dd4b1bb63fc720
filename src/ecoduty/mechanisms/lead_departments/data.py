"""What the acts of a lead determination ask for. Bodies are named by their keys."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.lead_departments.states import Stance

LONG: dict[str, JsonValue] = {"widget": "long_text"}
FILE: dict[str, JsonValue] = {"widget": "file"}
_STANCES: dict[str, JsonValue] = {"labels": dict(Stance.choices), "widget": "choice"}
_FIELDS: dict[str, JsonValue] = {"choices_from": "responsibility_fields", "widget": "choice"}
_CONCERNED: dict[str, JsonValue] = {"choices_from": "concerned_candidates", "widget": "radio"}  # boxes, where several
_ONE: dict[str, JsonValue] = {"choices_from": "concerned_candidates", "widget": "choice"}
_PARTIES: dict[str, JsonValue] = {"choices_from": "concerned_bodies", "widget": "choice"}
_ROWS: dict[str, JsonValue] = {"choices_from": "covering_rows", "widget": "choice"}
Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class LeadItem(ActData):
    """What nobody leads, whom it harms, and who should talk about it (clause 5.2)."""

    item: str = Field(
        title="事项", min_length=4, max_length=200, description="一句话说清是什么事，如“餐饮船舶油烟扰民监管”"
    )
    field: str = Field(default="", title="领域", max_length=40, json_schema_extra=_FIELDS)
    impact: str = Field(
        title="影响说明", min_length=10, max_length=2000, description="影响明显的才提请：影响到谁、多大范围、有多少反映",
        json_schema_extra=LONG,
    )  # fmt: skip
    place: str = Field(default="", title="涉及区域", max_length=200)
    words: tuple[Word, ...] = Field(
        default=(), title="群众常用的说法", max_length=12, description="一行一个，写入清单后按这些说法也能找到牵头部门",
        json_schema_extra=LONG,
    )  # fmt: skip
    proposed: str = Field(
        default="", title="建议的牵头部门", description="可不填", max_length=80, json_schema_extra=_ONE
    )
    concerned: tuple[Key, ...] = Field(default=(), title="有关部门", max_length=30, json_schema_extra=_CONCERNED)


class RaiseItem(LeadItem):
    """Put an item forward. A district's item is settled in the district, unless it needs the city."""

    city_matter: bool = Field(
        default=False, title="须由市级明确", description="区里提请、但跨区或属市级职责的事项勾选；市级部门提请的都由市级明确"
    )  # fmt: skip
    origin_note: str = Field(default="", title="来源", max_length=200, json_schema_extra={"widget": "hidden"})


class AcceptItem(ActData):
    """That no lead exists: why the resembling rows of lists in force do not cover the item (clause 5.2)."""

    why_not_covered: str = Field(
        default="", title="清单中相近的事项为何不涵盖此事", max_length=2000,
        description="平台列出现行清单中相近的事项；有相近的，须逐条写明为何不涵盖", json_schema_extra=LONG,
    )  # fmt: skip


class ReturnCovered(ActData):
    """The row of a list in force that already names a lead (clause 5.2)."""

    responsibility: Key = Field(title="已有牵头部门的事项", description="现行清单中的一条", json_schema_extra=_ROWS)
    note: str = Field(title="说明", min_length=2, max_length=500, json_schema_extra=LONG)


class LeadReason(ActData):
    """Why something goes back or ends."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class Convene(ActData):
    """Who is asked for a position."""

    concerned: tuple[Key, ...] = Field(title="有关部门", min_length=1, max_length=30, json_schema_extra=_CONCERNED)
    note: str = Field(default="", title="协商要点", max_length=500, json_schema_extra=LONG)


class GivePosition(ActData):
    """A department's own words on its part, with the basis it rests on (clause 5.3)."""

    body: str = Field(
        default="", title="哪个部门的意见", max_length=80, description="本单位的不用选；代登记书面复函的选复函单位",
        json_schema_extra=_PARTIES,
    )  # fmt: skip
    stance: Literal["lead", "support", "not_ours"] = Field(title="意见", json_schema_extra=_STANCES)
    reason: str = Field(title="理由", min_length=2, max_length=2000, json_schema_extra=LONG)
    basis: str = Field(
        title="依据",
        min_length=1,
        max_length=600,
        description="三定规定、责任清单或法律法规的条款，失效的不能用；没有的写明“无”",
    )
    evidence: str = Field(default="", title="复函文号或凭证", max_length=200, description="代登记的必填")
    file: str = Field(default="", title="书面意见扫描件", json_schema_extra=FILE)


class RecordConferral(ActData):
    """A meeting (clause 5.3)."""

    held_on: date = Field(title="会商日期")
    attendees: str = Field(title="参加单位和人员", min_length=2, max_length=600, json_schema_extra=LONG)
    result: str = Field(title="会商结果", min_length=2, max_length=4000, json_schema_extra=LONG)
    file: str = Field(default="", title="会议纪要扫描件", json_schema_extra=FILE)


class NamedLead(ActData):
    """Who leads and who supports."""

    lead: Key = Field(title="牵头部门", json_schema_extra=_ONE)
    supporters: tuple[Key, ...] = Field(default=(), title="配合部门", max_length=30, json_schema_extra=_CONCERNED)


class LeadAgreement(NamedLead):
    """What everybody agreed to."""

    opinion: str = Field(title="协商意见", min_length=2, max_length=4000, json_schema_extra=LONG)


class LeadDisagreement(ActData):
    """What they differ on (clause 5.4)."""

    note: str = Field(title="分歧所在", min_length=10, max_length=4000, json_schema_extra=LONG)


class ReferItem(ActData):
    """Why the staffing office is asked; the whole record goes with it."""

    note: str = Field(title="提请事项", min_length=2, max_length=2000, json_schema_extra=LONG)
    number: str = Field(default="", title="提请函文号", max_length=80, description="另行文的填写")


class LeadProposal(NamedLead):
    """What is proposed after coordination (clause 5.4; in a district 5.7)."""

    opinion: str = Field(title="协调意见", min_length=2, max_length=4000, json_schema_extra=LONG)
    number: str = Field(default="", title="文号", max_length=80)
    decided_on: date = Field(title="意见日期")
    file: str = Field(default="", title="扫描件", json_schema_extra=FILE)


class SubmitLead(ActData):
    """By which paper approval is asked for."""

    number: str = Field(default="", title="请示文号", max_length=80)
    note: str = Field(default="", title="附言", max_length=500, json_schema_extra=LONG)


class LeadApproval(NamedLead):
    """The decision of party committee and government, from their paper (clause 5.5; in a district 5.7)."""

    number: str = Field(title="审定文号", min_length=2, max_length=80, description="会议纪要或批复的文号")
    decided_on: date = Field(title="审定日期")
    opinion: str = Field(default="", title="审定意见", max_length=4000, json_schema_extra=LONG)
    file: str = Field(title="审定文件扫描件", min_length=1, json_schema_extra=FILE)
