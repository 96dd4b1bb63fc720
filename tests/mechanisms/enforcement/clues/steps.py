"""Steps that tests of clues take: sent, signed for, taken on, concluded, reported back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.enforcement.clues.flow import CLUES
from tests.city import City

SENDER, RECEIVER, HEAD = "industry-bureau.liaison", "ecology-bureau.linkage-officer", "ecology-bureau.deputy"
SEEN = {
    "conduct": "discharge",
    "text": "走访甲公司时看到厂区西侧雨水口排出有色废水，未见处理设施运行。",
    "place": "某工业园区西侧雨水口",
    "district": "haicang",
    "seen_on": "2026-11-20",
    "suspect": "甲公司",
}
NOT_FILED = {"outcome": "not_filed", "reason": "现场检查、采样均未超标，雨水口有色水系雨季冲刷泥沙。"}


def refer(city: City, who: str = SENDER, **more: Any) -> Matter:
    """A clue that was sent."""
    done = perform(CLUES, "refer_clue", actor=city.actor(who), data={**SEEN, **more})
    matter: Matter = done.subject
    return matter


def refused(city: City, who: str = SENDER, act: str = "refer_clue", **more: Any) -> Refused:
    """The refusal of sending that must be refused."""
    try:
        perform(CLUES, act, actor=city.actor(who), data={**SEEN, **more})
    except Refused as found:
        return found
    raise AssertionError("it was sent")


class Road:
    """Does acts on one clue, by account."""

    def __init__(self, city: City, who: str = SENDER, **more: Any) -> None:
        self.city = city
        self.pk = refer(city, who, **more).pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region", "clue").get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.matter.state

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return perform(CLUES, act, self.pk, actor=self.city.actor(who), data=data, **more)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data, **more)
        except Refused as found:
            return found
        raise AssertionError(f"{who} could {act}")

    def to_accepted(self) -> None:
        self.do(RECEIVER, "sign_for_clue")
        self.do(RECEIVER, "accept_clue")

    def to_reported(self, outcome: Mapping[str, Any] = NOT_FILED) -> None:
        self.to_accepted()
        self.do(RECEIVER, "conclude_clue", outcome)
        self.do(RECEIVER, "report_back_clue", {"text": f"经核查：{outcome['reason']}"})
