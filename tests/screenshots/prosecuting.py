"""What the procuratorate supervises: recommendations at every station, public interest cases, a protest."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.enforcement.procuratorial_steps import (
    CASE,
    HEAD,
    JUDGE,
    MEASURE,
    OFFICER,
    PROSECUTOR,
    RECOMMENDATION,
    SUPERVISION,
    Procuracy,
)

FIRST = {
    "addressee": "ocean-bureau", "number": "厦检行公建〔2026〕8号", "issued_on": "2026-11-20",
    "demands": ["清理岸线堆存的废旧网具", "落实岸线网格员巡查"],
}  # fmt: skip


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    room = Procuracy(city)
    open_ = room.received(number="厦检行公建〔2026〕6号", urgent=True, subject="饮用水源保护区内违法建设")
    demand = open_.procuratorial_recommendation.demands.first()
    room.do(OFFICER, RECOMMENDATION, "add_measure", open_.pk, {**MEASURE, "demand": demand.pk})
    replied = room.replied()
    partly = room.judged("partly", number="厦检行公建〔2026〕7号", subject="建筑垃圾侵占河道")
    room.do(OFFICER, RECOMMENDATION, "compose_statement", partly.pk)
    civil = room.case()
    room.do(PROSECUTOR, CASE, "publish_notice", civil.pk, {"published_on": "2026-11-03", "place": "检察日报"})
    case = room.case(sort="administrative", number="厦检行公立〔2026〕4号", subject="岸线废旧网具污染")
    room.do(PROSECUTOR, CASE, "recommend_first", case.pk, FIRST)
    protest = room.supervision()
    submitted = {"document_number": "厦检民监抗〔2026〕2号", "submitted_on": "2026-11-04"}
    room.do(PROSECUTOR, SUPERVISION, "submit_supervision", protest.pk, submitted)
    here = f"/matters/{open_.public_id}/"
    return {
        "recommendation-new": (PROSECUTOR, "/recommendations/new/"),
        "recommendation-paper-in": (OFFICER, "/recommendations/received/"),
        "recommendation-letter": (HEAD, here),
        "recommendation-rectification": (OFFICER, f"{here}?tab=rectification"),
        "recommendation-measure": (OFFICER, f"{here}add_measure/?demand={demand.pk}"),
        "recommendation-reply": (OFFICER, f"{here}reply_recommendation/"),
        "recommendation-judge": (PROSECUTOR, f"/matters/{replied.public_id}/judge_reply/"),
        "recommendation-judged": (OFFICER, f"/matters/{partly.public_id}/?tab=judged"),
        "recommendation-statement": (OFFICER, f"/matters/{partly.public_id}/?tab=paper"),
        "recommendation-list": (PROSECUTOR, f"/matters/?kind={RECOMMENDATION}"),
        "public-interest-civil": (PROSECUTOR, f"/matters/{civil.public_id}/"),
        "public-interest-administrative": (PROSECUTOR, f"/matters/{case.public_id}/"),
        "public-interest-new": (PROSECUTOR, "/public-interest-cases/new/"),
        "supervision-protest": (JUDGE, f"/matters/{protest.public_id}/"),
        "supervision-answer": (JUDGE, f"/matters/{protest.public_id}/answer_supervision/"),
    }
