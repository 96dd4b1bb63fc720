"""Steps that tests of complaints take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Done, perform
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from tests.city import City

TEXT = "夜里十一点多工地还在打桩，思明区湖滨南路一带睡不着。"

HOTLINE = "hotline-office.hotline-clerk"
BUILDER = "construction-bureau.liaison"


class Case:
    """Does acts on one complaint, by account."""

    def __init__(self, city: City, text: str = TEXT, by: str = "committee-office.clerk", **more: Any) -> None:
        self.city = city
        self.by = by
        given = {"text": text, "channel": "hotline", "received_on": today().isoformat(), **more}
        self.pk = perform(COMPLAINT, "register", actor=city.actor(by), data=given).subject.pk

    @classmethod
    def of(cls, city: City, matter: Matter) -> Case:
        """The case of one that was registered by hand."""
        case = cls.__new__(cls)
        case.city, case.by, case.pk = city, "committee-office.clerk", matter.pk
        return case

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region", "complaint").get(pk=self.pk)

    @property
    def standing(self) -> tuple[str, str]:
        matter = self.matter
        return matter.state, matter.holder.key

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None) -> Done:
        return perform(COMPLAINT, act, self.pk, actor=self.city.actor(who), data=data)

    def nobodys(self, **more: Any) -> None:
        given = {"item": "餐饮游船油烟扰民监管", "field": "air", "impact": "鹭江沿岸居民反复反映，涉及两千余户。",
                 "words": ["游船油烟", "船上炒菜的味道"], **more}  # fmt: skip
        self.do(self.by, "open_determination", given)


def taken_in(city: City, by: str = HOTLINE, **more: Any) -> Case:
    """A complaint that came in from outside and waits to be accepted."""
    case = Case.__new__(Case)
    case.city, case.by = city, by
    given = {"text": TEXT, "channel": "hotline", **more}
    case.pk = perform(COMPLAINT, "take_in", actor=city.actor(by), data=given).subject.pk
    return case
