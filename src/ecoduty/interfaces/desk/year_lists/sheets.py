"""The three lists as files that are handed in: columns, titles, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from ecoduty.interfaces.desk.printed import Heading, Paper, Value, sheet
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import spoken_date
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.work_plans import queries
from ecoduty.mechanisms.work_plans.flow import TASKS
from ecoduty.mechanisms.work_plans.lists.naming import ProjectRow, RowOwed, TaskRow
from ecoduty.mechanisms.work_plans.projects.flow import PROJECTS
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import Level

MOST = 5_000
_TASKS = (
    Heading("任务编号", "任务", 13, middle=True), Heading("任务名称", "任务", 26), Heading("目标", "任务", 24),
    Heading("措施", "任务", 26), Heading("要求", "任务", 22), Heading("来源", "任务", 12, middle=True),
    Heading("牵头单位", "责任分工", 13, middle=True), Heading("配合单位", "责任分工", 16),
    Heading("责任处室", "责任分工", 11, middle=True), Heading("责任人", "责任分工", 9, middle=True),
    Heading("完成时限", "时限和进度", 14, middle=True), Heading("状态", "时限和进度", 10, middle=True),
    Heading("进度（%）", "时限和进度", 9, middle=True),
    Heading("项目编号", "对应", 13, middle=True), Heading("责任事项编号", "对应", 16, middle=True),
)  # fmt: skip
_PROJECTS = (
    Heading("项目编号", "项目", 13, middle=True), Heading("项目名称", "项目", 26), Heading("建设内容", "项目", 32),
    Heading("总投资（万元）", "投资", 13), Heading("资金来源", "投资", 16), Heading("完成投资（万元）", "投资", 13),
    Heading("责任单位", "责任", 14, middle=True),
    Heading("计划开工", "工期和进度", 14, middle=True), Heading("计划完工", "工期和进度", 14, middle=True),
    Heading("状态", "工期和进度", 10, middle=True), Heading("形象进度（%）", "工期和进度", 10, middle=True),
    Heading("任务编号", "对应", 14, middle=True), Heading("责任事项编号", "对应", 16, middle=True),
)  # fmt: skip
_ROWS = (
    Heading("事项编号", "责任事项", 18, middle=True), Heading("责任事项", "责任事项", 44),
    Heading("责任单位", "责任", 15, middle=True), Heading("职责", "责任", 10, middle=True),
    Heading("责任处室", "责任", 16, middle=True), Heading("责任人", "责任", 10, middle=True),
    Heading("任务编号", "对应", 22, middle=True), Heading("项目编号", "对应", 22, middle=True),
)  # fmt: skip


def of_tasks(visit: Visit, year: int, rows: Sequence[TaskRow], total: int) -> bytes:
    """任务清单."""
    sources = dict(queries.sources(visit.today))
    return sheet(_paper(visit, year, "任务清单", total), _TASKS, [_task(row, sources, visit) for row in rows])


def _task(row: TaskRow, sources: dict[str, str], visit: Visit) -> list[Value]:
    task = row.task
    parts = "、".join(part.body.short_name for part in task.parts.all())
    return [
        task.matter.number, task.matter.title, task.goal, task.measures, task.requirements, sources.get(task.source, task.source),
        task.lead.short_name, parts, task.unit, task.person, spoken_date(row.due_on),
        _state(TASKS.state(task.matter.state).label, visit, task.matter), task.percent,
        row.project.matter.number if row.project else "", row.row.number if row.row else "",
    ]  # fmt: skip


def of_projects(visit: Visit, year: int, rows: Sequence[ProjectRow], total: int) -> bytes:
    """项目清单."""
    return sheet(_paper(visit, year, "项目清单", total), _PROJECTS, [_project(row, visit) for row in rows])


def _project(row: ProjectRow, visit: Visit) -> list[Value]:
    own = row.project
    return [
        own.matter.number, own.matter.title, own.content, own.investment, own.funding, own.spent,
        own.responsible.short_name if own.responsible else "未落实", spoken_date(own.begin_on), spoken_date(own.end_on),
        _state(PROJECTS.state(own.matter.state).label, visit, own.matter), own.percent,
        "、".join(task.matter.number for task in row.tasks), "、".join(one.number for one in row.rows),
    ]  # fmt: skip


def of_rows(visit: Visit, year: int, rows: Sequence[RowOwed], total: int) -> bytes:
    """责任清单."""
    lines: list[list[Value]] = [
        [row.row.number, row.row.name, row.row.body_short_name, row.row.role, row.row.unit, row.row.person,
         "、".join(task.matter.number for task in row.tasks), "、".join(one.matter.number for one in row.projects)]
        for row in rows
    ]  # fmt: skip
    return sheet(_paper(visit, year, "责任清单", total), _ROWS, lines)


def _state(label: str, visit: Visit, matter: object) -> str:
    due = getattr(matter, "next_due_at", None)
    late = getattr(matter, "open", False) and due is not None and due <= visit.now
    return f"{label}（逾期）" if late else label


def place(visit: Visit) -> str:
    """What a sheet is about: the visitor's district, for whoever works for one, else the city."""
    actor = visit.actor
    if actor.level == Level.DISTRICT and actor.region_id is not None:
        return Body.objects.get(pk=actor.region_id).name
    return rulebooks.current().city.name


def _paper(visit: Visit, year: int, name: str, total: int) -> Paper:
    body = visit.actor.title.partition("·")[0]
    notes = (f"共{total}项，本表只列前{MOST}项，请缩小筛选范围后另行导出其余。",) if total > MOST else ()
    return Paper(
        name, f"{place(visit)}{year}年度生态环境保护{name}",
        (f"填报单位：{body}", f"制表日期：{spoken_date(visit.today)}", f"共{min(total, MOST)}项"), notes=notes,
    )  # fmt: skip


__all__ = ["MOST", "of_projects", "of_rows", "of_tasks", "place"]
