"""A city in which clues are passed on and the police stand behind enforcement: both sides of each."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.enforcement.clues import steps as clues
from tests.mechanisms.enforcement.clues.steps import RECEIVER, SENDER
from tests.mechanisms.enforcement.obstruction.steps import AGREED, OFFICER, POLICE, Obstructed, Support


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    fresh, back, told = clues.Road(city), clues.Road(city, conduct="muck", suspect="乙公司"), clues.Road(city)
    office = "urban-enforcement-bureau.linkage-officer"
    reason = {"reason": "倾倒地属河道管理范围，应由水利部门先行制止", "belongs_to": "water-bureau"}
    back.do(office, "return_clue", reason)
    told.to_reported()
    told.do(SENDER, "object_to_clue_report", {"text": "采样不在排放时段，值班记录显示夜间排放，请择时再查。"})
    checking = clues.Road(city, suspect="丙公司")
    checking.to_accepted()
    support, report = Support(city), Obstructed(city)
    support.do(POLICE, "answer_support", AGREED)
    report.papers()
    report.do(OFFICER, "add_concerned", {"sort": "person", "name": "某某", "part": "respondent"})
    decided = Obstructed(city, place="某街道渔港码头", manner="crowd")
    decided.to_decided()
    here = {
        road.pk: f"/matters/{road.matter.public_id}/"
        for road in (fresh, back, told, checking, support, report, decided)
    }
    return {
        "clue-new": (SENDER, "/clues/new/"),
        "clue-letter": (SENDER, "/clues/letter/"),
        "clue-sent": (RECEIVER, here[fresh.pk]),
        "clue-return": (RECEIVER, f"{here[fresh.pk]}return_clue/"),
        "clue-given-back": (SENDER, here[back.pk]),
        "clue-resend": (SENDER, f"{here[back.pk]}resend_clue/"),
        "clue-conclude": (RECEIVER, f"{here[checking.pk]}conclude_clue/"),
        "clue-outcome": (SENDER, f"{here[told.pk]}?tab=outcome"),
        "clue-list": (RECEIVER, "/matters/?kind=clue"),
        "support-new": (OFFICER, "/police-support/new/"),
        "support-agreed": (POLICE, here[support.pk]),
        "support-handle": (POLICE, f"{here[support.pk]}handle_support/"),
        "obstruction-new": (OFFICER, "/obstruction/new/"),
        "obstruction-prepared": (OFFICER, f"{here[report.pk]}?tab=pieces"),
        "obstruction-decided": (OFFICER, here[decided.pk]),
        "obstruction-tell": (POLICE, f"{here[decided.pk]}tell_obstruction/"),
        "obstruction-list": (OFFICER, "/matters/?kind=obstruction&state=all"),
    }
