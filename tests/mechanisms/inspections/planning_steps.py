"""Steps that tests of inspection plans take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Done, Refused, perform
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
