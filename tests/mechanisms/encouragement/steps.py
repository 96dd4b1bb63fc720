"""Steps that tests of encouragement take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import ActTable, Done, Refused, perform
from ecoduty.mechanisms.encouragement.commendation.flow import COMMENDATIONS
from ecoduty.mechanisms.encouragement.training.flow import TRAINING
from tests.city import City

COURSE = {
    "name": "部门生态环境职责解读", "topic": "duties", "planned_on": "2026-11-10", "hours": "4",
    "teacher": "市生态环境局分管负责人", "audience": "各科室负责人",
}  # fmt: skip
PLAN = {"year": 2026, "goals": "两次集中培训，一次现场教学。", "to_train": 20, "to_train_source": "花名册，2026年1月"}


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


class Steps:
    """Does acts on one matter, by account: `water-bureau.liaison`."""

    table: ActTable

    def __init__(self, city: City, pk: int) -> None:
        self.city, self.pk = city, pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder").get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.matter.state

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return perform(self.table, act, self.pk, actor=self.city.actor(who), data=data, **more)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")


class Training(Steps):
    """One body's plan of 2026."""

    table = TRAINING

    def __init__(self, city: City, body: str = "water-bureau", post: str = "liaison", **more: Any) -> None:
        self.who = f"{body}.{post}"
        super().__init__(city, drafted(city, self.who, **more).subject.pk)

    @property
    def course(self) -> int:
        return int(self.matter.training_plan.courses.latest("pk").pk)

    def held(self, **more: Any) -> int:
        """A course more that was held; its number."""
        self.do(self.who, "add_course", {**COURSE, **more})
        if self.state == "drafting":
            self.do(f"{self.who.partition('.')[0]}.deputy", "adopt_training")
        number = self.course
        self.do(self.who, "hold_course", {"course": number, "held_on": "2026-11-10", "held_hours": "4"})
        return number

    def came(self, course: int, lines: str) -> Done:
        return self.do(self.who, "record_attendance", {"course": course, "lines": lines})


def drafted(city: City, who: str, **more: Any) -> Done:
    return perform(TRAINING, "draft_training", actor=city.actor(who), data={**PLAN, **more})


DEEDS = "全年完成十二条排洪沟截污，晴天无污水入海，群众反映下降六成。"
NOTICE = {"public_text": DEEDS, "contact": "市环委办，电话0592-5160000"}
PERSON = {"award": "individual", "body": "water-bureau", "person": "林一舟", "post": "河湖处处长"}


def nominated(city: City, who: str, **more: Any) -> Done:
    given = {"award": "collective", "year": 2026, "body": "water-bureau", "deeds": DEEDS, **more}
    return perform(COMMENDATIONS, "nominate", actor=city.actor(who), data=given)


class Praise(Steps):
    """One nomination by the ecology bureau."""

    table = COMMENDATIONS

    def __init__(self, city: City, who: str = "ecology-bureau.liaison", **more: Any) -> None:
        self.who = who
        super().__init__(city, nominated(city, who, **more).subject.pk)

    def to_notice(self, office: str = "committee-office.clerk") -> Praise:
        self.do(office, "pass_review", {"opinion": "事迹属实，同意公示。", "adverse_seen": True})
        self.do(office, "begin_notice", NOTICE)
        return self

    def to_decided(self) -> Praise:
        """After five working days: 22 November is a Sunday."""
        self.to_notice()
        self.city.clock.move_to(at(11, 30))
        self.do("committee-office.clerk", "decide", decided())
        return self


def decided(**more: Any) -> dict[str, Any]:
    return {
        "outcome": "commend", "decided_by": "government", "decided_on": "2026-11-30", "number": "厦府〔2026〕188号", **more,
    }  # fmt: skip
