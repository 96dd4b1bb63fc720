"""A city in which bodies work together, or do not: requests for cooperation at several stations, and the pages that show them."""

from __future__ import annotations

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import perform
from ecoduty.mechanisms.coordination.situations import SITUATION
from tests.city import City
from tests.mechanisms.coordination.steps import Road, at
from tests.mechanisms.coordination.test_conferring import CONFERRAL
from tests.mechanisms.coordination.test_situations import LONG, order, reported


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    silent, answered = Road(city), Road(city, "water-bureau", "municipal-gardens-bureau")
    talk = {"form": "talk", "held_on": "2026-11-22", "attendees": "双方联络员", "result": "约定下周报送清单。"}
    silent.do("lead.liaison", "record_exchange", talk)
    answered.do("supporter.liaison", "answer", {"text": "三个片区错接点清单已报送，接驳全部完成并回传验收单。"})
    silent.do("lead.liaison", "record_conferral", CONFERRAL)
    silent.climb(at(12, 7), "talk", "deputy")
    silent.do("supporter.liaison", "acknowledge")
    silent.climb(at(12, 15), "meeting", "deputy")
    city.clock.move_to(at(12, 21))
    sweep()
    reported, written_on = situation(city), situation(city, instructed=True)
    here, there = f"/matters/{silent.matter.public_id}/", f"/matters/{answered.matter.public_id}/"
    liaison, deputy = "water-bureau.liaison", "water-bureau.deputy"
    return {
        "cooperation-ask": (liaison, "/cooperation/new/"),
        "cooperation": (deputy, here),
        "cooperation-ladder": (deputy, f"{here}?tab=ladder"),
        "cooperation-release": ("water-bureau.principal", f"{here}release_rung/"),
        "cooperation-accept": (liaison, f"{there}accept/"),
        "cooperation-conferral": (liaison, f"{here}record_conferral/"),
        "cooperation-advance": ("water-bureau.deputy", f"{here}advance_rung/"),
        "cooperation-liaisons": (liaison, "/cooperation/liaisons/"),
        "cooperation-list": (liaison, "/matters/?kind=cooperation"),
        "situation-report": (deputy, "/situations/new/"),
        "situation": (deputy, f"/matters/{written_on.public_id}/"),
        "situation-instruct": (liaison, f"/matters/{reported.public_id}/give_instruction/"),
        "situation-brief": (deputy, f"/matters/{reported.public_id}/brief/"),
        "situation-brief-written-on": (deputy, f"/matters/{written_on.public_id}/brief/"),
        "cooperation-answer": ("construction-bureau.liaison", f"{here}answer/"),
    }


def situation(city: City, *, instructed: bool = False) -> Matter:
    """A major situation, on the way or written on by a leader."""
    matter = reported(city, situation=LONG * 4, known_at="2026-11-22T08:30:00+08:00")
    if instructed:
        further = {"situation": "源头已查明，为上游某电镀厂夜间偷排，已立案。", "done": "投放药剂，下游加密监测。"}
        perform(SITUATION, "report_further", matter.pk, actor=city.actor("water-bureau.deputy"), data=further)
        given = order(matter, given_on="2026-12-21")
        perform(SITUATION, "give_instruction", matter.pk, actor=city.actor("water-bureau.liaison"), data=given)
    return matter
