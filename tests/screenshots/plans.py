"""A plan with tasks at several stations, to be looked at."""

from __future__ import annotations

from ecoduty.kernel.flow import perform
from ecoduty.mechanisms.work_plans.flow import WORK_PLAN
from tests.city import City
from tests.mechanisms.responsibilities.listing import published
from tests.mechanisms.work_plans.steps import ISSUER, LEAD, Work, content, fill, in_days, plan

ROWS = (
    {"name": "河道管理范围内排污口的巡查", "unit": "河湖处", "person_a": "李明"},
    {"name": "水土保持方案的审批和监督检查", "unit": "水保处"},
    {"name": "小水电生态下泄流量的监督管理", "unit": "水资源处"},
)


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
    published(city, "water-bureau", *ROWS)
    water = "water-bureau.principal"
    last, this = plan(city, by=water, year=2025), plan(city, by=water, year=2026)
    own = {"lead": "water-bureau", "supporters": ["ecology-bureau｜断面水质监测｜监测处｜陈工"]}
    for name in ("入河排污口年度巡查", "小水电生态流量核查"):
        Work(city, by=water, **content(**own, name=name, plan=last.number))
    fill(city, this, by=water, funding="本年无：没有新增项目，经费列入部门预算", equipment="")
    told = {"synchrony": "deploy", "words": "2026年全市水利工作会议（水利〔2026〕3号）", "on": "2026-02-12"}
    perform(WORK_PLAN, "link_proof", this.pk, actor=city.actor(water), data=told)
    until = {"until": in_days(90).isoformat(), "reason": "汛期无法施工，顺延一个月。", "authority": "市生态环境局"}
    work.do(LEAD, "ask_extension", until)
    return {
        "plan-compile": (water, f"/matters/{this.public_id}/year-plan/"),
        "plan-fields": (water, f"/matters/{this.public_id}/?tab=fields"),
        "plan-fill": (water, f"/matters/{this.public_id}/fill_fields/"),
        "plan-overview": ("committee-office.clerk", "/work-plans/"),
        "plan-gaps": ("committee-office.clerk", "/work-plans/gaps/"),
        "plan-year": (ISSUER, f"/matters/{year.public_id}/"),
        "tasks": (ISSUER, "/matters/?kind=task"),
        "task-content": (LEAD, here),
        "task-parts": (LEAD, f"{here}?tab=parts"),
        "task-progress": (LEAD, f"{here}?tab=progress"),
        "task-draft": (ISSUER, f"/matters/{draft.matter.public_id}/"),
        "task-new": (ISSUER, "/tasks/new/"),
        "task-apply": (LEAD, f"{here}apply_completion/"),
    }
