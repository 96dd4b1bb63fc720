"""Where the three lists of a year do not fit together: every finding is a list that can be opened (clause 12.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ecoduty.casework.ports import ask, asked
from ecoduty.casework.ports.listed import ROWS_SEEN, RowSeen
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.work_plans.lists import asking, naming
from ecoduty.mechanisms.work_plans.lists.asking import Asked

TASKS, PROJECTS, ROWS = "tasks", "projects", "responsibilities"


@dataclass(frozen=True, slots=True)
class Finding:
    """So many rows of one list lack something. `of` names the list, `lack` narrows it to them."""

    of: str
    lack: str
    label: str
    advice: str
    count: int


_OF_TASKS = (
    (asking.NO_PROJECT, "任务写明需要项目，还没有项目", "在任务页点“关联项目”，或先登记项目"),
    (asking.NO_ROW, "任务没有对应的责任事项", "起草或修改任务时填对应清单事项"),
    (asking.GONE_ROW, "任务对应的责任事项已不在现行清单", "清单修订后请核对，调整任务的对应事项"),
)
_OF_PROJECTS = (
    (asking.NO_BODY, "项目没有责任单位", "在项目页点“落实责任单位”"),
    (asking.NO_TASK, "项目没有任务", "在任务页点“关联项目”，把任务挂到项目上"),
)


def rows(asked_: Asked, actor: Actor, now: datetime) -> Sequence[RowSeen]:
    """The listed responsibilities that an actor looks after, narrowed as asked; those of samples are no lack of anybody's."""
    if not asked(ROWS_SEEN):
        return []
    on = now.date()
    found = ask(ROWS_SEEN)(actor, on, bodies=asking.scope(actor, on))
    if body := asked_.get("body"):
        found = [one for one in found if one.body_key == body]
    if words := asked_.get("q"):
        found = [one for one in found if words in one.name or words in one.unit or words == one.number]
    if asked_.get("lack") == asking.NO_TASK:
        known = naming.served(actor)
        found = [one for one in found if one.leads and not one.sample and one.key not in known]
    return found


def findings(year: int, actor: Actor, now: datetime) -> list[Finding]:
    """Every check with its number, also where it is nothing. As many statements as there are checks, and a few."""

    def narrowed(lack: str) -> Asked:
        return Asked(year, {"lack": lack})

    found = [
        Finding(TASKS, lack, label, advice, asking.tasks(narrowed(lack), actor, now).count())
        for lack, label, advice in _OF_TASKS
    ]
    found += [
        Finding(PROJECTS, lack, label, advice, asking.projects(narrowed(lack), actor, now).count())
        for lack, label, advice in _OF_PROJECTS
    ]
    bare = len(rows(narrowed(asking.NO_TASK), actor, now))
    return [*found, Finding(ROWS, asking.NO_TASK, "牵头的责任事项没有任务", "由责任单位起草任务，填对应清单事项", bare)]


__all__ = ["PROJECTS", "ROWS", "TASKS", "Finding", "findings", "rows"]
