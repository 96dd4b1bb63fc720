"""Steps that tests of coordination take: ask, answer, let time pass, release rungs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.coordination.flow import COOPERATION
from ecoduty.mechanisms.coordination.queries import KIND
from tests.city import City

LEAD, SUPPORTER = "water-bureau", "construction-bureau"
ITEM = "杏林湾流域雨污分流改造"
POINTS = ("报送三个片区管网错接点清单", "年内完成接驳并回传验收单")


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


def asked(partner: str = SUPPORTER, **more: Any) -> dict[str, Any]:
    return {
        "partners": [partner],
        "item": ITEM,
        "reason": "流域水质不达标，错接点都在市政管网一侧。",
        "points": list(POINTS),
        **more,
    }


class Road:
    """Does acts on one request for cooperation, by account or by part: `lead.liaison`, `supporter.deputy`."""

    def __init__(self, city: City, lead: str = LEAD, supporter: str = SUPPORTER) -> None:
        self.city, self.lead, self.supporter = city, lead, supporter
        done = perform(COOPERATION, "ask", actor=city.actor(f"{lead}.liaison"), data=asked(supporter))
        self.pk = done.subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region", "cooperation").get(pk=self.pk, kind=KIND)

    @property
    def state(self) -> str:
        return self.matter.state

    def name(self, who: str) -> str:
        part, _, post = who.partition(".")
        return f"{ {'lead': self.lead, 'supporter': self.supporter}.get(part, part) }.{post}"

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return perform(COOPERATION, act, self.pk, actor=self.city.actor(self.name(who)), data=data, **more)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data, **more)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")

    def rung(self, key: str) -> Rung:
        return Rung.objects.get(deadline__matter=self.pk, rung=key)

    def climb(self, moment: datetime, key: str, post: str, note: str = "") -> Rung:
        """Let time pass until a rung is prepared, and release it as the lead."""
        self.city.clock.move_to(moment)
        sweep()
        self.do(f"lead.{post}", "release_rung", {"rung": self.rung(key).pk, "note": note})
        return self.rung(key)

    def to_the_report(self) -> None:
        """Nobody answers: every rung up to the report (clauses 7.3, 7.4)."""
        self.climb(at(12, 7), "talk", "deputy")
        self.climb(at(12, 15), "meeting", "deputy")
        self.climb(at(12, 23), "reminder-letter", "principal")
        self.climb(at(1, 4, year=2027), "report", "principal")
