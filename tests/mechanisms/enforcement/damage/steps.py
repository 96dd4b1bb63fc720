"""Steps that tests of eco-damage compensation take: from the clue to the close, over agreement or suit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.enforcement.damage.flow import DAMAGES
from tests.city import City
from tests.mechanisms.enforcement.papers import scan

OFFICER, SECOND = "ecology-bureau.enforcement-officer-1", "ecology-bureau.enforcement-officer-2"
HEAD, LEGAL = "ecology-bureau.principal", "ecology-bureau.legal-reviewer"
COURT, PROCURATORATE = "court.linkage-officer", "procuratorate.linkage-officer"
COURT_NAME = "福建省厦门市中级人民法院"
LIABLE = {"sort": "enterprise", "part": "liable", "name": "甲化工公司", "identity_number": "91350200MA2XXXXX0A"}
CHECK = {"checked_on": "2026-11-20", "finding": "file", "estimate": "250000", "text": "土壤受到污染，约两亩"}
COMMISSION = {"way": "appraisal", "institution": "乙鉴定中心", "commissioned_on": "2026-11-20"}
ASSESSMENT = {"amount": "480000.50", "number": "鉴2026-17", "assessed_on": "2026-11-21"}
INVITE = {"number": "厦环赔磋〔2026〕3号", "sent_on": "2026-11-22"}
MEETING = {"held_on": "2026-11-22", "attended": "市生态环境局、甲化工公司、调解组织", "result": "就修复方案交换意见"}
AGREEMENT = {
    "number": "赔协2026-3", "signed_on": "2026-11-22", "way": "own-restoration", "amount": "480000.50", "restore_by": "2027-05-31",
}  # fmt: skip
EVALUATION = {"reached": "yes", "by": "丙评估公司", "evaluated_on": "2027-06-10", "text": "土壤指标达到修复目标"}


def at(day: str) -> datetime:
    """Ten in the morning of that day."""
    return datetime.fromisoformat(f"{day}T10:00+08:00")


def clue(city: City, **more: Any) -> dict[str, Any]:
    """What is entered when a clue is registered."""
    return {
        "title": "同安某地块土壤污染损害赔偿", "source": "penalty", "received_on": "2026-11-10", "place": "同安区某地块",
        "what": "非法倾倒污泥，约两亩土壤受污染", "officers": [city.actor(OFFICER).person, city.actor(SECOND).person], **more,
    }  # fmt: skip


class Road:
    """Does acts on one case, by account."""

    def __init__(self, city: City, **more: Any) -> None:
        self.city = city
        self.pk = perform(DAMAGES, "register_damage", actor=city.actor(OFFICER), data=clue(city, **more)).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region", "eco_damage").get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.matter.state

    def do(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Done:
        return perform(DAMAGES, act, self.pk, actor=self.city.actor(who), data=data, **more)

    def refused(self, who: str, act: str, data: Mapping[str, Any] | None = None, **more: Any) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(who, act, data, **more)
        except Refused as refused:
            return refused
        raise AssertionError(f"{who} could {act}")

    def paper(self, code: str, **more: Any) -> None:
        self.do(OFFICER, "add_piece", {"paper": code, "pages": 3, **more})

    def to_checked(self, **more: Any) -> None:
        self.do(OFFICER, "report_damage_check", {**CHECK, **more})

    def to_filed(self) -> None:
        self.to_checked()
        self.do(HEAD, "file_damage", {"number": "厦环赔立〔2026〕3号"})

    def to_assessed(self) -> None:
        self.to_filed()
        self.do(OFFICER, "commission_assessment", COMMISSION)
        self.do(OFFICER, "record_assessment", ASSESSMENT)

    def to_negotiating(self) -> None:
        self.to_assessed()
        self.do(OFFICER, "add_concerned", LIABLE)
        self.do(OFFICER, "invite_negotiation", INVITE)

    def to_agreed(self) -> None:
        self.to_negotiating()
        self.do(OFFICER, "record_meeting", MEETING)
        self.do(OFFICER, "sign_agreement", AGREEMENT)

    def to_confirming(self) -> None:
        self.to_agreed()
        for code in ("confirmation-application", "agreement", "damage-assessment", "negotiation-record"):
            self.paper(code)
        self.do(OFFICER, "apply_confirmation", {"court": "court", "applied_on": "2026-11-22"})

    def to_failed(self) -> None:
        self.to_negotiating()
        self.do(
            OFFICER, "fail_negotiation", {"ground": "declined", "failed_on": "2026-11-22", "reason": "对方明确拒绝"}
        )

    def to_sued(self) -> None:
        self.to_failed()
        for code in ("complaint", "damage-assessment", "failure-proof", "negotiation-record", "evidence"):
            self.paper(code)
        self.do(OFFICER, "sue_for_damage", {"court": "court", "sued_on": "2026-11-22", "claimed": "480000.50"})

    def confirmed(self) -> None:
        """The court's notice on 23 November runs to 23 December; then it rules."""
        self.to_confirming()
        self.city.clock.move_to(at("2026-11-23"))
        self.do(COURT, "announce_confirmation", {"announced_on": "2026-11-23"})
        self.city.clock.move_to(at("2026-12-24"))
        self.do(COURT, "confirm_agreement", {"number": "（2026）闽02民特9号", "confirmed_on": "2026-12-24"})

    def on_paper(self, act: str, data: Mapping[str, Any]) -> Done:
        """An act of the court, entered by the officer with its scan."""
        return self.do(OFFICER, act, {**data, "scan": scan(self.city, OFFICER)}, on_behalf_of=COURT_NAME)
