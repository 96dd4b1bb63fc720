"""The act table of problems (clause 13.2): the same road for the city and inside a district."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.duties.deciding import ExtendDeadline
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.casework.ports import answers
from ecoduty.casework.ports.relapsed import RELAPSED
from ecoduty.casework.publications import kinds
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.inspections import acts, data, guards, limits, queries, states
from ecoduty.mechanisms.inspections.hearing import flow as hearing
from ecoduty.mechanisms.inspections.posts import (
    ANYBODY,
    ASSIGNER,
    FINDER,
    ISSUERS,
    RESPONSIBLE,
    RESPONSIBLE_HEADS,
    WATCHER,
)
from ecoduty.mechanisms.inspections.queries import KIND
from ecoduty.mechanisms.inspections.rectifying import flow as rectifying
from ecoduty.mechanisms.inspections.rectifying import queries as full
from ecoduty.mechanisms.inspections.rectifying.guards import PLAIN

_CLAUSE = ("13.2",)


def _acts() -> tuple[Act, ...]:
    registered, assigned, rectifying = states.REGISTERED.code, states.ASSIGNED.code, states.RECTIFYING.code
    applied, cancelled = states.APPLIED.code, states.CANCELLED.code
    opened = tuple(state.code for state in states.PROBLEM if state.open)
    by_assigner = (guards.BY_ASSIGNER,)
    return (
        Act("register", "登记问题", (START,), registered, (ANYBODY,), _CLAUSE,
            data=data.RegisterProblem, effect=acts.register, starts=(queries.ASSIGNMENT,)),
        Act("edit_problem", "修改登记", (registered,), None, (FINDER,), _CLAUSE, data=data.ProblemContent, effect=acts.edit),
        Act("mark_place", "在图上标出位置", opened, None, (FINDER, WATCHER), _CLAUSE, data=data.MarkPlace, effect=acts.mark_place),
        Act("assign", "交办", (registered, states.DETERMINED.code), assigned, (FINDER,), _CLAUSE,
            data=data.AssignProblem, effect=acts.assign, meets=(queries.ASSIGNMENT,), starts=(queries.START, full.PLAN, queries.LIMIT), main=True,
            hint="定责任单位、整改期限和销号条件"),
        Act("give_back", "退回登记单位", (assigned,), registered, (RESPONSIBLE,), _CLAUSE, data=data.ProblemReason,
            effect=acts.give_back, or_to=(states.DETERMINED.code,), cancels=(queries.START, full.PLAN, queries.LIMIT), starts=(queries.ASSIGNMENT,), hint="不属本单位的，写明理由"),
        Act("plan_measures", "定整改措施", (assigned,), rectifying, (RESPONSIBLE,), _CLAUSE, guards=(PLAIN,),
            data=data.PlanMeasures, effect=acts.plan_measures, meets=(queries.START,), main=True),
        Act("report_rectification", "填报整改进展", (rectifying,), None, (RESPONSIBLE,), _CLAUSE,
            data=data.ReportRectification, effect=acts.report, meets=(full.PROGRESS,), starts=(full.PROGRESS,)),
        Act("apply_closing", "申请销号", (rectifying,), applied, (RESPONSIBLE,), _CLAUSE,
            data=data.ApplyClosing, effect=acts.report, meets=(queries.LIMIT,), cancels=(full.PROGRESS,), starts=(queries.VERIFICATION,), main=True),
        Act("strike_off", "核查销号", (applied,), states.CLOSED.code, ASSIGNER, _CLAUSE, guards=(PLAIN, *by_assigner),
            data=data.StrikeOff, effect=acts.strike_off, meets=(queries.VERIFICATION,), main=True),
        Act("return_problem", "退回整改", (applied, states.CHECKED.code), rectifying, ASSIGNER, _CLAUSE, guards=by_assigner,
            data=data.ProblemReason, effect=acts.send_back, meets=(queries.VERIFICATION,),
            cancels=(full.ACCEPTANCE,), starts=(queries.LIMIT, full.PROGRESS)),
        Act("extend_own_problem", "延长本单位问题的期限", (assigned, rectifying), None, (RESPONSIBLE_HEADS,), _CLAUSE,
            guards=by_assigner, data=ExtendDeadline, aside=True),
        Act("pass_to_task", "转任务", (assigned, rectifying, applied), None, ISSUERS, _CLAUSE,
            guards=(guards.BY_ASSIGNER, guards.NO_TASK_YET), data=data.ProblemToTask, effect=acts.pass_to_task,
            hint="一次整改解决不了、要长期办的，另立任务；问题照常整改销号"),
        Act("clue_from_problem", "转送线索", opened, None, ISSUERS, ("18.2",), data=data.ClueFromProblem,
            effect=acts.clue_from_problem, hint="发现违法行为、本单位没有执法权的，转给有权的单位；问题照常整改销号"),
        Act("cancel_problem", "撤销", opened, cancelled, ASSIGNER, _CLAUSE, guards=by_assigner,
            data=data.CancelProblem, effect=acts.cancel),
    )  # fmt: skip


PROBLEMS = ActTable(
    kind=KIND,
    label="问题",
    states=states.PROBLEM,
    acts=(*_acts(), *hearing.rows(), *rectifying.rows(), *standard_acts(states.PROBLEM)),
    store=MatterStore(own="problem__found_by"),
    clauses=("14.2", "3.3", "9.2", "9.3", "13.2"),  # the first says in which chapter the register is looked for
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """Another mechanism hands a problem over in the name of whoever does so (keys: this mechanism's README).

    With `responsible` it is assigned at once. Raises Refused.
    """
    found = {name: content[name] for name in data.RegisterProblem.model_fields if name in content}
    rest = {name: value for name, value in content.items() if name not in found}
    done = perform(PROBLEMS, "register", actor=actor, data=found, occurred_at=occurred_at)
    matter: Matter = done.subject
    if rest:
        matter = perform(PROBLEMS, "assign", matter.pk, actor=actor, data=rest, occurred_at=occurred_at).subject
    return matter


def install() -> None:
    """Register the table, whose its clocks are, and that other mechanisms may hand problems over."""
    flow.register(PROBLEMS)
    limits.install()
    receives(KIND, receive)
    answers(RELAPSED, queries.relapsed)
    kinds.register(kinds.PublicKind(KIND, "整改结果公示", "3.3", limit=full.PUBLICATION))
