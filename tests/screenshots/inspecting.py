"""Inspection plans that meet, go over the cap and were changed."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.inspections.planning_steps import Plan, line


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    ocean, ecology = Plan(city, "ocean-bureau"), Plan(city)
    ocean.add(when="3")
    ocean.add(body="", site_name="厦门某某海水养殖场", site_region="xiangan", kind="special", when="q3")
    ocean.add(body="ocean-bureau", kind="self", when="10")
    ocean.in_force()
    ecology.add(when="4")
    ecology.add(body="", site_name="厦门某某电镀集控区", site_region="jimei", kind="covert", when="q2")
    ecology.add(body="construction-bureau", kind="special", when="6")
    ecology.in_force()
    ecology.do(
        ecology.head,
        "supplement_line",
        line(when="11", over_reason="群众反映集中，须再查一次。", reason="市领导批示。"),
    )
    draft = Plan(city, "construction-bureau")
    draft.add(body="construction-bureau", kind="self", when="5")
    there = f"/matters/{ecology.matter.public_id}/"
    return {
        "inspection-year": ("committee-office.clerk", "/inspection-plans/"),
        "inspection-silent": ("committee-office.clerk", "/inspection-plans/?only=without_self_check"),
        "inspection-plan": (ecology.writer, there),
        "inspection-line-new": (draft.writer, f"/matters/{draft.matter.public_id}/add_line/"),
        "inspection-offer": (ecology.writer, f"{there}offer_joining/"),
    }
