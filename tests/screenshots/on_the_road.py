"""A city in which cases go between the offices: the road of one on its page, where cases stick, the papers drawn up."""

from __future__ import annotations

from datetime import datetime, timedelta

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Link, LinkKind
from ecoduty.kernel.clock import SHANGHAI, now
from ecoduty.mechanisms.enforcement.case_papers.models import CasePaper
from tests.city import City
from tests.mechanisms.enforcement.administrative_steps import Case
from tests.mechanisms.enforcement.transfer_steps import (
    GOODS,
    HEAD,
    NUMBER,
    OFFICER,
    POLICE,
    PROCURATORATE,
    REASONED,
    Road,
)  # fmt: skip

PERSON = {"sort": "person", "part": "suspect", "name": "赵某某", "identity_number": "110101199003074477"}


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    city.clock.move_to(datetime(2026, 9, 1, 10, 0, tzinfo=SHANGHAI))
    case = Case(city, found_on="2026-08-28").reviewed()
    city.clock.advance(timedelta(days=3))
    road, refused, waiting = Road(city), Road(city, title="某电镀厂私设暗管案"), Road(city, title="某加油站渗漏案")
    Link.objects.create(source=case.matter, target=road.matter, kind=LinkKind.ORIGIN, made_at=now())
    road.do(OFFICER, "add_concerned", PERSON)
    for one, days in ((road, 1), (refused, 2), (waiting, 4)):
        city.clock.advance(timedelta(days=days))
        one.to_received()
    city.clock.advance(timedelta(days=4))
    sweep()
    road.do(POLICE, "decide_filing", NUMBER)
    road.do(POLICE, "notify_filing", NUMBER)
    city.clock.advance(timedelta(days=1))
    road.do(OFFICER, "hand_over_goods", GOODS)
    refused.do(POLICE, "decide_not_filing", REASONED)
    refused.do(POLICE, "notify_not_filing", NUMBER)
    sent = Road(city, title="某养殖场直排案")
    sent.to_approved()
    sent.do(OFFICER, "add_concerned", PERSON)
    sent.do(OFFICER, "draw_up_paper", {"paper": "transfer-letter"})
    city.clock.advance(timedelta(days=30))
    sweep()
    paper = CasePaper.objects.get(matter=sent.pk)
    here = {
        name: f"/matters/{one.matter.public_id}/"
        for name, one in (("whole", road), ("refused", refused), ("sent", sent))
    }
    return {
        "case-road-whole": (OFFICER, here["whole"]),
        "case-road-from-the-case": (OFFICER, f"/matters/{case.matter.public_id}/"),
        "case-road-refused": (OFFICER, here["refused"]),
        "case-road-late": (HEAD, here["sent"]),
        "case-road-procuratorate": (PROCURATORATE, here["whole"]),
        "legs-statistics": (HEAD, "/enforcement/statistics/"),
        "legs-list": (HEAD, "/enforcement/statistics/list/?leg=police-decision&stands=late"),
        "legs-empty": ("court.linkage-officer", "/enforcement/statistics/"),
        "case-papers": (OFFICER, f"{here['sent']}?tab=papers"),
        "case-paper": (OFFICER, f"{here['sent']}case-papers/{paper.pk}/"),
    }
