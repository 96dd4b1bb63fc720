"""A city in which cases are investigated and decided: one under way, one decided and unpaid, one red."""

from __future__ import annotations

from ecoduty.mechanisms.enforcement.administrative import sweeping
from tests.city import City
from tests.mechanisms.enforcement.administrative_steps import NOTICE, PERFORMED, SERVED, SUBMIT, TONS, WAIVED, Case, at

OFFICER, HEAD, LEGAL = (
    "ecology-bureau.enforcement-officer-1",
    "ecology-bureau.principal",
    "ecology-bureau.legal-reviewer",
)


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    begun = Case(
        city, place="思明区湖滨北路工业园3号楼", summary="巡查发现车间清洗废水经软管排入雨水井，现场采样两份。"
    )
    reviewed, unpaid = Case(city, title="乙公司涉嫌非法贮存危险废物案"), Case(city, title="丙公司涉嫌超标排放废气案")
    reviewed.filed()
    reviewed.officer("preserve_evidence", {"what": "生产台账三册、转移联单一本", "place": "执法支队证物室"})
    reviewed.officer("begin_excluded", {"kind": "monitoring", "note": "委托监测站采样分析"})
    reviewed.officer("measure_facts", {**TONS, "pollutant": "lead", "times_over": "4.2"})
    unpaid.decided()
    unpaid.officer("serve_decision", SERVED)
    unpaid.officer("order_correction", {"number": "厦环改〔2026〕7号", "demand": "立即停止超标排放", "daily": True})
    unpaid.officer("record_payment", {"amount": "50000", "paid_on": "2026-11-22", "voucher": "票据0007"})
    red = Case(city, title="丁公司涉嫌非法处置危险废物案")
    red.decided()
    red.officer("serve_decision", SERVED)
    red.officer("record_payment", {"amount": "200000", "paid_on": "2026-11-22", "voucher": "票据0009"})
    red.officer("measure_facts", TONS)
    red.officer("propose_closing", PERFORMED)
    city.clock.move_to(at(11, 26))
    reviewed.officer("end_excluded", {"period": reviewed.own.excluded.get().pk, "note": "监测报告第31号"})
    reviewed.officer("begin_excluded", {"kind": "appraisal", "note": "委托鉴定废物属性"})
    reviewed.officer("notify_party", NOTICE)
    reviewed.officer("record_statement", WAIVED)
    reviewed.officer("submit_review", SUBMIT)
    sweeping.sweep()
    city.clock.move_to(at(12, 12))
    unpaid.officer("review_correction", {"reviewed_on": "2026-12-12", "found": "still", "text": "夜间暗查仍在超标排放"})
    sweeping.sweep()
    first, second = f"/matters/{begun.matter.public_id}/", f"/matters/{reviewed.matter.public_id}/"
    third, fourth = f"/matters/{unpaid.matter.public_id}/", f"/matters/{red.matter.public_id}/"
    return {
        "case-register": (OFFICER, "/enforcement/cases/new/"),
        "case-begun": (HEAD, first),
        "case-file": (HEAD, f"{first}file_case/"),
        "case-reviewing": (OFFICER, second),
        "case-crime": (OFFICER, f"{second}?tab=crime"),
        "case-measures": (OFFICER, f"{third}?tab=measures"),
        "case-measure-facts": (OFFICER, f"{second}measure_facts/"),
        "case-review": (LEGAL, f"{second}pass_review/"),
        "case-decision": (OFFICER, f"{third}?tab=decision"),
        "case-red": (HEAD, fourth),
        "case-red-answer": (HEAD, f"{fourth}keep_here/"),
        "case-red-shown": ("procuratorate.linkage-officer", fourth),
        "case-untransferred": (HEAD, "/enforcement/untransferred/"),
        "case-list": (HEAD, "/matters/?kind=administrative_case"),
    }
