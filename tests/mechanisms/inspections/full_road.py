"""Steps of the full road: a covert inspection finds something, the inspected body is heard, the problem is fixed."""

from __future__ import annotations

from typing import Any

from ecoduty.kernel.clock import local_date, now
from tests.city import City
from tests.mechanisms.inspections.steps import DONE, Road, at

ACCEPTING = "ecology-bureau"
BASES = "《福建省生态环境保护条例》第二条"
OBJECTION = {"said": "objects", "text": "排口由上游企业私接，不属本单位设施，附管网图。"}
FIXED = {
    "finding": "晴天污水经排洪沟直排入湾，截污不到位。", "handling": "责令限期截污并排查上游错接点。", "bases": BASES,
}  # fmt: skip


class FullRoad(Road):
    """The road of a covert inspection; `accepting` is the body that signs for the result."""

    def __init__(self, city: City, accepting: str = ACCEPTING, **more: Any) -> None:
        super().__init__(city, **{"source": "covert", **more})
        self.accepting = accepting

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

    def submit_plan(self, **more: Any) -> None:
        given = {
            "implementer": "排水处，处长", "goal": "晴天无污水入湾", "limit_on": "2026-12-31", "measures": "接通截污管，排查错接点。",
            "accepting": self.accepting, **more,
        }  # fmt: skip
        self.do("responsible.liaison", "submit_plan", given)

    def to_rectifying(self) -> None:
        self.to_assigned()
        self.submit_plan()
        self.do(self.head, "approve_plan", {})

    def check(self, result: str = "passed") -> None:
        on = local_date(now()).isoformat()
        given = {"checked_on": on, "checkers": "王某、李某", "result": result, "text": "晴天踏勘，无污水入沟。"}
        self.do(self.head, "record_check", given)

    def accept(self) -> None:
        given = {
            "covered": ["0", "1"], "person": "陈某", "post": "副局长", "accepted_on": local_date(now()).isoformat(),
            "text": "逐条核对，同意通过验收。",
        }  # fmt: skip
        self.do(f"{self.accepting}.deputy", "accept_rectification", given)

    def publish(self) -> None:
        self.do("responsible.deputy", "clear_public_version")
        given = {"own_url": "https://water.example/notice/1", "published_on": local_date(now()).isoformat()}
        self.do("responsible.liaison", "register_publication", given)

    def to_showing(self) -> None:
        self.to_rectifying()
        self.do("responsible.liaison", "apply_closing", DONE)
        self.check()
        self.accept()
        self.publish()

    def to_look_back(self) -> None:
        self.to_showing()
        self.do("responsible.liaison", "settle_policy", {"way": "not_needed", "reason": "制度已有规定，属执行不到位。"})
        self.city.clock.move_to(at(12, 8))
        self.do(self.head, "close_out", {"text": "公示期满无异议，同意销号。"})
