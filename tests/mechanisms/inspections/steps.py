"""Steps that tests of problems take: register, assign, put right, strike off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.inspections.flow import PROBLEMS
from ecoduty.mechanisms.inspections.queries import KIND
from tests.city import City

FINDER, RESPONSIBLE = "committee-office", "water-bureau"
TITLE = "杏林湾排洪沟污水直排"
NEEDS = ("截污管接通，晴天无污水入沟", "连续两次监测达标")
DONE = {"text": "截污管已接通，两次监测均达标。", "evidence": "监测报告2026-118、2026-131"}


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


def found(**more: Any) -> dict[str, Any]:
    return {
        "title": TITLE, "text": "晴天仍有污水入沟，岸边有异味。", "found_on": "2026-11-20", "source": "on-site",
        "source_note": "汛后现场督导", "district": "jimei", "place": "杏林湾北岸三号排口", **more,
    }  # fmt: skip


def assigned(responsible: str = RESPONSIBLE, **more: Any) -> dict[str, Any]:
    return {"responsible": responsible, "limit_on": "2026-12-31", "closing_needs": list(NEEDS), **more}


class Road:
    """Does acts on one problem, by account or by part: `finder.clerk`, `responsible.liaison`. `pk` is one that is there already."""

    def __init__(
        self, city: City, finder: str = FINDER, responsible: str = RESPONSIBLE, *, pk: int | None = None, **more: Any
    ) -> None:
        self.city, self.finder, self.responsible = city, finder, responsible
        post = "clerk" if finder.endswith("committee-office") else "deputy"
        self.head = f"finder.{post}"
        if pk is None:
            pk = perform(PROBLEMS, "register", actor=city.actor(f"{finder}.{post}"), data=found(**more)).subject.pk
        self.pk = pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region", "problem").get(pk=self.pk, kind=KIND)

    @property
    def state(self) -> str:
        return self.matter.state

    def name(self, who: str) -> str:
        part, _, post = who.partition(".")
        return f"{ {'finder': self.finder, 'responsible': self.responsible}.get(part, part) }.{post}"

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return perform(PROBLEMS, act, self.pk, actor=self.city.actor(self.name(who)), data=data, **more)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data, **more)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")

    def assign(self, **more: Any) -> None:
        self.do(self.head, "assign", assigned(self.responsible, **more))

    def plan(self) -> None:
        given = {"measures": "接通截污管，排查上游错接点。", "unit": "排水处", "person": "处长"}
        self.do("responsible.liaison", "plan_measures", given)

    def to_applied(self) -> None:
        self.assign()
        self.plan()
        self.do("responsible.liaison", "apply_closing", DONE)
