"""The columns of a sheet of tasks: which field each fills, what its heading is, what can be chosen in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ecoduty.mechanisms.work_plans import queries
from ecoduty.organisation.directory.models import Body

YES, NO = "是", "否"
LEADS, SOURCES, PLANS, SAID = "单位", "来源", "计划", "是否"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `field` is the field of `data.TaskContent`, `choices` the list its cells offer."""

    field: str
    heading: str
    width: int
    needed: bool = False
    choices: str = ""
    hint: str = ""


COLUMNS = (
    Column("name", "任务名称", 28, needed=True, hint="2到200个字"),
    Column("goal", "目标", 28, needed=True, hint="做到什么程度"),
    Column("measures", "措施", 32, needed=True, hint="怎么做"),
    Column("requirements", "要求", 24, needed=True, hint="怎么报、按什么标准"),
    Column("limit_on", "完成时限", 13, needed=True, hint="最后一天，写成2026-12-31"),
    Column("lead", "牵头单位", 20, needed=True, choices=LEADS, hint="只写一个，全称或简称"),
    Column("supporters", "配合单位", 40, hint="一格一行一个：单位｜分项成果｜处室｜责任人；处室、责任人可以后补"),
    Column("milestones", "节点", 30, hint="一格一行一个：2026年6月30日 完成排查，不晚于完成时限"),
    Column("source", "来源", 16, needed=True, choices=SOURCES, hint="从所列的来源中选"),
    Column("source_note", "来源说明", 20, hint="批示日期、会议、文号"),
    Column("livelihood", "民生实事", 10, choices=SAID, hint="是或否，不填为否"),
    Column("weight", "权重", 8, hint="1到100的整数；同一计划各任务合计不超过100"),
    Column("plan", "列入计划", 30, choices=PLANS, hint="年度、编号或计划名称，不列入的不填"),
    Column("parent", "上级任务", 16, hint="在办任务的编号，没有的不填"),
)


def choices(issuer: Body, on: date) -> dict[str, list[str]]:
    """What can be chosen in the sheet of an issuer on a day, by the name of the list."""
    return {
        LEADS: [body.short_name for body in queries.leads(issuer, on)],
        SOURCES: [label for _, label in queries.sources(on)],
        PLANS: [str(plan) for plan in queries.plans_of(issuer)],
        SAID: [YES, NO],
    }


__all__ = ["COLUMNS", "LEADS", "NO", "PLANS", "SAID", "SOURCES", "YES", "Column", "choices"]
