"""The three lists of a year with tasks and projects at many stations, to be looked at."""

from __future__ import annotations

from datetime import timedelta

from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import perform
from ecoduty.mechanisms.work_plans.projects.flow import PROJECTS
from tests.city import City
from tests.mechanisms.complaints.steps import taken_in
from tests.mechanisms.responsibilities.listing import published
from tests.mechanisms.work_plans.steps import ISSUER, LEAD, SUPPORTER, Work, in_days
from tests.mechanisms.work_plans.test_projects import project_content, registered

OFFICE = "committee-office.director"
_NAMES = (
    "筼筜湖排口整治", "餐饮油烟在线监测补点", "工地扬尘联合检查", "入海排口溯源", "老旧管网混错接改造", "重点行业碳核算",
    "公交车辆新能源替代", "督察反馈海漂垃圾整改", "饮用水源地围网修复", "危废贮存规范化检查",
)  # fmt: skip
_SOURCES = ("campaign", "target-letter", "inspection", "carbon")


def pages(city: City) -> dict[str, tuple[str, str]]:
    """Name of the picture → who looks at which address."""
    rows = published(
        city, "water-bureau", {"name": "河道管理范围内排污口的巡查"}, {"name": "水土保持方案的审批和监督检查"}
    ).list.rows
    keys = [str(row.key) for row in rows.order_by("order")]
    project = registered(city, begin_on="2026-09-01")
    perform(
        PROJECTS, "start_project", project.pk, actor=city.actor(LEAD), data={"started_on": in_days(-40).isoformat(), "evidence": "开工令2026-7号"}
    )  # fmt: skip
    perform(
        PROJECTS, "report_project", project.pk, actor=city.actor(LEAD),
        data={"percent": 45, "spent": "560.25", "changed": "干管敷设1.4公里，占总长四成半", "evidence": "监理月报（11月）"},
    )  # fmt: skip
    registered(
        city,
        name="西溪水质自动站",
        responsible="",
        investment="86.5",
        content="新建水质自动监测站一座",
        end_on="2027-06-30",
    )
    perform(
        PROJECTS,
        "register_project",
        actor=city.actor(ISSUER),
        data=project_content(name="排口标识牌更新", investment="12"),
    )
    works = [_work(city, number, name, keys) for number, name in enumerate(_NAMES)]
    works[0].do(LEAD, "link_project", {"project": project.number})
    works[4].do(LEAD, "link_project", {"needs_project": True})
    works[1].do(SUPPORTER, "finish_part", {"finding": "三处工地已整改"})
    works[1].do(LEAD, "apply_completion", {"result": "点位补齐并联网。", "evidence": "验收报告1号"})
    works[2].do(SUPPORTER, "finish_part", {"finding": "三处工地已整改"})
    works[2].do(LEAD, "apply_completion", {"result": "检查完成。", "evidence": "检查记录"})
    works[2].do(ISSUER, "accept_task", {"opinion": "抽查合格"})
    taken_in(city).do(OFFICE, "mark_livelihood", {"note": "沿街居民反映强烈"})
    city.clock.move_to(now() + timedelta(days=24))
    here = f"/matters/{project.public_id}/"
    return {
        "year-tasks": (OFFICE, "/year/tasks/?year=2026"),
        "year-board": (OFFICE, "/year/tasks/?year=2026&view=board"),
        "year-gantt": (OFFICE, "/year/tasks/?year=2026&view=gantt"),
        "year-projects": (OFFICE, "/year/projects/?year=2026"),
        "year-responsibilities": (LEAD, "/year/responsibilities/?year=2026"),
        "year-check": (OFFICE, "/year/check/?year=2026"),
        "year-empty": ("transport-bureau.liaison", "/year/tasks/?year=2026"),
        "livelihood": (OFFICE, "/livelihood/"),
        "project": (LEAD, here),
        "project-reports": (LEAD, f"{here}?tab=reports"),
        "project-new": (LEAD, "/projects/new/"),
        "task-link": (LEAD, f"/matters/{works[0].matter.public_id}/link_project/"),
    }


def _work(city: City, number: int, name: str, keys: list[str]) -> Work:
    days = (60, 30, 45, 15, 200, 20, 90, 35, 75, 28)[number]
    stations = [f"{in_days(days // 3)} 完成排查", f"{in_days(days * 2 // 3)} 完成整治"]
    work = Work(
        city, name=name, source=_SOURCES[number % 4], limit_on=in_days(days).isoformat(), milestones=stations, weight=None,
        livelihood=number % 3 == 0, responsibility=keys[0] if number == 0 else "",
    )  # fmt: skip
    work.do(ISSUER, "issue")
    if number == 6:
        return work
    work.do(LEAD, "sign_for", {"unit": "河湖处", "person": "李明"})
    if number not in {8, 9}:
        said = {"changed": "完成一批，台账齐备。", "evidence": "台账", "percent": 15 + number * 9}
        work.do(LEAD, "report_progress", said)
        work.do(LEAD, "reach_milestone", {"milestone": "完成排查"})
    return work
