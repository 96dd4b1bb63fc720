"""Steps of the full road: a covert inspection finds something, the inspected body is heard, the problem is fixed."""

from __future__ import annotations

from typing import Any

from tests.city import City
from tests.mechanisms.inspections.steps import Road

BASES = "《福建省生态环境保护条例》第二条"
OBJECTION = {"said": "objects", "text": "排口由上游企业私接，不属本单位设施，附管网图。"}
FIXED = {
    "finding": "晴天污水经排洪沟直排入湾，截污不到位。", "handling": "责令限期截污并排查上游错接点。", "bases": BASES,
}  # fmt: skip


class FullRoad(Road):
    """The road of a covert inspection."""

    def __init__(self, city: City, **more: Any) -> None:
        super().__init__(city, **{"source": "covert", **more})

    def ask(self) -> None:
        self.do(self.head, "ask_statement", {"inspected": self.responsible, "points": "排口权属。"})

    def object(self) -> None:
        self.do("responsible.liaison", "give_statement", OBJECTION)

    def confer(self) -> None:
        given = {
            "held_on": "2026-11-22",
            "attendees": "水务、市政、环委办",
            "positions": self.positions(),
            "result": "由责任单位牵头截污。",
        }
        self.do(self.head, "record_problem_conferral", given)

    def positions(self) -> list[str]:
        return [f"{self.finder}｜管网图显示接驳点在公共侧。", f"{self.responsible}｜接驳点在用户侧。"]

    def fix(self, **more: Any) -> None:
        answered = "接驳点在公共侧，异议不予采纳。" if self.matter.problem.statements.filter(said="objects") else ""
        self.do(self.head, "determine", {**FIXED, "on_objection": answered, **more})

    def to_determined(self) -> None:
        self.ask()
        self.object()
        self.confer()
        self.fix()

    def to_assigned(self, **more: Any) -> None:
        self.to_determined()
        self.assign(**more)
