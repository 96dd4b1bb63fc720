"""Steps that tests of plans and tasks take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import hand_off
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Attempt, Done, perform
from ecoduty.mechanisms.work_plans import substance
from ecoduty.mechanisms.work_plans.flow import TASKS, WORK_PLAN
from tests.city import City

ISSUER, LEAD, SUPPORTER = "ecology-bureau.principal", "water-bureau.liaison", "construction-bureau.liaison"


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def content(**more: Any) -> dict[str, Any]:
    """A whole task of the ecology bureau for the water bureau, with one supporter and one station."""
    return {
        "name": "筼筜湖排口整治", "goal": "全部排口达标", "measures": "排查、溯源、整治", "requirements": "每月报送台账",
        "limit_on": in_days(60).isoformat(), "lead": "water-bureau", "source": "annual",
        "supporters": ["construction-bureau｜工地排水整改｜质安处｜王工"], "milestones": [f"{in_days(30)} 完成排查"], **more,
    }  # fmt: skip


class Work:
    """Does acts on one task, by account."""

    def __init__(self, city: City, by: str = ISSUER, **more: Any) -> None:
        self.city = city
        self.pk = perform(TASKS, "draft_task", actor=city.actor(by), data=content(**more)).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region", "task").get(pk=self.pk)

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None) -> Done:
        return perform(TASKS, act, self.pk, actor=self.city.actor(who), data=data)

    def under_way(self) -> Work:
        """Issued and signed for."""
        self.do(ISSUER, "issue")
        self.do(LEAD, "sign_for", {"unit": "河湖处", "person": "李明"})
        return self

    def applied(self) -> Work:
        """Under way, with everything handed in."""
        self.under_way()
        self.do(SUPPORTER, "finish_part", {"finding": "三处工地已整改"})
        self.do(LEAD, "apply_completion", {"result": "排口全部达标。", "evidence": "验收报告1号"})
        return self


def plan(city: City, by: str = ISSUER, year: int = 2027) -> Matter:
    given = {"year": year, "goals": "让筼筜湖水质稳定达标"}
    return perform(WORK_PLAN, "draft_plan", actor=city.actor(by), data=given).subject


def handed(city: City, by: str = "committee-office.clerk", **content: Any) -> Matter:
    """A task that another mechanism hands over while it does an act of its own: here the act that begins a plan."""
    origin = plan(city, by=ISSUER, year=2031)
    attempt = Attempt(WORK_PLAN, WORK_PLAN.by_code["revise_plan"], city.actor(by), origin, None, now(), now())
    return hand_off("task", attempt, content)


def fill(city: City, year: Matter, by: str = ISSUER, **said: str) -> None:
    """Say something of each field of clause 8.3; `said` in place of it."""
    every = {code: f"本年修订{label}方面的制度" for code, label in substance.fields(today())}
    perform(WORK_PLAN, "fill_fields", year.pk, actor=city.actor(by), data={"fields": {**every, **said}})
