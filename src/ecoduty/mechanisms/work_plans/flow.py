"""The act tables of work plans and tasks (clauses 7.1, 8.1–8.3, 9.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.duties.deciding import ExtendDeadline
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.passing import SYSTEM
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.work_plans import (
    acts,
    compiling,
    data,
    extending,
    guards,
    limits,
    milestones,
    planning,
    queries,
    states,
    substance,
)
from ecoduty.mechanisms.work_plans.limits import ACCEPTANCE, LIMIT, RECEIPT
from ecoduty.mechanisms.work_plans.projects import flow as projects

PLAN, TASK = queries.PLAN, queries.TASK
_HEADS = ("deputy", "principal", "clerk", "director")
_POSTS = ("liaison", *_HEADS)
ANYBODY = Who("anyone", _POSTS, "各单位联络员、负责人，环委办")
HOLDER = Who("holder_body", _POSTS, "编制单位")
HOLDER_HEADS = Who("holder_body", _HEADS, "本单位负责人")
LEAD = Who("holder_body", _POSTS, "牵头单位")
ISSUER = Who("supervisor", _POSTS, "下达单位")
SUPPORTER = Who("supporter", _POSTS, "配合单位")
ISSUER_HEADS = Who("supervisor", _HEADS, "下达单位负责人")
_ISSUER = (ISSUER_HEADS, HOLDER_HEADS)  # a body's own tasks are judged by its own heads
_CLAUSES = ("7.1", "8.2", "9.1")


def _plan_acts() -> tuple[Act, ...]:
    planning_, in_force = states.PLANNING.code, states.IN_FORCE.code
    return (
        Act("draft_plan", "编制年度计划", (START,), planning_, (ANYBODY,), ("8.1",),
            data=data.DraftPlan, effect=planning.draft, hint="每个部门每年一份"),
        Act("revise_plan", "修改年度目标", (planning_, in_force), None, (HOLDER,), ("8.1",),
            data=data.PlanGoals, effect=planning.revise),
        Act("compile_plan", "编制计划", (planning_, in_force), None, (HOLDER,), ("8.1", "8.2"), data=data.TakeUp,
            effect=compiling.take_up, hint="从现行清单和上年计划里逐项勾选"),
        Act("fill_fields", "填写七个方面", (planning_, in_force), None, (HOLDER,), ("8.3",),
            data=data.FillFields, effect=substance.fill_fields),
        Act("link_proof", "登记三同步凭据", (planning_, in_force), None, (HOLDER,), ("8.3",),
            data=data.LinkProof, effect=substance.link_proof, hint="按计划登记，不按任务重复上传"),
        Act("remove_proof", "移去三同步凭据", (planning_, in_force), None, (HOLDER,), ("8.3",),
            data=data.RemoveProof, effect=substance.remove_proof, aside=True),
        Act("adopt_plan", "审定实施", (planning_,), in_force, (HOLDER_HEADS,), ("8.1", "8.3"),
            guards=(guards.HAS_TASKS, guards.FIELDS_SAID), main=True),
        Act("close_plan", "结束计划", (in_force,), states.PLAN_CLOSED.code, (HOLDER_HEADS,), ("8.1",),
            guards=(guards.NO_OPEN_TASKS,), main=True),
    )  # fmt: skip


def _task_acts() -> tuple[Act, ...]:
    draft, issued, doing, applied = (
        state.code for state in (states.DRAFT, states.ISSUED, states.DOING, states.APPLIED)
    )
    accepted, cancelled = states.ACCEPTED.code, states.CANCELLED.code
    return (
        Act("draft_task", "起草任务", (START,), draft, (ANYBODY,), _CLAUSES, data=data.TaskContent, effect=acts.draft),
        Act("edit_task", "修改草稿", (draft,), None, (LEAD,), _CLAUSES, data=data.TaskContent, effect=acts.edit),
        Act("take_in", "接到转来的任务", (START,), draft, (SYSTEM,), ("1.1", "7.1"), data=data.HandedTask, effect=acts.take_in),
        Act("take_up", "列入年度计划", (START,), draft, (SYSTEM,), ("8.1",), data=data.TakenUpTask, effect=acts.take_up),
        Act("issue", "下达", (draft,), issued, (HOLDER_HEADS,), _CLAUSES, guards=(guards.WHOLE,), effect=acts.issue,
            starts=(RECEIPT, LIMIT), main=True,
            hint="下达之后，目标、措施、要求只能以调整来改，时限只能以延期来改"),
        Act("drop", "不下达", (draft,), cancelled, (HOLDER_HEADS,), _CLAUSES, data=data.TaskReason),
        Act("sign_for", "签收", (issued,), doing, (LEAD,), ("8.2",), data=data.SignFor, effect=acts.sign_for, meets=(RECEIPT,),
            main=True, hint="写明责任处室和责任人"),
        Act("give_back", "退回下达单位", (issued,), draft, (LEAD,), ("7.1",), data=data.TaskReason, effect=acts.give_back,
            cancels=(RECEIPT, LIMIT)),
        Act("report_progress", "填报进展", (doing,), None, (LEAD, SUPPORTER), ("9.1",),
            data=data.ReportProgress, effect=acts.report_progress),
        Act("finish_part", "交分项成果", (doing,), None, (SUPPORTER,), ("7.1",), data=data.FinishPart, effect=acts.finish_part),
        Act("reach_milestone", "完成节点", (doing,), None, (LEAD,), ("9.1",),
            data=data.ReachMilestone, effect=acts.reach_milestone),
        Act("apply_completion", "申请办结", (doing,), applied, (LEAD,), ("9.1",),
            data=data.ApplyCompletion, effect=acts.apply_completion, meets=(LIMIT,), starts=(ACCEPTANCE,), main=True),
        Act("accept_task", "验收通过", (applied,), accepted, _ISSUER, ("9.1",), guards=(guards.BY_ISSUER,),
            data=data.AcceptTask, meets=(ACCEPTANCE,), main=True),
        Act("return_result", "验收退回", (applied,), doing, _ISSUER, ("9.1",), guards=(guards.BY_ISSUER,),
            data=data.TaskReason, effect=acts.return_result, meets=(ACCEPTANCE,), starts=(LIMIT,)),
        Act("adjust_task", "调整任务", (issued, doing), None, _ISSUER, ("9.1",), guards=(guards.BY_ISSUER,),
            data=data.AdjustTask, effect=acts.adjust, hint="原来的内容留作前一版"),
        Act("extend_own_task", "延长本单位任务的期限", (issued, doing), None, (HOLDER_HEADS,), ("9.1",),
            guards=(guards.BY_ISSUER,), data=ExtendDeadline, aside=True),
        Act("ask_extension", "申请延期", (issued, doing), None, (LEAD,), ("9.1",), data=data.AskExtension, effect=extending.ask,
            aside=True, hint="期限届满之前申请；批准之前仍按原来的期限"),
        Act("grant_extension", "批准延期", (issued, doing), None, _ISSUER, ("9.1",), guards=(guards.BY_ISSUER, extending.ASKED),
            data=extending.GrantExtension, effect=extending.grant, aside=True),
        Act("refuse_extension", "不同意延期", (issued, doing), None, _ISSUER, ("9.1",), guards=(guards.BY_ISSUER, extending.ASKED),
            data=data.TaskReason, effect=extending.refuse, aside=True),
        Act("name_part", "写明配合处室和责任人", (issued, doing), None, (SUPPORTER,), ("7.1", "8.2"), data=data.SignFor,
            effect=acts.name_part, aside=True),
        Act("cancel_task", "取消任务", (issued, doing), cancelled, _ISSUER, ("9.1",), guards=(guards.BY_ISSUER,),
            data=data.DecidedReason, effect=acts.cancel),
        Act(milestones.REMIND, "提醒将到的节点", (issued, doing), None, (SYSTEM,), ("9.1",), guards=(milestones.DUE,),
            effect=milestones.remind, aside=True),
        Act(milestones.TELL_MISSED, "告知逾期的节点", (issued, doing), None, (SYSTEM,), ("9.1",), guards=(milestones.DUE,),
            effect=milestones.tell_missed, aside=True),
        projects.linking((draft, issued, doing, applied), (LEAD, ISSUER)),
    )  # fmt: skip


WORK_PLAN = ActTable(
    kind=PLAN, label="年度工作计划", states=states.PLAN_STATES,
    acts=(*_plan_acts(), *standard_acts(states.PLAN_STATES)), store=MatterStore(own="work_plan"), clauses=planning.CLAUSES,
)  # fmt: skip
TASKS = ActTable(
    kind=TASK, label="任务", states=states.TASK_STATES,
    acts=(*_task_acts(), *standard_acts(states.TASK_STATES)), store=MatterStore(own="task__issued_by"), clauses=_CLAUSES,
)  # fmt: skip


def receive(actor: Actor, content: Mapping[str, Any], at: datetime) -> Matter:
    """A task out of an instruction, a meeting, a complaint: a draft at the issuer. The keys stand in the README.

    Raises Refused `unknown_issuer`, `bad_data`, and what `content.read` raises.
    """
    del at  # a draft begins when it is handed over
    given = {"issuer": actor.body, **content, "handed_by": actor.title}
    matter: Matter = flow.perform(TASKS, "take_in", actor=Actor.system("转办"), data=given).subject
    return matter


def install() -> None:
    """Register the tables, that tasks are taken in, and whose the clocks are."""
    flow.register(WORK_PLAN)
    flow.register(TASKS)
    receives(TASK, receive)
    limits.install()
    projects.install()
