"""Steps that tests of referrals take: register, compare, weigh, review, refer, receipt, outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.accountability.assistance_flow import ASSISTANCES
from ecoduty.mechanisms.accountability.flow import REFERRALS
from ecoduty.mechanisms.accountability.models import Assistance
from tests.city import City

HANDLER, REVIEWER = "audit-bureau.deputy", "audit-bureau.principal"
NAME = "贾有责"
ROW = {"situation": "inaction", "duty": "责任清单第12项", "consequence": "environment-harmed"}
PERSON = {"post": "副局长", "body": "water-bureau", "rank": "division-chief", "name": NAME}
DIGEST = "ab" * 32
ITEM = {"name": "现场检查记录", "pages": 12, "sm3": DIGEST}
REVIEW = {"corresponds": True, "weighed": True, "destination_right": True}
RECEIPT = {"received_on": "2026-11-22", "received_by": "市纪委监委信访室", "receipt_number": "收〔2026〕31号"}
OUTCOME = {"outcome": "handled", "outcome_on": "2026-11-22", "outcome_number": "告〔2026〕8号"}
WANTED = {"body": "water-bureau", "posts": ["principal"], "wanted": ["2026年6月巡查台账", "会议记录3份"]}


class Road:
    """Does acts on one referral, by account."""

    def __init__(self, city: City, handler: str = HANDLER, reviewer: str = REVIEWER, **more: Any) -> None:
        self.city, self.handler, self.reviewer = city, handler, reviewer
        given = {
            "established_on": "2026-11-20", "source": "audit", "reviewer": city.actor(reviewer).person, **more,
        }  # fmt: skip
        self.pk = perform(REFERRALS, "register_referral", actor=city.actor(handler), data=given).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region", "referral").get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.matter.state

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return perform(REFERRALS, act, self.pk, actor=self.city.actor(who), data=data, **more)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")

    def fill(self) -> None:
        self.do(self.handler, "add_row", ROW)
        self.do(self.handler, "add_concerned", PERSON)
        self.do(self.handler, "add_item", ITEM)
        self.do(self.handler, "set_destination", {"destination": "discipline-commission"})

    def to_weighed(self, finding: str = "none", basis: str = "") -> None:
        self.fill()
        self.do(self.handler, "compare")
        self.do(self.handler, "weigh_exemption", {"finding": finding, "basis": basis})

    def to_reviewed(self) -> None:
        self.to_weighed()
        self.do(self.reviewer, "review", REVIEW)

    def to_received(self) -> None:
        self.to_reviewed()
        self.do(self.handler, "refer", {"letter_number": "厦审移〔2026〕3号", "checked": True})
        self.do(self.handler, "record_referral_receipt", RECEIPT)

    def ask(self, **more: Any) -> Matter:
        """A request for assistance."""
        self.do(self.handler, "ask_assistance", {**WANTED, **more})
        return Assistance.objects.select_related("matter").filter(referral=self.pk).latest("pk").matter

    def on_request(self, matter: Matter, who: str, act: str, data: Mapping[str, Any] | None = None) -> Done:
        return perform(ASSISTANCES, act, matter.pk, actor=self.city.actor(who), data=data)
