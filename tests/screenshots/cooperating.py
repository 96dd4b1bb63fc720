"""Court, procuratorate, police and bureau work together: a joint meeting, its decisions, a written inquiry."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.enforcement.cooperation_steps import BUREAU, COURT, MINUTES, PROCURATORATE, Cooperation


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    room = Cooperation(city)
    coming = room.convened(title="生态环境司法协作联席会议第3次会议", planned_on="2026-12-03")
    held = room.held()
    first = room.decided(held)
    room.decided(
        held,
        text="建立环境损害鉴定费用先行垫付的办法。",
        responsible="court",
        supporters=["procuratorate"],
        due_on="2027-01-29",
    )
    room.decided(
        held, text="公安机关确定各区联络人并通报各单位。", responsible="police", supporters=[], due_on="2026-11-30"
    )
    minuted = room.held(title="生态环境司法协作联席会议第1次会议")
    room.decided(minuted, text="统一危险废物案件的取样标准。")
    room.do(COURT, "joint_meeting", "issue_joint_minutes", minuted.pk, MINUTES)
    room.do(BUREAU, "joint_decision", "report_joint_decision", first.pk, {"result": "检测要求已印发各区生态环境局。"})
    asked = room.asked()
    waiting = room.asked(subject="涉案物品的先行处置", question="已扣押的废酸能否在判决前先行处置？")
    room.do(
        PROCURATORATE, "legal_inquiry", "answer_legal_inquiry", asked.pk,
        {"answer": "一次采样结合暗管现场勘验可以认定，须有采样全过程录像。", "number": "厦检函〔2026〕9号"},
    )  # fmt: skip
    room.do(BUREAU, "legal_inquiry", "follow_up_legal_inquiry", asked.pk, {"question": "没有录像的怎么办？"})
    return {
        "joint-meeting-new": (COURT, "/joint-meetings/new/"),
        "joint-meeting-coming": (COURT, f"/matters/{coming.public_id}/"),
        "joint-meeting-decided": (COURT, f"/matters/{held.public_id}/?tab=decided"),
        "joint-meeting-decide": (COURT, f"/matters/{held.public_id}/record_joint_decision/"),
        "joint-meeting-minutes": (COURT, f"/matters/{held.public_id}/issue_joint_minutes/"),
        "joint-meeting-paper": (COURT, f"/matters/{minuted.public_id}/?tab=paper"),
        "joint-meeting-list": (COURT, "/matters/?kind=joint_meeting"),
        "joint-decision": (COURT, f"/matters/{first.public_id}/"),
        "legal_inquiry": (BUREAU, f"/matters/{asked.public_id}/"),
        "legal-inquiry-new": (BUREAU, "/legal-inquiries/new/"),
        "legal-inquiry-answer": (PROCURATORATE, f"/matters/{waiting.public_id}/answer_legal_inquiry/"),
    }
