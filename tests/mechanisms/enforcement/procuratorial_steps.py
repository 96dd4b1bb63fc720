"""Steps that tests of recommendations, public interest cases and supervised suits take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Done, Refused, perform, table
from tests.city import City

PROSECUTOR, JUDGE, OFFICER = "procuratorate.linkage-officer", "court.linkage-officer", "water-bureau.linkage-officer"
HEAD, STRANGER = "water-bureau.principal", "ocean-bureau.linkage-officer"
RECOMMENDATION, CASE, SUPERVISION = "procuratorial_recommendation", "public_interest_case", "litigation_supervision"
DEMANDS = ["查处杏林湾排洪沟三个排口", "建立日常巡查台账"]
MEASURE = {
    "text": "三个排口已封堵并接入截污管",
    "progress": "done",
    "on": "2026-11-20",
    "evidence_note": "封堵照片存局档案室",
}
REPLY = {"number": "厦水函〔2026〕31号"}
PERFORMED = {"verdict": "performed", "opinion": "整改到位，有照片和台账。"}


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, 0, tzinfo=SHANGHAI)


def letter(**more: Any) -> dict[str, Any]:
    return {
        "addressee": "water-bureau", "number": "厦检行公建〔2026〕5号", "issued_on": "2026-11-20", "subject": "排洪沟污水直排监管",
        "findings": "排洪沟三个排口长期直排。", "demands": DEMANDS, **more,
    }  # fmt: skip


def filed(**more: Any) -> dict[str, Any]:
    return {
        "procuratorate": "procuratorate", "sort": "civil", "number": "厦检民公立〔2026〕3号", "filed_on": "2026-11-02",
        "subject": "某厂倾倒废酸", "harm": "河道长约二百米受到污染。", **more,
    }  # fmt: skip


def supervised(**more: Any) -> dict[str, Any]:
    return {
        "procuratorate": "procuratorate", "sort": "protest", "branch": "civil", "court": "court", "docket_number": "（2025）闽02民终31号",
        "source": "applied", "registered_on": "2026-09-01", "subject": "环境侵权责任纠纷", "grounds": "认定因果关系的证据不足。", **more,
    }  # fmt: skip


class Procuracy:
    """Does acts on the procuratorate's matters by account."""

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

    def scan(self, who: str, name: str = "文书扫描件.txt") -> str:
        """A paper that this account has uploaded: its reference, as forms post it."""
        owner = storage.upload_owner(self.city.actor(who).account)
        return str(storage.store(storage.Content(name, f"{name}的内容".encode()), owner=owner).public_id)

    def issued(self, **more: Any) -> Matter:
        return self.do(PROSECUTOR, RECOMMENDATION, "issue_recommendation", data=letter(**more)).subject

    def received(self, **more: Any) -> Matter:
        made = self.issued(**more)
        return self.do(OFFICER, RECOMMENDATION, "acknowledge_recommendation", made.pk).subject

    def filled(self, made: Matter) -> None:
        """Something done about every demand."""
        for demand in made.procuratorial_recommendation.demands.all():
            self.do(OFFICER, RECOMMENDATION, "add_measure", made.pk, {**MEASURE, "demand": demand.pk})

    def replied(self, **more: Any) -> Matter:
        made = self.received(**more)
        self.filled(made)
        return self.do(
            OFFICER,
            RECOMMENDATION,
            "reply_recommendation",
            made.pk,
            {**REPLY, "letter": self.scan(OFFICER, "回复函.txt")},
        ).subject

    def judged(self, verdict: str, **more: Any) -> Matter:
        made = self.replied(**more)
        given = {
            "verdict": verdict,
            "opinion": "见审查报告。",
            **({"supplement_by": "2026-12-15"} if verdict == "partly" else {}),
        }
        return self.do(PROSECUTOR, RECOMMENDATION, "judge_reply", made.pk, given).subject

    def case(self, who: str = PROSECUTOR, **more: Any) -> Matter:
        return self.do(who, CASE, "file_public_interest_case", data=filed(**more)).subject

    def supervision(self, who: str = PROSECUTOR, **more: Any) -> Matter:
        return self.do(who, SUPERVISION, "register_supervision", data=supervised(**more)).subject


def limits(matter: Matter, key: str = "") -> list[tuple[str, str]]:
    """Due days and states of the deadlines of a matter, in order of their beginning."""
    rows = Deadline.objects.filter(matter=matter).order_by("pk")
    rows = rows.filter(key=key) if key else rows
    return [(str(row.due_on), row.state) for row in rows]
