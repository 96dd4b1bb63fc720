"""The act table of inspection plans (clauses 14.1, 25.2): the same for the city and inside a district."""

from __future__ import annotations

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.inspections.planning import acts, data, guards, lines, reminding, states
from ecoduty.mechanisms.inspections.planning.queries import INSPECTION_PLAN

_HEADS = ("deputy", "principal", "director")
_POSTS = ("liaison", "clerk", *_HEADS)
ANYBODY = Who("anyone", _POSTS, "督查检查单位")
OWN = Who("holder_body", _POSTS, "编制单位")
HEADS = Who("holder_body", _HEADS, "编制单位负责人")
SYSTEM = Who("system", ("system",), "平台")
OFFICE = Who("supervisor", _HEADS, "环委办负责人")
_OF = ("14.1",)


def _drafting() -> tuple[Act, ...]:
    drafting, submitted, in_force = states.DRAFTING.code, states.SUBMITTED.code, states.IN_FORCE.code
    return (
        Act("draft_inspection_plan", "编制检查计划", (START,), drafting, (ANYBODY,), acts.CLAUSES,
            data=data.DraftInspectionPlan, effect=acts.draft, hint="每个单位每年一份，自查也写在里面"),
        Act("revise_principles", "修改总体安排", (drafting,), None, (OWN,), _OF, data=data.Principles, effect=acts.revise),
        Act("add_line", "增加计划项", (drafting,), None, (OWN,), _OF, data=data.LineContent, effect=lines.add),
        Act("import_lines", "成批导入计划项", (drafting,), None, (OWN,), _OF, data=data.ImportLines, effect=lines.bring_in),
        Act("change_line", "改计划项", (drafting,), None, (OWN,), _OF, guards=(guards.ANY_LINE,), data=data.ChangeLine, effect=lines.change),
        Act("drop_line", "删计划项", (drafting,), None, (OWN,), _OF, guards=(guards.ANY_LINE,), data=data.DropLine, effect=lines.drop),
        Act("submit_inspection_plan", "报批", (drafting,), submitted, (OWN,), _OF, guards=(guards.ANY_LINE,), effect=acts.submit, main=True),
        Act("return_inspection_plan", "退回修改", (submitted,), drafting, (HEADS,), _OF, data=data.PlanReason, effect=acts.send_back),
        Act("approve_inspection_plan", "批准实施", (submitted,), in_force, (HEADS,), _OF, guards=(guards.GRANTED,), effect=acts.approve,
            main=True, hint="批准后报环委办；与别的单位重叠的，双方都会收到提醒"),
    )  # fmt: skip


def _in_force() -> tuple[Act, ...]:
    submitted, in_force = states.SUBMITTED.code, states.IN_FORCE.code
    decided = (submitted, in_force)
    return (
        Act("grant_over_cap", "批准超上限检查", decided, None, (OFFICE, HEADS), _OF, guards=(guards.SOMETHING_OVER, guards.GRANTS),
            data=data.GrantOver, effect=lines.grant),
        Act("supplement_line", "补充计划项", (in_force,), None, (HEADS,), _OF, data=data.SupplementLine, effect=acts.supplement),
        Act("adjust_line", "调整计划项", (in_force,), None, (HEADS,), _OF, guards=(guards.ANY_LINE,), data=data.AdjustLine, effect=acts.adjust),
        Act("withdraw_line", "取消计划项", (in_force,), None, (HEADS,), _OF, guards=(guards.ANY_LINE,), data=data.WithdrawLine,
            effect=lines.withdraw),
        Act("offer_joining", "提议联合检查", decided, None, (OWN,), _OF, guards=(guards.SOMETHING_MEETS,), data=data.OfferJoining,
            effect=acts.offer, hint="合并后由本单位牵头，两家算一次"),
        Act("accept_joining", "同意联合检查", decided, None, (HEADS,), _OF, guards=(guards.OFFERED,), data=data.AnswerOffer, effect=acts.accept),
        Act("decline_joining", "不同意联合检查", decided, None, (HEADS,), _OF, guards=(guards.OFFERED,), data=data.AnswerOffer,
            effect=acts.decline),
        Act(reminding.ACT, "提醒到月未查", (in_force,), None, (SYSTEM,), _OF, effect=reminding.note_undone, aside=True),
        Act("close_inspection_plan", "结束计划", (in_force,), states.CLOSED.code, (HEADS,), _OF, data=data.PlanReason, main=True,
            hint="年度终了时；没有查完的写明原因"),
    )  # fmt: skip


INSPECTION_PLANS = ActTable(
    kind=INSPECTION_PLAN,
    label="检查计划",
    states=states.STATES,
    acts=(*_drafting(), *_in_force(), *standard_acts(states.STATES)),
    store=MatterStore(own="inspection_plan__body"),
    clauses=acts.CLAUSES,
)
