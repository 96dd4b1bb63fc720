"""Steps that tests of suits take: registered by the court or a department, milestones, judgment, appeal, effect, end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.enforcement.litigation.flow import LITIGATIONS
from tests.city import City
from tests.mechanisms.enforcement.papers import scan

COURT, OTHER_COURTS = "court.linkage-officer", "court.principal"
OFFICER, LEGAL = "ecology-bureau.enforcement-officer-1", "ecology-bureau.legal-reviewer"
HEAD, PROCURATORATE = "ecology-bureau.principal", "procuratorate.linkage-officer"
COURT_NAME = "福建省厦门市中级人民法院"
DOCKET = {"docket_number": "（2026）闽02行初31号", "accepted_on": "2026-11-20"}
SUIT = {
    "title": "甲公司诉市生态环境局处罚决定案", "sort": "administrative", "court": "court", "cause": "环境保护行政处罚",
    "submitted_on": "2026-11-18", "agency": "ecology-bureau", "agency_role": "defendant",
}  # fmt: skip
JUDGMENT = {"outcome": "rejected", "number": "（2026）闽02行初31号判决", "judged_on": "2026-11-22"}
ANSWER = {"on": "2026-11-22", "evidence": "处罚决定书、调查笔录、监测报告共12份"}


class Suit:
    """Does acts on one suit, by account. Registered by `who`, else by the court with its docket number."""

    def __init__(self, city: City, who: str = COURT, *, docket: bool = True, **more: Any) -> None:
        self.city = city
        given = {**SUIT, **(DOCKET if docket else {}), **more}
        known = {name: value for name, value in given.items() if value is not None}
        self.pk = perform(LITIGATIONS, "register_litigation", actor=city.actor(who), data=known).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region", "litigation").get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.matter.state

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return perform(LITIGATIONS, act, self.pk, actor=self.city.actor(who), data=data, **more)

    def on_paper(self, who: str, act: str, data: Mapping[str, Any]) -> Done:
        """An act of the court, entered by somebody of the department with its scan."""
        return self.do(who, act, {**data, "scan": scan(self.city, who)}, on_behalf_of=COURT_NAME)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data, **more)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")


def not_registered(city: City, who: str, **more: Any) -> Refused:
    """The refusal of a registration that must be refused."""
    try:
        Suit(city, who, **more)
    except Refused as refused:
        return refused
    raise AssertionError(f"{who} could register")
