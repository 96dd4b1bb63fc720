"""The question of a year as an address and as a form: filters, years, the ways between the three lists and their views."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow import State
from ecoduty.mechanisms.work_plans import queries, states
from ecoduty.mechanisms.work_plans.lists import asking
from ecoduty.mechanisms.work_plans.lists.asking import Asked
from ecoduty.mechanisms.work_plans.projects.states import PROJECT_STATES
from ecoduty.organisation.directory.models import Body

TABLE, BOARD, GANTT = "table", "board", "gantt"
VIEWS = {TABLE: "表格", BOARD: "看板", GANTT: "甘特图"}
TASKS, PROJECTS, ROWS, CHECK = "year-tasks", "year-projects", "year-responsibilities", "year-check"
LISTS = {TASKS: "任务清单", PROJECTS: "项目清单", ROWS: "责任清单", CHECK: "一致性检查"}
SHOWN = tuple(state for state in states.TASK_STATES if state.code not in {states.DRAFT.code, states.CANCELLED.code})
LACKS_OF_TASKS = (
    (asking.NO_PROJECT, "需要项目而没有项目"), (asking.NO_ROW, "没有责任事项"), (asking.GONE_ROW, "责任事项已不在清单"),
)  # fmt: skip
LACKS_OF_PROJECTS = ((asking.NO_BODY, "没有责任单位"), (asking.NO_TASK, "没有任务"))
LACKS_OF_ROWS = ((asking.NO_TASK, "牵头而没有任务"),)
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Choice:
    """One select of the filter form."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    value: str
    any: str = "全部"


@dataclass(frozen=True, slots=True)
class Link:
    """A way beside the page; `current` is where one stands."""

    label: str
    url: str
    current: bool


def address(route: str, asked: Asked, **changed: str) -> str:
    """The address of a list with something changed; paging starts over."""
    pairs = {"year": str(asked.year), **asked.given, **changed}
    return f"{reverse(f'desk:{route}')}?{urlencode({name: value for name, value in pairs.items() if value})}"


def page_number(visit: Visit) -> int:
    """Which page is asked for."""
    said = visit.request.GET.get("page", "1")
    return min(int(said), _MOST) if said.isdecimal() and int(said) > 0 else 1


def view_of(visit: Visit) -> str:
    """Table, board or chart over time."""
    said = visit.request.GET.get("view", "")
    return said if said in VIEWS else TABLE


def lists(here: str, asked: Asked) -> list[Link]:
    """The three lists and the check, of the same year."""
    return [Link(label, address(route, Asked(asked.year)), route == here) for route, label in LISTS.items()]


def views(here: str, asked: Asked) -> list[Link]:
    """The views of the same tasks."""
    return [Link(label, address(TASKS, asked, view=code), code == here) for code, label in VIEWS.items()]


def years(visit: Visit, asked: Asked) -> Choice:
    """The years around this one."""
    known = sorted({*range(visit.today.year + 1, visit.today.year - 4, -1), asked.year}, reverse=True)
    return Choice("year", "年度", [(str(year), f"{year}年") for year in known], str(asked.year), any="")


def of_tasks(visit: Visit, asked: Asked) -> list[Choice]:
    """What tasks can be narrowed by. One statement."""
    on = visit.today
    named = dict(queries.sources(on))
    listed = "、".join(named[code] for code in asking.listed_sources(on) if code in named)
    leads = asking.tasks(Asked(asked.year, {"source": asking.ANY}), visit.actor, visit.now)
    return [
        years(visit, asked),
        Choice("source", "来源", [(asking.ANY, "全部来源"), *named.items()], asked.get("source"), any=f"列入清单的（{listed}）"),
        _states(asked, SHOWN),
        _bodies("牵头单位", leads.order_by().values("lead"), asked),
        Choice("lack", "缺什么", LACKS_OF_TASKS, asked.get("lack")),
        Choice("livelihood", "民生实事", [(asking.YES, "是")], asked.get("livelihood")),
    ]  # fmt: skip


def of_projects(visit: Visit, asked: Asked) -> list[Choice]:
    """What projects can be narrowed by. One statement."""
    every = asking.projects(Asked(asked.year), visit.actor, visit.now)
    return [
        years(visit, asked), _states(asked, PROJECT_STATES),
        _bodies("责任单位", every.order_by().values("responsible"), asked),
        Choice("lack", "缺什么", LACKS_OF_PROJECTS, asked.get("lack")),
    ]  # fmt: skip


def of_rows(visit: Visit, asked: Asked, keys: Iterable[tuple[str, str]]) -> list[Choice]:
    """What listed responsibilities can be narrowed by."""
    return [
        years(visit, asked), Choice("body", "责任单位", list(dict(keys).items()), asked.get("body")),
        Choice("lack", "缺什么", LACKS_OF_ROWS, asked.get("lack")),
    ]  # fmt: skip


def _states(asked: Asked, known: Sequence[State]) -> Choice:
    ready = [(asking.OPEN, "在办"), (asking.CLOSED, "已结"), (asking.LATE, "逾期")]
    return Choice("state", "状态", [*ready, *((one.code, one.label) for one in known)], asked.get("state"))


def _bodies(label: str, some: QuerySet[object, dict[str, object]], asked: Asked) -> Choice:
    found = Body.objects.filter(pk__in=some).order_by("order").values_list("key", "short_name")
    return Choice("body", label, list(found), asked.get("body"))


__all__ = ["Choice", "Link"]
