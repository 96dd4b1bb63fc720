"""The act tables of capacity (clause 17.1)."""

from __future__ import annotations

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.flow import Act, ActTable, Guard, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.encouragement.capacity import acts, data, limits, states
from ecoduty.mechanisms.encouragement.capacity.models import Target
from ecoduty.mechanisms.encouragement.capacity.queries import RETURN, STANDARD

_HEADS = ("deputy", "principal", "director")
_POSTS = ("liaison", "clerk", *_HEADS)
ANYBODY = Who("anyone", _POSTS, "各部门、各区联络员和负责人")
OWN = Who("holder_body", _POSTS, "填报单位")
OWN_HEADS = Who("holder_body", _HEADS, "填报单位负责人")
OFFICE = Who("committee_office", (), "市环委办")
DRAFTER = Who("anyone", ("clerk", "director"), "市环委办")
_CLAUSE = ("17.1",)
HAS_TARGETS = Guard(
    "no_target_yet",
    "还没有一个对标值，请先逐项登记。",
    lambda attempt: Target.objects.filter(standard=attempt.subject.pk).exists(),
    clause="17.1",
)

CAPACITY = ActTable(
    kind=RETURN,
    label="基层能力填报",
    states=states.RETURN,
    acts=(
        Act("start_return", "填报基层能力", (START,), states.DRAFTING.code, (ANYBODY,), _CLAUSE,
            data=data.StartReturn, effect=acts.start, starts=(limits.FILLING,), hint="上年的数自动带入，只改变了的"),
        Act("enter_amounts", "填数", (states.DRAFTING.code,), None, (OWN,), _CLAUSE,
            data=data.EnterAmounts, effect=acts.enter),
        Act("submit_return", "报送基层能力", (states.DRAFTING.code,), states.SUBMITTED.code, (OWN_HEADS,), _CLAUSE,
            effect=acts.submit, meets=(limits.FILLING,), starts=(limits.CHECKING,), main=True),
        Act("return_for_correction", "退回补正", (states.SUBMITTED.code,), states.DRAFTING.code, (OFFICE,), _CLAUSE,
            data=data.CapacityReason, effect=acts.send_back, meets=(limits.CHECKING,), starts=(limits.FILLING,)),
        Act("confirm_return", "核定", (states.SUBMITTED.code,), states.CONFIRMED.code, (OFFICE,), _CLAUSE,
            data=data.ConfirmReturn, meets=(limits.CHECKING,), main=True),
        Act("reopen_return", "退回更正", (states.CONFIRMED.code,), states.DRAFTING.code, (OFFICE,), _CLAUSE,
            data=data.CapacityReason, effect=acts.send_back, starts=(limits.FILLING,)),
        *standard_acts(states.RETURN),
    ),
    store=MatterStore(own="capacity_return"),
    clauses=_CLAUSE,
)  # fmt: skip

TARGETS = ActTable(
    kind=STANDARD,
    label="能力对标标准",
    states=states.STANDARD,
    acts=(
        Act("draft_standard", "拟订对标标准", (START,), states.COLLECTING.code, (DRAFTER,), _CLAUSE,
            data=data.DraftStandard, effect=acts.draft_standard),
        Act("set_target", "登记对标值", (states.COLLECTING.code, states.IN_FORCE.code), None, (OFFICE,), _CLAUSE,
            data=data.SetTarget, effect=acts.set_target),
        Act("put_standard_in_force", "实施", (states.COLLECTING.code,), states.IN_FORCE.code, (OFFICE,), _CLAUSE,
            guards=(HAS_TARGETS,), main=True),
        Act("close_standard", "结束", (states.IN_FORCE.code,), states.CLOSED.code, (OFFICE,), _CLAUSE, main=True),
        *standard_acts(states.STANDARD),
    ),
    store=MatterStore(own="capacity_standard"),
    clauses=_CLAUSE,
)  # fmt: skip
