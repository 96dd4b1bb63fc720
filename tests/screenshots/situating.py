"""A city in which progress is called for, bulletins go out and analyses are written."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.inspections.steps import Road as Problem
from tests.mechanisms.situation.calling import OFFICE, WATER, Call
from tests.mechanisms.situation.writing import ANALYSIS, BULLETIN, WRITER, analysis, bulletin


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    Problem(city)
    call = Call(city)
    call.do("issue_call")
    call.answer(WATER, {"c1": "1,208", "c2": "排放口权属不清的有三处。", "c3": "0"})
    other = call.answer_of("construction-bureau").matter
    paper, study = bulletin(city), analysis(city)
    paper.do("take_bulletin_numbers", {"as_of": "2026-11-22"})
    paper.to_signed(BULLETIN, "厦环〔2026〕88号")
    paper.do("send_bulletin")
    study.do("take_analysis_numbers", {"as_of": "2026-11-22"})
    study.do("suggest", {"text": "建立排放口联合排查机制", "measures": "每季一次", "body": "water-bureau"})
    study.to_signed(ANALYSIS, "厦环〔2026〕99号")
    here, there, report = (f"/matters/{one.matter.public_id}/" for one in (call, paper, study))
    return {
        "progress-call": (OFFICE, here),
        "progress-call-new": (OFFICE, "/progress-calls/new/"),
        "progress-call-answering": ("construction-bureau.liaison", f"/matters/{other.public_id}/answer_call/"),
        "bulletin": (WRITER, there),
        "bulletin-numbers": (WRITER, f"{there}?tab=numbers"),
        "bulletin-excerpts": (WATER, f"{there}?tab=excerpts"),
        "analysis-suggestions": (WRITER, f"{report}?tab=suggestions"),
    }
