"""Steps that tests of appraisals take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Done, Refused, perform
from ecoduty.mechanisms.appraisals.flow import TARGET_LETTER
from ecoduty.mechanisms.appraisals.models import TargetLetter
from tests.city import City

OFFICE, DIRECTOR = "committee-office.clerk", "committee-office.director"
BODY, HEAD, USER = "water-bureau.liaison", "water-bureau.principal", "organisation-department.personnel-clerk"
SIGNED = {"party_post": "市水利局党组书记", "government_post": "市水利局局长"}
ENTERED = ("own-field", "promoted", "bad-press", "left-over")
HITS = (
    "key-tasks-failed",
    "petitions-unhandled",
    "listed-pollution",
    "mass-incident",
    "restricted-approval",
    "constraint",
)


class Letter:
    """Does acts on one letter, by account."""

    def __init__(self, city: City, body: str = "water-bureau", year: int = 2026) -> None:
        self.city = city
        given = {"body": body, "year": year}
        self.pk = perform(TARGET_LETTER, "draft_letter", actor=city.actor(OFFICE), data=given).subject.pk

    @property
    def matter(self) -> Matter:
        return Matter.objects.select_related("holder", "region").get(pk=self.pk)

    @property
    def own(self) -> TargetLetter:
        return TargetLetter.objects.select_related("body").get(pk=self.pk)

    def do(self, act: str, data: Mapping[str, Any] | None = None, who: str = OFFICE, **more: Any) -> Done:
        return perform(TARGET_LETTER, act, self.pk, actor=self.city.actor(who), data=data, **more)

    def refused(self, act: str, data: Mapping[str, Any] | None = None, who: str = OFFICE) -> Refused:
        """The refusal of an act that must be refused."""
        try:
            self.do(act, data, who)
        except Refused as refused:
            return refused
        raise AssertionError(f"{act} was not refused")

    def deadline(self, key: str) -> Deadline:
        return Deadline.objects.filter(matter=self.pk, key=key).latest("pk")

    def to_signed(self) -> None:
        self.do("send_for_signing")
        self.do("sign_letter", SIGNED, HEAD)

    def to_scoring(self) -> None:
        self.to_signed()
        self.do("open_scoring", {"as_of": self.city.clock.moment.date().isoformat()})

    def enter(self, code: str, value: object, who: str = BODY) -> None:
        act = "enter_value" if who == BODY else "correct_value"
        self.do(act, {"code": code, "value": value, "source": "年度总结第3页"}, who)

    def fill(self, own_field: int = 90, **more: int) -> None:
        self.enter("own-field", own_field)
        for code in (*ENTERED[1:], *HITS):
            self.enter(code, more.get(code.replace("-", "_"), 0))

    def to_reviewed(self, **more: int) -> None:
        self.to_scoring()
        self.fill(**more)
        self.do("submit_self_score", who=BODY)
        self.do("finish_check")
        self.do("finish_review", who=DIRECTOR)

    def to_approved(self) -> None:
        self.to_reviewed()
        self.do("accept_result", who=BODY)
        self.do(
            "approve_result",
            {"approved_by": "市委常委会会议", "number": "纪要〔2026〕8号", "approved_on": "2026-11-22"},
            DIRECTOR,
        )

    def to_delivered(self) -> None:
        self.to_approved()
        self.do("publish_result", {"address": "https://office.example.gov.cn/8", "published_on": "2026-11-22"})
        self.do("deliver_result", {"number": "厦环委办〔2026〕30号"})
