"""Steps that tests of inspection plans take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.inspections.auditing.flow import AUDITS
from ecoduty.mechanisms.inspections.inspecting.flow import INSPECTIONS
from ecoduty.mechanisms.inspections.planning.flow import INSPECTION_PLANS
from ecoduty.mechanisms.inspections.planning.models import PlanLine
from tests.city import City

PRINCIPLES = "全年以问题为导向，能合并的合并，不重复检查。"


def line(**more: Any) -> dict[str, Any]:
    return {
        "body": "water-bureau", "kind": "routine", "basis": "《水污染防治法》第三十条", "purpose": "查清入河排口整治是否到位",
        "method": "现场检查、调阅资料", "when": "3", **more,
    }  # fmt: skip


class Plan:
    """One body's plan of 2026. Acts are done by account: `liaison`, `principal` of its own body, or `office.director`."""

    def __init__(self, city: City, body: str = "ecology-bureau", **more: Any) -> None:
        self.city, self.body = city, body
        given = {"year": 2026, "principles": PRINCIPLES, **more}
        who = "clerk" if body.endswith("committee-office") else "liaison"
        self.writer = f"{body}.{who}"
        self.head = f"{body}.{'director' if who == 'clerk' else 'principal'}"
        self.pk = perform(
            INSPECTION_PLANS, "draft_inspection_plan", actor=city.actor(self.writer), data=given
        ).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "inspection_plan__body").get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.matter.state

    @property
    def last(self) -> PlanLine:
        return PlanLine.objects.filter(plan=self.pk).latest("pk")

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None) -> Done:
        return perform(INSPECTION_PLANS, act, self.pk, actor=self.city.actor(who), data=data)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")

    def add(self, **more: Any) -> PlanLine:
        self.do(self.writer, "add_line", line(**more))
        return self.last

    def in_force(self) -> Plan:
        self.do(self.writer, "submit_inspection_plan")
        self.do(self.head, "approve_inspection_plan")
        return self


def unplanned(**more: Any) -> dict[str, Any]:
    return {
        "body": "water-bureau", "kind": "covert", "basis": "《水污染防治法》第三十条", "purpose": "查清夜间是否偷排",
        "unplanned_reason": "群众连续反映夜间有异味。", "team": "市生态环境局执法支队支队长带队，成员三人",
        "starts_on": "2026-11-20", "ends_on": "2026-11-20", "scope": "杏林湾北岸各排口", **more,
    }  # fmt: skip


PREPARED = {name: unplanned()[name] for name in ("team", "starts_on", "ends_on", "scope")}
FINDING = {
    "title": "三号排口晴天有污水入湾",
    "text": "晴天仍有污水入湾，岸边有异味。",
    "district": "jimei",
    "place": "杏林湾北岸",
}


class Inspected:
    """One inspection, unplanned unless said otherwise; acts are done by account."""

    def __init__(self, city: City, act: str = "prepare_unplanned", by: str = "ecology-bureau", **more: Any) -> None:
        self.city, self.by = city, by
        office = by.endswith("committee-office")
        self.writer = f"{by}.{'clerk' if office else 'liaison'}"
        self.head = f"{by}.{'director' if office else 'principal'}"
        given = unplanned(**more) if act == "prepare_unplanned" else {**PREPARED, **more}
        self.pk = perform(INSPECTIONS, act, actor=city.actor(self.writer), data=given).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "inspection__object").get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.matter.state

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return perform(INSPECTIONS, act, self.pk, actor=self.city.actor(who), data=data, **more)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data, **more)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")

    def carried_out(self) -> Inspected:
        given = {"held_from": "2026-11-20", "held_to": "2026-11-20", "looked_at": "逐个查看北岸六个排口，取样两处。"}
        self.do(self.writer, "carry_out", given)
        return self

    def concluded(self) -> Inspected:
        self.carried_out().do(self.writer, "register_finding", FINDING)
        self.do(self.head, "conclude", {"found": "found", "conclusion": "三号排口截污不到位。"})
        return self


AUDIT = {
    "audited": "water-bureau", "post_title": "主要负责人", "term_from": "2022-05-01", "period_from": "2023-01-01",
    "period_to": "2025-12-31", "basis": "2026年度审计项目计划", "scope": "水资源管理、水生态保护责任履行情况",
    "team": "市审计局资源环境审计处处长任组长，成员四人",
}  # fmt: skip


class Audit:
    """One audit project of the audit bureau; acts are done by account."""

    writer, head, audited = "audit-bureau.liaison", "audit-bureau.principal", "water-bureau.principal"

    def __init__(self, city: City, who: str = writer, **more: Any) -> None:
        self.city = city
        self.pk = perform(AUDITS, "set_up_audit", actor=city.actor(who), data={**AUDIT, **more}).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "audit_project").get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.matter.state

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None) -> Done:
        return perform(AUDITS, act, self.pk, actor=self.city.actor(who), data=data)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")

    def under_way(self) -> Audit:
        self.do(self.writer, "send_audit_notice", {"number": "厦审通〔2026〕18号", "notified_on": "2026-11-20"})
        return self

    def asked(self) -> Audit:
        self.under_way().do(self.writer, "register_audit_finding", FINDING)
        self.do(self.head, "ask_audit_opinion", {"draft": "水资源费征收不到位，涉及三个取水户。"})
        return self
