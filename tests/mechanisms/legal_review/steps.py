"""Steps that tests of legal review take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.duties.instances import open_due
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel import flow
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Actor, Done, Refused, perform
from ecoduty.mechanisms.legal_review.catalogues.models import FilingCatalogue
from ecoduty.mechanisms.legal_review.filing.models import FilingReview
from ecoduty.mechanisms.legal_review.queries import asked_papers
from ecoduty.mechanisms.legal_review.reviewing.models import DraftReview, Opinion
from tests.city import City

DRAFTER, REVIEWER, HEAD = "water-bureau.liaison", "justice-bureau.liaison", "justice-bureau.principal"
GOVERNMENT = "government.supervision-clerk"
NAME = "厦门市入河排放口监督管理办法"
TEXT = "第一条 为了管好入河排放口，制定本办法。\n第二条 应当建立排放口台账。\n第三条 市水利局负责排查，市生态环境局、市市政园林局负责整治。\n第四条 市水利局牵头，市生态环境局配合，负责抽查。"


def draft(**more: Any) -> dict[str, Any]:
    return {
        "name": NAME, "sort": "normative-document", "grounds": "落实上级要求", "text": TEXT, "ecology": "yes",
        "lead_said": "named", "lead": "water-bureau", "duties": "第三条：市水利局牵头。", **more,
    }  # fmt: skip


def issue(**more: Any) -> dict[str, Any]:
    return {
        "number": "厦水规〔2026〕3号", "registration": "XMGF-2026-031", "issued_on": "2026-11-22", "valid_from": "2026-12-01",
        "valid_until": "2031-11-30", "address": "https://water.example.gov.cn/31", **more,
    }  # fmt: skip


def uploaded(actor: Actor, name: str = "材料.txt") -> str:
    stored = storage.store(storage.Content(name, f"{name}原件".encode()), owner=storage.upload_owner(actor.uploader))
    return str(stored.public_id)


class Road:
    """Does acts on one matter of a kind, by account."""

    def __init__(self, city: City, kind: str, act: str, who: str, given: Mapping[str, Any]) -> None:
        self.city, self.kind = city, kind
        self.pk = perform(flow.table(kind), act, actor=city.actor(who), data=given).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region").get(pk=self.pk)

    def do(self, act: str, data: Mapping[str, Any] | None = None, who: str = "", **more: Any) -> Done:
        return perform(flow.table(self.kind), act, self.pk, actor=self.city.actor(who), data=data, **more)

    def refused(self, act: str, data: Mapping[str, Any] | None = None, who: str = "") -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(act, data, who)
        except Refused as refused:
            return refused
        raise AssertionError(f"{act} was not refused")

    def deadline(self, key: str) -> Deadline:
        return Deadline.objects.filter(matter=self.pk, key=key).latest("pk")


class Review(Road):
    """A draft under review."""

    def __init__(self, city: City, **more: Any) -> None:
        super().__init__(city, "draft_review", "prepare_draft", DRAFTER, draft(**more))

    @property
    def own(self) -> DraftReview:
        return DraftReview.objects.get(pk=self.pk)

    def papers(self, without: str = "") -> None:
        for paper in asked_papers(self.own.sort):
            if paper.needed == "always" and paper.code != without:
                file = uploaded(self.city.actor(DRAFTER), f"{paper.code}.txt")
                self.do("add_paper", {"paper": paper.code, "file": file}, DRAFTER)

    def to_reviewing(self) -> None:
        self.papers()
        self.do("submit_draft", {}, DRAFTER)
        self.do("accept_draft", who=REVIEWER)

    def opinion(self, place: str = "第二条") -> Opinion:
        self.do("add_opinion", {"place": place, "text": "没有写由谁建立台账。", "basis": "方案5.8"}, REVIEWER)
        return self.own.opinions.latest("pk")

    def to_decided(self) -> None:
        self.to_reviewing()
        self.do("conclude_review", {"conclusion": "lawful", "number": "厦司审〔2026〕9号"}, HEAD)
        self.do("record_decision", {"decided_on": "2026-11-22", "meeting": "局务会第8次会议"}, DRAFTER)

    def issued(self, **more: Any) -> FilingReview | None:
        self.to_decided()
        self.do("issue_draft", issue(**more), DRAFTER)
        return FilingReview.objects.filter(number=issue(**more)["number"]).first()


class Filing(Road):
    """A document that is filed."""

    def __init__(self, city: City, **more: Any) -> None:
        given = {
            "name": NAME, "sort": "normative-document", "number": "厦水规〔2026〕3号", "published_on": "2026-11-20",
            "valid_from": "2026-12-01", "valid_until": "2027-03-31", **more,
        }  # fmt: skip
        super().__init__(city, "filing_review", "register_for_filing", DRAFTER, given)

    def file(self) -> None:
        self.do("file_document", {"number": "厦水备〔2026〕1号", "file": uploaded(self.city.actor(DRAFTER))}, DRAFTER)

    def to_reviewing(self) -> None:
        self.file()
        self.do("accept_filing", {"number": "XMBA-2026-7"}, REVIEWER)


JANUARY = datetime(2027, 1, 4, 9, 0, tzinfo=SHANGHAI)


def rules_of_the_year(city: City) -> tuple[Filing, Filing]:
    """Two rules that came out in November, drafted and handled by a bureau: one is filed and registered, one is not."""
    filed = Filing(city, sort="government-rule", number="市政府令第201号", name="厦门市入河排放口监督管理规定")
    filed.file()
    filed.do("accept_filing", {"number": "XMBA-2026-201"}, REVIEWER)
    unfiled = Filing(
        city,
        sort="government-rule",
        number="市政府令第202号",
        name="厦门市餐饮油烟污染防治规定",
        published_on="2026-11-21",
    )
    return filed, unfiled


class Catalogue(Road):
    """The city government's catalogue of last year, which the platform opens in January."""

    def __init__(self, city: City) -> None:
        city.clock.move_to(JANUARY)
        open_due()
        self.city, self.kind = city, "filing_catalogue"
        self.pk = Matter.objects.get(kind=self.kind).pk

    @property
    def own(self) -> FilingCatalogue:
        return FilingCatalogue.objects.select_related("matter").get(pk=self.pk)

    def given(self, **more: Any) -> dict[str, Any]:
        return {"number": "厦府备〔2027〕1号", "file": uploaded(self.city.actor(GOVERNMENT), "目录.pdf.txt"), **more}
