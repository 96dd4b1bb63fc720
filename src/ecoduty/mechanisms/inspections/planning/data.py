"""What the acts of an inspection plan ask for. Bodies are named by their keys, known sites by the number of their row."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from ecoduty.kernel.flow import ActData

LONG: dict[str, JsonValue] = {"widget": "long_text"}
CHOICE: dict[str, JsonValue] = {"widget": "choice"}
FILE: dict[str, JsonValue] = {"widget": "file"}
_LINES: dict[str, JsonValue] = {"choices_from": "inspection_lines", "widget": "choice"}
_OVER: dict[str, JsonValue] = {"choices_from": "inspection_lines_over", "widget": "choice"}
_PAIRS: dict[str, JsonValue] = {"choices_from": "inspection_overlaps", "widget": "choice"}
_OFFERS: dict[str, JsonValue] = {"choices_from": "inspection_offers", "widget": "choice"}
_WHEN: dict[str, JsonValue] = {
    "labels": {**{str(month): f"{month}月" for month in range(1, 13)}, "q1": "一季度", "q2": "二季度", "q3": "三季度", "q4": "四季度"},
    "widget": "choice",
}  # fmt: skip
When = Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "q1", "q2", "q3", "q4"]


class DraftInspectionPlan(ActData):
    """The plan of the own body for a year (clause 14.1)."""

    year: int = Field(title="年度", ge=2000, le=2100)
    principles: str = Field(
        title="总体安排", min_length=4, max_length=4000, json_schema_extra=LONG, description="本年查什么、为什么、怎么避免重复检查"
    )  # fmt: skip


class Principles(ActData):
    """The plan's general part anew."""

    principles: str = Field(title="总体安排", min_length=4, max_length=4000, json_schema_extra=LONG)


class ObjectNamed(ActData):
    """Who is inspected: a body, a site known already, or a new one with its district."""

    body: str = Field(default="", title="被检查单位", max_length=80, json_schema_extra=CHOICE)
    site: str = Field(
        default="", title="或登记过的企业、点位", max_length=20, json_schema_extra=CHOICE, description="后面是本年已定、已查的次数"
    )  # fmt: skip
    site_name: str = Field(default="", title="或新的企业、点位", max_length=120, description="写全称")
    site_region: str = Field(
        default="", title="所在区", max_length=80, json_schema_extra=CHOICE, description="新的企业、点位才填"
    )


class LineContent(ObjectNamed):
    """One inspection as it is planned: basis and purpose are never missing."""

    kind: str = Field(title="检查种类", min_length=1, max_length=40, json_schema_extra=CHOICE)
    basis: str = Field(
        title="依据", min_length=4, max_length=1000, json_schema_extra=LONG, description="法律法规的条款、上级部署的文号"
    )  # fmt: skip
    purpose: str = Field(title="目的", min_length=4, max_length=1000, json_schema_extra=LONG)
    method: str = Field(title="方式", min_length=2, max_length=200, description="如现场检查、调阅资料、双随机抽查")
    when: When = Field(title="时间", json_schema_extra=_WHEN)
    over_reason: str = Field(
        default="", title="超过年度上限的理由", max_length=500, json_schema_extra=LONG, description="不超过的不填；超过的另须批准"
    )  # fmt: skip


class ChangeLine(LineContent):
    """A line of the draft anew."""

    line: int = Field(title="计划项", json_schema_extra=_LINES)


class DropLine(ActData):
    """A line of the draft that is not to be."""

    line: int = Field(title="计划项", json_schema_extra=_LINES)


class ImportLines(ActData):
    """Many lines at once: pasted, or a sheet."""

    lines: str = Field(
        default="", title="计划项", max_length=200_000, json_schema_extra=LONG,
        description="一行一项，可从Excel整块粘贴：对象｜所在区｜种类｜时间｜方式｜依据｜目的｜超上限理由",
    )  # fmt: skip
    file: str = Field(
        default="", title="或上传Excel", json_schema_extra=FILE, description="表头：对象、所在区、种类、时间、方式、依据、目的、超上限理由"
    )  # fmt: skip


class PlanReason(ActData):
    """Why it goes back."""

    note: str = Field(title="理由", min_length=2, max_length=500, json_schema_extra=LONG)


class SupplementLine(LineContent):
    """A line more in a plan in force, with its reason."""

    reason: str = Field(title="增加的理由", min_length=4, max_length=500, json_schema_extra=LONG)


class AdjustLine(ChangeLine):
    """A line of a plan in force anew, with its reason."""

    reason: str = Field(title="调整的理由", min_length=4, max_length=500, json_schema_extra=LONG)


class WithdrawLine(DropLine):
    """A line of a plan in force that is not done, with its reason."""

    reason: str = Field(title="取消的理由", min_length=4, max_length=500, json_schema_extra=LONG)


class GrantOver(ActData):
    """A line may go over the cap."""

    line: int = Field(title="计划项", json_schema_extra=_OVER)
    note: str = Field(title="批准意见", min_length=2, max_length=500, json_schema_extra=LONG)


class OfferJoining(ActData):
    """To inspect an object together with another body."""

    pair: str = Field(title="重叠的计划项", max_length=40, json_schema_extra=_PAIRS)
    note: str = Field(default="", title="怎么一起查", max_length=500, json_schema_extra=LONG)


class AnswerOffer(ActData):
    """What the other body says to it."""

    offer: int = Field(title="合并的提议", json_schema_extra=_OFFERS)
    note: str = Field(default="", title="说明", max_length=500, json_schema_extra=LONG)


__all__ = [
    "AdjustLine", "AnswerOffer", "ChangeLine", "DraftInspectionPlan", "DropLine", "GrantOver", "ImportLines", "LineContent",
    "ObjectNamed", "OfferJoining", "PlanReason", "Principles", "SupplementLine", "WithdrawLine",
]  # fmt: skip
