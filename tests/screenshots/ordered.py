"""A supervision order with one body that is done and one that has difficulties, and registers of policy documents."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.policy_documents.steps import Paper
from tests.mechanisms.supervision_orders.steps import BUILD, WATER, Order


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    given = Order(city, "committee-office.director", "市水利局", "市建设局", "市海洋局").issued()
    given.work(WATER).done()
    build = given.work(BUILD).signed()
    hard = "一段老旧管网在城中村内，开挖须区里协调。"
    build.own("give_feedback", {"text": "管网普查完成七成，查出错接点二十三处。", "difficulties": hard})
    build.own("report_result", {"text": "二十三处错接点全部改接，已回传验收单。"})
    paper = Paper(city).in_force(lead=BUILD)
    paper.do("begin_revision", {"note": "上位法已修改，牵头部门的职责有变。"})
    paper.do("issue_revision", {
        "number": "厦水〔2026〕15号", "issued_on": "2026-11-22", "valid_from": "2026-12-01", "valid_until": "2027-01-31",
        "ecology": "yes", "lead_said": "named", "lead": WATER, "duties": "第四条：市水利局牵头；第五条：市建设局负责市政管网。",
    })  # fmt: skip
    Paper(city, "construction-bureau.liaison", name="厦门市工地扬尘管控办法").in_force(lead=BUILD)
    draft = Paper(city, name="厦门市节约用水管理办法（修订草案）", sort="rules")
    there = f"/matters/{build.matter.public_id}/"
    return {
        "order": (given.by, f"/matters/{given.matter.public_id}/"),
        "order-new": (given.by, "/supervision-orders/new/"),
        "order-new-system": ("industry-bureau.principal", "/supervision-orders/new/"),
        "order-work": (f"{BUILD}.liaison", there),
        "order-check": (given.by, f"{there}accept_result/"),
        "policy-register": ("committee-office.clerk", "/policy-documents/"),
        "policy-own": ("water-bureau.liaison", "/policy-documents/"),
        "policy-one": ("water-bureau.liaison", f"/matters/{paper.matter.public_id}/"),
        "policy-issue": ("water-bureau.liaison", f"/matters/{draft.matter.public_id}/issue_document/"),
    }
