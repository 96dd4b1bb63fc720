"""A city in which cases go to the police for detention, onto the joint list and to the court."""

from __future__ import annotations

from datetime import timedelta

from ecoduty.kernel.clock import now
from tests.city import City
from tests.mechanisms.enforcement.case_steps import (
    COURT,
    HEAD,
    OFFICER,
    POLICE,
    SUPERVISED,
    CourtCase,
    DetentionCase,
    ListingCase,
    day,
)


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    fresh, detention = DetentionCase(city), DetentionCase(city)
    fresh.do(HEAD, "decide_detention_transfer")
    fresh.put_papers("detention-transfer", without="evidence")
    detention.to_taken_in()
    detention.do(POLICE, "ask_detention_supplement", {"wanted": ["暗管走向图", "排污口照片"]})
    detention.do(OFFICER, "supplement_detention", {"note": "走向图已补，照片另附光盘"})
    asked, listing = ListingCase(city, until=day(150)), ListingCase(city, until=day(150))
    asked.do(POLICE, "agree_listing", {"body": "police", "note": "已立案侦查，同意挂牌"})
    listing.to_listed()
    demanded, accepted = CourtCase(city, served_on=day(-230)), CourtCase(city, served_on=day(-230))
    demanded.to_demanded(day(-9))
    accepted.to_demanded(day(-25))
    accepted.put_papers("court-enforcement")
    accepted.do(OFFICER, "apply_for_enforcement", {"application_number": "厦环强申〔2026〕2号"})
    accepted.do(COURT, "accept_enforcement", {"court_number": "（2026）闽02行审9号"})
    city.clock.move_to(now() + timedelta(days=70))
    listing.do(SUPERVISED, "report_listing_progress", {"text": "已转移危险废物三十吨，余下二十吨本月底前转移完毕。"})
    return {
        "worklist-theirs": (OFFICER, "/"),
        "detention-new": (OFFICER, "/detentions/new/"),
        "detention-pieces": (OFFICER, f"{fresh.url}?tab=pieces"),
        "detention-police": (POLICE, detention.url),
        "detention-entered": (OFFICER, f"{detention.url}return_detention_file/"),
        "listing-new": (OFFICER, "/joint-listings/new/"),
        "listing-agree": ("procuratorate.linkage-officer", f"{asked.url}agree_listing/"),
        "listing-case": (OFFICER, asked.url),
        "listing-progress": (OFFICER, f"{listing.url}?tab=progress"),
        "listing-list": (POLICE, "/matters/?kind=listed_supervision"),
        "court-new": (OFFICER, "/court-enforcements/new/"),
        "court-demanded": (OFFICER, demanded.url),
        "court-rule": (COURT, f"{accepted.url}rule_on_enforcement/"),
        "court-accepted": (COURT, accepted.url),
    }
