"""Inspection plans that meet and go over the cap; inspections under way, concluded, received; an audit."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.inspections.planning_steps import FINDING, Audit, Inspected, Plan, line


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
    covert = Inspected(city, body="construction-bureau").carried_out()
    covert.do(covert.writer, "register_finding", FINDING)
    covert.do(covert.writer, "register_finding", {**FINDING, "title": "五号排口没有标识牌"})
    sent = Inspected(city, body="ocean-bureau", kind="routine").concluded()
    sent.do("ocean-bureau.principal", "acknowledge_conclusion")
    audit = Audit(city).asked()
    audit.do(audit.audited, "answer_audit", {"opinion": "其中一户已于去年注销，请核实。"})
    there = f"/matters/{ecology.matter.public_id}/"
    return {
        "inspection-year": ("committee-office.clerk", "/inspection-plans/"),
        "inspection-silent": ("committee-office.clerk", "/inspection-plans/?only=without_self_check"),
        "inspection-plan": (ecology.writer, there),
        "inspection-line-new": (draft.writer, f"/matters/{draft.matter.public_id}/add_line/"),
        "inspection-done": (covert.writer, f"/matters/{covert.matter.public_id}/"),
        "inspection-conclude": (covert.head, f"/matters/{covert.matter.public_id}/conclude/"),
        "inspection-received": ("ocean-bureau.principal", f"/matters/{sent.matter.public_id}/"),
        "inspection-audit": (audit.writer, f"/matters/{audit.matter.public_id}/?tab=report"),
        "inspection-new": (covert.writer, "/inspections/unplanned/"),
        "inspection-objects": ("committee-office.clerk", "/inspection-objects/"),
        "inspection-history": ("committee-office.clerk", f"/inspection-objects/{covert.matter.inspection.object_id}/"),
        "inspection-offer": (ecology.writer, f"{there}offer_joining/"),
    }
