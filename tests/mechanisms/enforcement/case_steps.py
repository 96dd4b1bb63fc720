"""Steps that tests of detention, joint listing and enforcement by the court share: acts by account, papers, entering on behalf."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI, today
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import ActTable, Done, Refused, perform
from ecoduty.mechanisms.enforcement.court_enforcement.flow import ENFORCEMENTS
from ecoduty.mechanisms.enforcement.detention.flow import DETENTIONS
from ecoduty.mechanisms.enforcement.listing.flow import LISTINGS
from ecoduty.mechanisms.enforcement.pieces import queries as pieces
from tests.city import City

OFFICER, SECOND = "ecology-bureau.enforcement-officer-1", "ecology-bureau.enforcement-officer-2"
HEAD = "ecology-bureau.principal"
POLICE, PROCURATORATE, COURT = "police.linkage-officer", "procuratorate.linkage-officer", "court.linkage-officer"
IDENTITY_NUMBER = "110101199003074477"


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def scan(city: City, who: str, text: str = "对方文书") -> str:
    """A scan that this account uploaded, by its reference."""
    uploader = city.actor(who).uploader
    stored = storage.store(storage.Content("文书.txt", text.encode()), owner=storage.upload_owner(uploader))
    return str(stored.public_id)


class Case:
    """One case, and what people do with it by account."""

    table: ActTable

    def __init__(self, city: City, act: str, data: Mapping[str, Any], who: str = OFFICER, **more: Any) -> None:
        self.city = city
        self.pk = perform(self.table, act, actor=city.actor(who), data=data, **more).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder").get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.matter.state

    @property
    def url(self) -> str:
        return f"/matters/{self.matter.public_id}/"

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return perform(self.table, act, self.pk, actor=self.city.actor(who), data=data, **more)

    def for_them(self, act: str, data: Mapping[str, Any] | None = None, whom: str = "市公安局", **more: Any) -> Done:
        """An act of another office, entered by the officer with the scan."""
        given = {**(data or {}), "scan": scan(self.city, OFFICER, act)}
        return self.do(OFFICER, act, given, on_behalf_of=whom, **more)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data, **more)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")

    def put_papers(self, leg: str, *, without: str = "") -> None:
        """Whatever the rulebook asks for before a leg, on paper; but one."""
        required = pieces.required(leg)
        assert required is not None
        for paper in required.papers:
            if paper.needed != "if_any" and paper.code != without:
                self.do(OFFICER, "add_piece", {"paper": paper.code, "pages": 3})

    def deadline(self, key: str) -> Deadline:
        """The latest deadline of that key."""
        return Deadline.objects.filter(matter=self.pk, key=key).latest("pk")

    def sees(self, who: str) -> bool:
        return self.city.client(who).get(self.url).status_code == 200


def team(city: City) -> list[int]:
    return [city.actor(OFFICER).person or 0, city.actor(SECOND).person or 0]


class DetentionCase(Case):
    """A case on its way to the police."""

    table = DETENTIONS

    def __init__(self, city: City, when: datetime | None = None, **more: Any) -> None:
        given = {
            "title": "某公司私设暗管排污案", "ground": "evading", "officers": team(city), "police": "police", **more,
        }  # fmt: skip
        late = {"occurred_at": when, "reason": "补登纸质呈批件"} if when else {}
        super().__init__(city, "propose_detention", given, **late)

    def to_sent(self) -> None:
        self.do(HEAD, "decide_detention_transfer")
        self.put_papers("detention-transfer")
        self.do(OFFICER, "send_detention_file", {"letter_number": "厦环移拘〔2026〕3号", "copied": True})

    def to_taken_in(self) -> None:
        self.to_sent()
        self.do(POLICE, "take_in_detention", {"receipt_number": "厦公受〔2026〕18号"})


PROPOSAL = {
    "title": "某公司跨区倾倒危险废物案",
    "requirements": ["全部危险废物依法处置", "受污染土壤完成修复"],
    "standard": "危险废物全部合法处置并有转移联单，土壤检测达标",
    "in_charge": "支队长",
    "until": "2027-05-20",
    "joint": ["police", "procuratorate"],
    "supervised": "water-bureau",
}
SUPERVISED = "water-bureau.linkage-officer"


class ListingCase(Case):
    """A case on its way to the joint list."""

    table = LISTINGS

    def __init__(self, city: City, **more: Any) -> None:
        super().__init__(city, "propose_listing", {**PROPOSAL, "officers": team(city), **more})

    def to_listed(self) -> None:
        self.do(POLICE, "agree_listing", {"body": "police"})
        self.do(PROCURATORATE, "agree_listing", {"body": "procuratorate"})
        self.do(HEAD, "list_case", {"notice_number": "厦环督〔2026〕1号"})

    def to_checked(self) -> None:
        self.to_listed()
        self.do(SUPERVISED, "report_listing_completion", {"text": "两项要求均已完成，凭证见材料。"})
        self.do(OFFICER, "check_listing_completion", {"passed": True, "note": "现场核查，两项均达标"})


class CourtCase(Case):
    """A decision on its way to be enforced by the court."""

    table = ENFORCEMENTS

    def __init__(self, city: City, **more: Any) -> None:
        given = {
            "title": "某公司拒不缴纳罚款", "officers": team(city), "decision_number": "厦环罚〔2026〕7号",
            "served_on": "2026-04-10", "obligation": "缴纳罚款二十万元", "amount": "200000", "remedy": "none", "court": "court",
            **more,
        }  # fmt: skip
        super().__init__(city, "register_enforcement", given)

    def to_demanded(self, served: str = "2026-11-02") -> None:
        self.do(OFFICER, "serve_demand", {"served_on": served, "demand_number": "厦环催〔2026〕7号"})

    def to_applied(self) -> None:
        self.to_demanded()
        self.put_papers("court-enforcement")
        self.do(OFFICER, "apply_for_enforcement", {"application_number": "厦环强申〔2026〕2号"})

    def to_accepted(self, *, hearing: bool = False) -> None:
        self.to_applied()
        self.do(COURT, "accept_enforcement", {"court_number": "（2026）闽02行审9号", "hearing": hearing})


def day(after: int) -> str:
    """The day so many days after today, before it where negative."""
    return (today() + timedelta(days=after)).isoformat()
