"""The act table of projects (clause 12.2), and the act by which a task says which project it is done by."""

from __future__ import annotations

from ecoduty.casework.duties import ruling
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Guard, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.work_plans.projects import acts, data, queries, states
from ecoduty.mechanisms.work_plans.projects.queries import END, PROJECT

_HEADS = ("deputy", "principal", "clerk", "director")
_POSTS = ("liaison", *_HEADS)
ANYBODY = Who("anyone", _POSTS, "各单位联络员、负责人，环委办")
RESPONSIBLE = Who("holder_body", _POSTS, "责任单位")
RESPONSIBLE_HEADS = Who("holder_body", _HEADS, "责任单位负责人")
REGISTRAR = Who("supervisor", _POSTS, "登记单位")
REGISTRAR_HEADS = Who("supervisor", _HEADS, "登记单位负责人")
HAS_BODY = Guard(
    "project_without_body",
    "项目还没有责任单位，请先落实责任单位，再开工。",
    lambda attempt: attempt.subject.project.responsible_id is not None,
    clause="12.2",
)


def _acts() -> tuple[Act, ...]:
    reserve, building = states.RESERVE.code, states.BUILDING.code
    finished, terminated = states.FINISHED.code, states.TERMINATED.code
    return (
        Act("register_project", "登记项目", (START,), reserve, (ANYBODY,), acts.CLAUSES,
            data=data.RegisterProject, effect=acts.register, hint="先入储备，开工后转为在建"),
        Act("edit_project", "修改项目", (reserve,), None, (RESPONSIBLE, REGISTRAR), acts.CLAUSES,
            data=data.ProjectContent, effect=acts.edit),
        Act("assign_project", "落实责任单位", (reserve,), None, (RESPONSIBLE, REGISTRAR), acts.CLAUSES,
            data=data.AssignProject, effect=acts.assign),
        Act("start_project", "开工", (reserve,), building, (RESPONSIBLE,), acts.CLAUSES, guards=(HAS_BODY,),
            data=data.StartProject, effect=acts.start, starts=(END,), main=True),
        Act("report_project", "填报进度", (building,), None, (RESPONSIBLE,), acts.CLAUSES,
            data=data.ReportProject, effect=acts.report),
        Act("adjust_project", "调整项目", (building,), None, (RESPONSIBLE_HEADS, REGISTRAR_HEADS), acts.CLAUSES,
            data=data.AdjustProject, effect=acts.adjust, cancels=(END,), starts=(END,), hint="原来的工期、投资留痕"),
        Act("finish_project", "完工", (building,), finished, (RESPONSIBLE_HEADS,), acts.CLAUSES,
            data=data.FinishProject, effect=acts.finish, meets=(END,), main=True),
        Act("terminate_project", "终止项目", (reserve, building), terminated, (RESPONSIBLE_HEADS, REGISTRAR_HEADS), acts.CLAUSES,
            data=data.TerminateProject, effect=acts.terminate, cancels=(END,)),
    )  # fmt: skip


def linking(open_states: tuple[str, ...], who: tuple[Who, ...]) -> Act:
    """The row of the task's table that hangs it on a project."""
    return Act(
        "link_project", "关联项目", open_states, None, who, acts.CLAUSES, data=data.LinkProject, effect=acts.link
    )


PROJECTS = ActTable(
    kind=PROJECT, label="项目", states=states.PROJECT_STATES,
    acts=(*_acts(), *standard_acts(states.PROJECT_STATES)), store=MatterStore(own="project__registered_by"), clauses=acts.CLAUSES,
)  # fmt: skip


def install() -> None:
    """Register the table, and what its clock follows."""
    flow.register(PROJECTS)
    ruling.day_named(END)
    ruling.ruled_by(END, acts.until)


__all__ = ["PROJECT", "PROJECTS", "install", "linking", "queries"]
