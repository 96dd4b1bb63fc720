"""Steps that tests of administrative cases take: register, file, notify, review, decide, serve, perform, close."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.enforcement.administrative.flow import CASES
from ecoduty.mechanisms.enforcement.administrative.models import AdministrativeCase
from tests.city import City

FILE = {"case_number": "厦环立〔2026〕88号", "cause": "水污染防治有关规定", "evidence": True, "punishable": True, "ours": True, "in_time": True}  # fmt: skip
NOTICE = {"number": "厦环罚告〔2026〕88号", "served_by": "direct", "proposal": "拟罚款二十万元"}
SUBMIT = {"ground": "house-rule", "proposal": "建议罚款二十万元"}
PASS = {"opinion": "同意", "authority": True, "evidence": True, "law": True, "procedure": True, "crime": True}
DECIDE = {"number": "厦环罚〔2026〕88号", "kinds": ["fine"], "fine": "200000", "text": "罚款二十万元"}
WAIVED = {"heard": "waived", "text": "当事人书面放弃"}
SERVED = {"served_by": "direct", "note": "单位前台签收"}
PAGE = {"own_url": "https://sthjj.example.gov.cn/xzcf/88.html", "published_on": "2026-12-08", "checked": True}
PERFORMED = {"ended_for": "performed", "text": "罚款缴清，已经改正"}
TONS = {"hazardous_waste_tons": "3", "evidence": "称重单12号"}


def at(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


class Case:
    """Does acts on one case, by post of its body or by full account."""

    def __init__(self, city: City, body: str = "ecology-bureau", **more: Any) -> None:
        self.city, self.body = city, body
        self.officers = [self._who("enforcement-officer-1"), self._who("enforcement-officer-2")]
        given = {
            "title": "甲公司涉嫌超标排放废水案", "group": "environment", "source": "inspection", "found_on": "2026-11-20",
            "officers": [city.actor(one).person for one in self.officers], **more,
        }  # fmt: skip
        self.pk = perform(CASES, "register_case", actor=city.actor(self.officers[0]), data=given).subject.pk

    def _who(self, post: str) -> str:
        return post if "." in post else f"{self.body}.{post}"

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "administrative_case").get(pk=self.pk)

    @property
    def own(self) -> AdministrativeCase:
        return AdministrativeCase.objects.get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.matter.state

    def deadline(self, key: str) -> Deadline:
        return Deadline.objects.filter(matter=self.pk, key=key).latest("pk")

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return perform(CASES, act, self.pk, actor=self.city.actor(self._who(who)), data=data, **more)

    def officer(self, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return self.do("enforcement-officer-1", act, data, **more)

    def head(self, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return self.do("principal", act, data, **more)

    def legal(self, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return self.do("legal-reviewer", act, data, **more)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Refused:
        """The refusal of an act that must be refused."""
        before = self.matter.version
        try:
            self.do(who, act, data, **more)
        except Refused as refused:
            assert self.matter.version == before
            return refused
        raise AssertionError(f"{who} could {act}")

    def filed(self) -> Case:
        self.head("file_case", FILE)
        return self

    def reviewed(self) -> Case:
        """Filed, told, waived, reviewed."""
        self.filed()
        self.officer("notify_party", NOTICE)
        self.officer("record_statement", WAIVED)
        self.officer("submit_review", SUBMIT)
        self.legal("pass_review", PASS)
        return self

    def decided(self, **more: Any) -> Case:
        self.reviewed()
        self.head("decide", {**DECIDE, **more})
        return self

    def closed(self) -> Case:
        self.decided()
        self.officer("serve_decision", SERVED)
        self.officer("record_payment", {"amount": "200000", "paid_on": "2026-11-22", "voucher": "票0001"})
        self.officer("propose_closing", PERFORMED)
        self.head("close_case", {})
        return self


__all__ = [
    "DECIDE", "FILE", "NOTICE", "PAGE", "PASS", "PERFORMED", "SERVED", "SUBMIT", "TONS", "WAIVED", "Case", "at",
]  # fmt: skip
