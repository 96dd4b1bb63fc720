"""A plan with tasks at several stations, to be looked at."""

from __future__ import annotations

from tests.city import City
from tests.mechanisms.work_plans.steps import ISSUER, LEAD, Work, content, in_days, plan


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    year = plan(city)
    work = Work(city, plan=year.number, weight=40, livelihood=True).under_way()
    progress = {
        "changed": "完成全部二十三个排口的排查，溯源到十九处。",
        "evidence": "排口台账（2026-12）",
        "percent": 40,
    }
    work.do(LEAD, "report_progress", progress)
    work.do(LEAD, "reach_milestone", {"milestone": "完成排查"})
    adjusted = {"goal": "全部排口达到新标准", "reason": "上级标准提高", "authority": "市政府会议纪要3号"}
    work.do(ISSUER, "adjust_task", adjusted)
    Work(city, name="餐饮油烟在线监测补点", plan=year.number, weight=30, source="complaint")
    Work(city, name="工地扬尘联合检查", plan=year.number, weight=30, lead="construction-bureau", supporters=[]).do(
        ISSUER, "issue"
    )
    draft = Work(city, **{**content(), "name": "入海排口标识牌", "milestones": [f"{in_days(20)} 完成制作"]})
    here = f"/matters/{work.matter.public_id}/"
    return {
        "plan-year": (ISSUER, f"/matters/{year.public_id}/"),
        "tasks": (ISSUER, "/matters/?kind=task"),
        "task-content": (LEAD, here),
        "task-parts": (LEAD, f"{here}?tab=parts"),
        "task-progress": (LEAD, f"{here}?tab=progress"),
        "task-draft": (ISSUER, f"/matters/{draft.matter.public_id}/"),
        "task-new": (ISSUER, "/tasks/new/"),
        "task-apply": (LEAD, f"{here}apply_completion/"),
    }
