"""Steps that tests of leadership take: register meetings, hold them, hear, decide, propose topics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Done, Refused, perform, table
from ecoduty.organisation.directory.models import LeaderInCharge
from tests.city import City

OFFICE = "committee-office.clerk"
DEPARTMENT = "water-bureau"


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


def meeting(kind: str = "executive", held_by: str = "government", **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "held_by": held_by,
        "title": "市政府第8次常务会议",
        "planned_on": "2026-11-20",
        "agenda": ["流域治理情况｜市水利局"],
        **more,
    }


def topic(**more: Any) -> dict[str, Any]:
    return {
        "title": "杏林湾流域治理资金缺口",
        "forum": "executive",
        "reason": "三个片区改造资金未落实，汛期前无法开工。",
        "question": "请明确资金来源和牵头单位。",
        **more,
    }


HELD = {"held_on": "2026-11-20", "presided": "principal", "chair": "市长", "attendees": "常务会议组成人员"}


class Room:
    """Does acts on meetings and topics by account."""

    def __init__(self, city: City) -> None:
        self.city = city

    def do(self, who: str, kind: str, act: str, ref: int | None = None, data: Mapping[str, Any] | None = None) -> Done:
        return perform(table(kind), act, ref, actor=self.city.actor(who), data=data)

    def refused(
        self, who: str, kind: str, act: str, ref: int | None = None, data: Mapping[str, Any] | None = None
    ) -> Refused:
        try:
            self.do(who, kind, act, ref, data)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")

    def convened(self, who: str = OFFICE, **more: Any) -> Matter:
        return self.do(who, "meeting", "convene", data=meeting(**more)).subject

    def held(self, who: str = OFFICE, day: str = "2026-11-20", presided: str = "principal", **more: Any) -> Matter:
        made = self.convened(who, **more)
        return self.do(who, "meeting", "hold", made.pk, {**HELD, "held_on": day, "presided": presided}).subject

    def hears(self, matter: Matter, *bodies: str, who: str = OFFICE, leader: str = "") -> None:
        rows = LeaderInCharge.objects.filter(body__key__in=bodies, leader__side="government")
        rows = rows.filter(leader__key=leader) if leader else rows.filter(until=None)
        pairs = [f"{row.leader_id}:{row.body_id}" for row in rows]
        self.do(who, "meeting", "record_hearing", matter.pk, {"reported": pairs, "gist": "汇报上半年落实情况。"})

    def decides(
        self, matter: Matter, text: str = "年底前完成三个片区错接点改造。", who: str = OFFICE, **more: Any
    ) -> int:
        self.do(who, "meeting", "record_decision", matter.pk, {"text": text, **more})
        return int(matter.meeting.decisions.order_by("-order").values_list("pk", flat=True)[0])
