"""The act table of inspections (clauses 14.1, 25.2): the same for the city and inside a district."""

from __future__ import annotations

from ecoduty.casework.duties import owing
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.flow import Act, ActTable, Attempt, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.inspections.inspecting import acts, concluding, data, findings, guards, queries, states
from ecoduty.mechanisms.inspections.inspecting.queries import INSPECTION
from ecoduty.organisation.directory.models import Body

_HEADS = ("deputy", "principal", "director")
_POSTS = ("liaison", "clerk", *_HEADS)
ANYBODY = Who("anyone", _POSTS, "督查检查单位")
OWN = Who("holder_body", _POSTS, "检查单位")
HEADS = Who("holder_body", _HEADS, "检查单位负责人")
OFFICE = Who("supervisor", _HEADS, "环委办负责人")
WITH = Who("supporter", _POSTS, "被检查单位")
_OF = ("14.1",)


def _preparing() -> tuple[Act, ...]:
    prepared, called_off = states.PREPARED.code, states.CALLED_OFF.code
    return (
        Act("prepare_planned", "按计划安排检查", (START,), prepared, (ANYBODY,), acts.CLAUSES, data=data.PreparePlanned, effect=acts.prepare_planned),
        Act("prepare_unplanned", "安排计划外检查", (START,), prepared, (ANYBODY,), acts.CLAUSES, data=data.PrepareUnplanned,
            effect=acts.prepare_unplanned),
        Act("change_preparation", "改检查安排", (prepared,), None, (OWN,), _OF, data=data.Preparation, effect=acts.change_preparation),
        Act("announce_inspection", "通知被检查单位", (prepared,), None, (OWN,), _OF, guards=(guards.ANNOUNCEABLE,), effect=acts.announce),
        Act("grant_inspection", "批准超上限检查", (prepared,), None, (OFFICE, HEADS), _OF, guards=(guards.OVER_PENDING, guards.GRANTS),
            data=data.GrantInspection, effect=acts.grant),
        Act("carry_out", "登记检查情况", (prepared,), states.CARRIED_OUT.code, (OWN,), _OF, guards=(guards.GRANTED,), data=data.CarryOut,
            effect=acts.carry_out, main=True),
        Act("call_off", "取消检查", (prepared,), called_off, (HEADS,), _OF, data=data.InspectionReason, effect=acts.call_off),
    )  # fmt: skip


def _finding() -> tuple[Act, ...]:
    carried_out = states.CARRIED_OUT.code
    later = (carried_out, states.SENT.code, states.RECEIVED.code)
    return (
        Act("register_finding", "登记发现的问题", later, None, (OWN,), _OF, data=data.Finding, effect=findings.one,
            hint="进问题台账，从那里交办、整改、销号"),
        Act("register_findings", "成批登记问题", later, None, (OWN,), _OF, data=data.Findings, effect=findings.several),
        Act("conclude", "下结论并送达", (carried_out,), states.SENT.code, (HEADS,), _OF, guards=(guards.OF_BODY,), data=data.Conclude,
            effect=concluding.conclude, starts=(queries.RECEIPT,), main=True),
        Act("conclude_site", "下结论并登记送达", (carried_out,), states.RECEIVED.code, (HEADS,), _OF, guards=(guards.OF_SITE,),
            data=data.ConcludeSite, effect=concluding.conclude_site),
        Act("conclude_self", "自查办结", (carried_out,), states.CLOSED.code, (HEADS,), ("25.2",), guards=(guards.SELF,), data=data.Conclude,
            effect=concluding.conclude_self),
    )  # fmt: skip


def _after() -> tuple[Act, ...]:
    received, review, closed = states.RECEIVED.code, states.REVIEW.code, states.CLOSED.code
    return (
        Act("acknowledge_conclusion", "签收结论", (states.SENT.code,), received, (WITH,), _OF, guards=(guards.INSPECTED,),
            effect=concluding.acknowledge, meets=(queries.RECEIPT,), main=True),
        Act("accept_conclusion", "对结论没有异议", (received,), closed, (WITH,), _OF, guards=(guards.INSPECTED,)),
        Act("ask_review", "申请复核", (received,), review, (WITH, OWN), _OF, guards=(guards.ASKS,), data=data.AskReview,
            effect=concluding.ask_review, starts=(queries.REVIEW,), hint="期限从收到结论之日起算"),
        Act("decide_review", "作出复核决定", (review,), closed, (HEADS,), _OF, data=data.DecideReview, effect=concluding.decide_review,
            meets=(queries.REVIEW,), hint="由没有参与下结论的负责人决定"),
        Act("close_inspection", "办结", (received,), closed, (OWN,), _OF, guards=(guards.WINDOW_OVER,), main=True),
    )  # fmt: skip


INSPECTIONS = ActTable(
    kind=INSPECTION,
    label="检查",
    states=states.STATES,
    acts=(*_preparing(), *_finding(), *_after(), *standard_acts(states.STATES)),
    store=MatterStore(own="inspection__object"),
    clauses=acts.CLAUSES,
)


def _inspected(attempt: Attempt) -> Body:
    body: Body = attempt.subject.inspection.object.body
    return body


def install() -> None:
    """Whose the time of a receipt is."""
    owing.held_by(queries.RECEIPT, _inspected)
