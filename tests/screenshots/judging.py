"""A city in which damage to the environment is claimed and courts try cases: what officers, heads, court and procuratorate see."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.enforcement.damage import steps as damage
from tests.mechanisms.enforcement.damage.steps import Road
from tests.mechanisms.enforcement.litigation import steps as suits
from tests.mechanisms.enforcement.litigation.steps import Suit
from tests.mechanisms.enforcement.reconsidering.test_reconsideration import LEGAL
from tests.mechanisms.enforcement.reconsidering.test_reconsideration import Road as Reconsidered

_CIVIL = {"agency": None, "agency_role": None}


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    begun, declined = Road(city), Road(city, title="翔安某河道非法采砂损害赔偿", source="procuratorate")
    begun.do(damage.OFFICER, "mark_major", {"kind": "inspection"})
    declined.to_checked(finding="not", ground="manifestly-slight")
    declined.do(damage.HEAD, "do_not_start", {"ground": "manifestly-slight", "reason": "损害显著轻微，河床已自行恢复"})
    declined.do(
        damage.PROCURATORATE,
        "intervene",
        {"sort": "urged", "on": "2026-11-22", "number": "厦检建〔2026〕8号", "text": "建议委托专家复核"},
    )
    talked = Road(city, title="海沧某化工厂渗漏土壤损害赔偿", source="criminal")
    talked.to_confirming()
    sued = Road(city, title="集美某养殖场污水直排损害赔偿", source="petition-media")
    sued.to_sued()
    tried = Suit(city)
    tried.do(suits.COURT, "record_service", {"on": "2026-11-20"})
    tried.do(suits.LEGAL, "plan_appearance", {"post": "deputy"})
    tried.do(
        suits.COURT,
        "record_milestone",
        {"milestone": "exchange", "on": "2026-11-21", "number": "传票3号", "note": "双方到庭"},
    )
    for outcome in ("supported", "partly", "supported"):
        decided = Suit(city, sort="civil", title="乙公司环境污染侵权案", **_CIVIL)
        decided.do(suits.COURT, "record_court_judgment", {**suits.JUDGMENT, "outcome": outcome, "awarded": "120000"})
        decided.do(suits.COURT, "take_effect", {"effective_on": "2026-11-22"})
    criminal = Suit(city, sort="criminal", title="甲公司污染环境案", **_CIVIL)
    criminal.do(suits.COURT, "record_court_judgment", {**suits.JUDGMENT, "outcome": "convicted", "awarded": "500000"})
    again = Reconsidered(city)
    here, there, court = (f"/matters/{one.matter.public_id}/" for one in (talked, sued, tried))
    return {
        "damage-register": (damage.OFFICER, "/eco-damage/new/"),
        "damage-begun": (damage.OFFICER, f"/matters/{begun.matter.public_id}/"),
        "damage-check": (damage.OFFICER, f"/matters/{begun.matter.public_id}/report_damage_check/"),
        "damage-claim": (damage.OFFICER, f"{here}?tab=claim"),
        "damage-confirming": ("court.linkage-officer", here),
        "damage-sued": (damage.HEAD, f"{there}?tab=claim"),
        "damage-pieces": (damage.OFFICER, f"{here}?tab=pieces"),
        "damage-seen": (damage.PROCURATORATE, f"/matters/{declined.matter.public_id}/"),
        "damage-list": (damage.OFFICER, "/matters/?kind=eco_damage&state=all"),
        "suit-register": (suits.COURT, "/suits/new/"),
        "suit-register-bureau": (suits.OFFICER, "/suits/new/"),
        "suit-trial": (suits.COURT, court),
        "suit-defendant": (suits.LEGAL, court),
        "suit-judge": (suits.COURT, f"{court}record_court_judgment/"),
        "suit-judgment": (suits.COURT, f"/matters/{criminal.matter.public_id}/?tab=judgment"),
        "suits-by-kind": (suits.COURT, "/suits/"),
        "suits-list": (suits.COURT, "/matters/?kind=litigation&state=all"),
        "suits-none": ("water-bureau.principal", "/suits/"),
        "reconsideration": (LEGAL, f"/matters/{again.matter.public_id}/"),
        "reconsideration-register": (LEGAL, "/reconsiderations/new/"),
    }
