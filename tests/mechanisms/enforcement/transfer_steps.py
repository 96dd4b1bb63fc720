"""Steps that tests of criminal transfers take: from the special team to the judgment, each by whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.enforcement.pieces.queries import checklist
from ecoduty.mechanisms.enforcement.transfer.flow import TRANSFERS
from tests.city import City

OFFICER, SECOND = "ecology-bureau.enforcement-officer-1", "ecology-bureau.enforcement-officer-2"
HEAD, LINKAGE = "ecology-bureau.principal", "ecology-bureau.linkage-officer"
POLICE, PROCURATORATE, COURT = "police.linkage-officer", "procuratorate.linkage-officer", "court.linkage-officer"
TITLE = "某化工厂向雨水井排放含重金属废水案"
LETTER = "厦环移〔2026〕7号"
REASON = "现有证据不能证明重金属来自该厂。"
REPORT = {
    "crime": "pollution",
    "facts_found": "总排口铅超标五倍，有采样记录和监测报告。",
    "lawful": True,
    "proved": True,
}
SEND = {"letter_number": LETTER, "police": "police", "procuratorate": "procuratorate"}
RECEIPT = {"letter_number": LETTER, "receipt_number": "厦公受〔2026〕31号", "received_by": "某警官"}
NUMBER = {"number": "厦公立字〔2026〕12号"}
REASONED = {**NUMBER, "reason": REASON}
APPLY = {"number": "厦环议〔2026〕1号", "grounds": "监测报告已排除其他来源。"}
GOODS = {"list_number": "物移〔2026〕3号", "pieces": 12, "received_by": "某警官"}
HAND_BACK = {"follows": "依法继续作出行政处罚。"}


class Road:
    """Does acts on one transfer, by account."""

    def __init__(self, city: City, body: str = "ecology-bureau", **more: Any) -> None:
        self.city, self.body = city, body
        self.officer, self.second, self.head = (
            f"{body}.enforcement-officer-1", f"{body}.enforcement-officer-2", f"{body}.principal",
        )  # fmt: skip
        team = [city.actor(self.officer).person, city.actor(self.second).person]
        given = {"title": TITLE, "group": "environment", "officers": team, **more}
        self.pk = perform(TRANSFERS, "register_transfer", actor=city.actor(self.officer), data=given).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region", "criminal_transfer").get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.matter.state

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return perform(TRANSFERS, act, self.pk, actor=self.city.actor(who), data=data, **more)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data, **more)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")

    def limit(self, key: str) -> Deadline:
        """The last deadline of that key."""
        return Deadline.objects.filter(matter=self.pk, key=key).latest("id")

    def scan(self, who: str) -> str:
        """A scan that somebody has uploaded."""
        content = storage.Content("扫描件.txt", f"{who}收到的文书".encode())
        return str(storage.store(content, owner=storage.upload_owner(self.city.actor(who).uploader)).public_id)

    def lay_ready(self, leg: str = "criminal-transfer") -> None:
        """Put every paper of a leg down."""
        for code in codes_missing(self.matter, leg):
            self.do(self.officer, "add_piece", {"paper": code, "pages": 3})

    def to_reported(self) -> None:
        self.do(self.officer, "report_transfer", REPORT)

    def to_approved(self) -> None:
        self.to_reported()
        self.do(self.head, "approve_transfer")

    def to_sent(self) -> None:
        self.to_approved()
        self.lay_ready()
        self.do(self.officer, "send_transfer", SEND)

    def to_received(self) -> None:
        self.to_sent()
        self.do(POLICE, "receive_transfer", RECEIPT)

    def to_filed(self) -> None:
        self.to_received()
        self.do(POLICE, "decide_filing", NUMBER)
        self.do(POLICE, "notify_filing", NUMBER)

    def to_not_filed(self) -> None:
        self.to_received()
        self.do(POLICE, "decide_not_filing", REASONED)
        self.do(POLICE, "notify_not_filing", NUMBER)

    def to_reviewing(self) -> None:
        self.to_filed()
        self.do(self.officer, "hand_over_goods", GOODS)
        self.do(POLICE, "transfer_to_prosecution", NUMBER)

    def to_suggested(self) -> None:
        self.to_not_filed()
        self.lay_ready("filing-supervision")
        self.do(self.officer, "suggest_supervision", APPLY)

    def to_explained(self) -> None:
        self.to_suggested()
        self.do(PROCURATORATE, "require_explanation", NUMBER)
        self.do(POLICE, "explain", REASONED)


def codes_missing(matter: Matter, leg: str) -> list[str]:
    """Codes of the papers still missing before a leg."""
    return [line.paper.code for line in checklist(matter, leg) if line.missing]
