"""Steps that tests of joint meetings and inquiries take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Done, Refused, perform, table
from tests.city import City

COURT, POLICE, PROCURATORATE = "court.linkage-officer", "police.linkage-officer", "procuratorate.linkage-officer"
BUREAU = "ecology-bureau.linkage-officer"
STRANGER = "water-bureau.linkage-officer"
INVITED = ["procuratorate", "police", "ecology-bureau"]


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


def meeting(**more: Any) -> dict[str, Any]:
    return {
        "convener": "court", "title": "生态环境司法协作联席会议第2次会议", "planned_on": "2026-11-20", "place": "市中院第一会议室",
        "agenda": ["危险废物案件移送标准｜市生态环境局", "鉴定费用垫付"], "invited": INVITED, **more,
    }  # fmt: skip


def question(**more: Any) -> dict[str, Any]:
    return {
        "asked": "procuratorate", "subject": "暗管排放的证据标准", "question": "只有一次采样的，能否认定暗管排放？",
        "case_number": "S2026-0A1B2C3D4E", **more,
    }  # fmt: skip


HELD = {"held_on": "2026-11-20", "chair": "市中院副院长", "attended": ["court", "procuratorate", "ecology-bureau"]}
DECISION = {
    "text": "明确危险废物案件移送的检测要求，印发各单位。", "responsible": "ecology-bureau", "supporters": ["police"],
    "due_on": "2026-12-18",
}  # fmt: skip
MINUTES = {"number": "厦法环联〔2026〕2号", "signed_on": "2026-11-21"}


class Cooperation:
    """Does acts on joint meetings, their decisions and inquiries by account."""

    def __init__(self, city: City) -> None:
        self.city = city

    def do(
        self, who: str, kind: str, act: str, ref: int | None = None, data: Mapping[str, Any] | None = None, **more: Any
    ) -> Done:
        return perform(table(kind), act, ref, actor=self.city.actor(who), data=data, **more)

    def refused(
        self, who: str, kind: str, act: str, ref: int | None = None, data: Mapping[str, Any] | None = None, **more: Any
    ) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, kind, act, ref, data, **more)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")

    def convened(self, who: str = COURT, **more: Any) -> Matter:
        return self.do(who, "joint_meeting", "convene_joint_meeting", data=meeting(**more)).subject

    def held(self, who: str = COURT, **more: Any) -> Matter:
        made = self.convened(who, **more)
        return self.do(who, "joint_meeting", "hold_joint_meeting", made.pk, HELD).subject

    def decided(self, made: Matter, who: str = COURT, **more: Any) -> Matter:
        self.do(who, "joint_meeting", "record_joint_decision", made.pk, {**DECISION, **more})
        return made.joint_meeting.decisions.select_related("matter").order_by("-order")[0].matter

    def asked(self, who: str = BUREAU, **more: Any) -> Matter:
        return self.do(who, "legal_inquiry", "ask_legal_inquiry", data=question(**more)).subject

    def scan(self, who: str, name: str = "来函扫描件.txt") -> str:
        """A letter that this account has uploaded: its reference, as forms post it."""
        owner = storage.upload_owner(self.city.actor(who).account)
        return str(storage.store(storage.Content(name, f"{name}的内容".encode()), owner=owner).public_id)
