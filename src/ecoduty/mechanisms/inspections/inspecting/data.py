"""What the acts of an inspection ask for. Bodies are named by their keys, lines and sites by the numbers of their rows."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, JsonValue

from ecoduty.kernel.flow import ActData
from ecoduty.mechanisms.inspections.inspecting.states import Outcome
from ecoduty.mechanisms.inspections.planning.data import CHOICE, FILE, LONG, ObjectNamed

_OUTCOMES: dict[str, JsonValue] = {"labels": dict(Outcome.choices), "widget": "radio"}
_NONE: dict[str, JsonValue] = {"labels": {"found": "发现问题，已登记", "none": "没有发现问题"}, "widget": "radio"}


class Preparation(ActData):
    """Who goes when, to look at what."""

    team: str = Field(title="检查组", min_length=2, max_length=500, description="带队人和成员，写单位和职务")
    starts_on: date = Field(title="检查从哪天")
    ends_on: date = Field(title="到哪天")
    scope: str = Field(title="查什么", min_length=4, max_length=2000, json_schema_extra=LONG)


class PreparePlanned(Preparation):
    """An inspection that carries out a line of the plan."""

    line: str = Field(title="计划项", min_length=1, max_length=20, json_schema_extra=CHOICE)


class PrepareUnplanned(ObjectNamed, Preparation):
    """An inspection that no plan has, with its reason."""

    kind: str = Field(title="检查种类", min_length=1, max_length=40, json_schema_extra=CHOICE)
    basis: str = Field(
        title="依据",
        min_length=4,
        max_length=1000,
        json_schema_extra=LONG,
        description="法律法规的条款、上级部署的文号",
    )
    purpose: str = Field(title="目的", min_length=4, max_length=1000, json_schema_extra=LONG)
    unplanned_reason: str = Field(title="计划外检查的理由", min_length=4, max_length=500, json_schema_extra=LONG)
    over_reason: str = Field(
        default="", title="超过年度上限的理由", max_length=500, json_schema_extra=LONG, description="不超过的不填；超过的另须批准"
    )  # fmt: skip


class GrantInspection(ActData):
    """An inspection may go over the cap."""

    note: str = Field(title="批准意见", min_length=2, max_length=500, json_schema_extra=LONG)


class CarryOut(ActData):
    """When it was done, what was looked at."""

    held_from: date = Field(title="实际从哪天")
    held_to: date = Field(title="到哪天")
    looked_at: str = Field(
        title="检查情况",
        min_length=4,
        max_length=4000,
        json_schema_extra=LONG,
        description="去了哪里、看了什么、问了谁",
    )
    file: str = Field(default="", title="检查记录", json_schema_extra=FILE)


class Finding(ActData):
    """A problem that was found; it goes into the register."""

    title: str = Field(title="问题", min_length=4, max_length=200, description="一句话说清哪里、什么问题")
    text: str = Field(title="具体情况", min_length=4, max_length=4000, json_schema_extra=LONG)
    district: str = Field(default="", title="所在区", max_length=80, json_schema_extra=CHOICE)
    place: str = Field(default="", title="地点", max_length=300, description="不填为被检查的企业、点位所在")


class Findings(ActData):
    """Several problems at once: pasted, or a sheet."""

    lines: str = Field(
        default="", title="问题", max_length=200_000, json_schema_extra=LONG, description="一行一个，可从Excel整块粘贴：问题｜具体情况｜所在区｜地点"
    )  # fmt: skip
    file: str = Field(
        default="", title="或上传Excel", json_schema_extra=FILE, description="表头：问题、具体情况、所在区、地点"
    )


class Conclude(ActData):
    """What it came to. That nothing was found is a result too."""

    found: Literal["found", "none"] = Field(title="有没有问题", json_schema_extra=_NONE)
    conclusion: str = Field(title="检查结论", min_length=4, max_length=4000, json_schema_extra=LONG)


class ConcludeSite(Conclude):
    """The same to an enterprise, handed over outside the platform."""

    received_on: date = Field(title="送达日期")
    evidence: str = Field(title="送达凭证", min_length=2, max_length=300, description="如送达回证的编号、谁签收")


class InspectionReason(ActData):
    """Why."""

    note: str = Field(title="理由", min_length=4, max_length=500, json_schema_extra=LONG)


class AskReview(ActData):
    """What the inspected holds against the conclusion."""

    reason: str = Field(title="异议和理由", min_length=4, max_length=4000, json_schema_extra=LONG)
    asked_on: date = Field(title="申请日期")


class DecideReview(ActData):
    """What the review came to."""

    outcome: Literal["upheld", "changed", "revoked"] = Field(title="复核决定", json_schema_extra=_OUTCOMES)
    text: str = Field(title="理由和决定的内容", min_length=4, max_length=4000, json_schema_extra=LONG)


__all__ = [
    "AskReview", "CarryOut", "Conclude", "ConcludeSite", "DecideReview", "Finding", "Findings", "GrantInspection", "InspectionReason",
    "Preparation", "PreparePlanned", "PrepareUnplanned",
]  # fmt: skip
