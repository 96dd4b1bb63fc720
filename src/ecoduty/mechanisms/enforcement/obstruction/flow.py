"""The act tables of police support (clause 19.1) and of obstruction (19.2). What the police do may be entered on their behalf."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement.circle import circle_acts, installed_kind
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.every_case import case_acts
from ecoduty.mechanisms.enforcement.obstruction import acts, data, limits, states, supporting
from ecoduty.mechanisms.enforcement.obstruction.queries import (
    ANSWER,
    DECISION,
    FEEDBACK,
    OBSTRUCTION,
    RECEIPT,
    REPORT_LEG,
    SUPPORT,
    TELLING,
)
from ecoduty.mechanisms.enforcement.on_paper import ENTERED_WITH_SCAN, by, kept
from ecoduty.mechanisms.enforcement.relations import HEADS, LINKAGES, OFFICERS, POLICES

ASKING = ("enforcement_officer", "linkage_officer", "deputy", "principal")
ENFORCING = Who("anyone", ASKING, "执法单位的执法人员、联络员、负责人")
_OWN = (OFFICERS, LINKAGES, HEADS)
_BY_POLICE = by(POLICES)
_ON_PAPER = (ENTERED_WITH_SCAN,)
_SUPPORT, _OBSTRUCTION = ("19.1",), ("19.2",)


def _supporting() -> tuple[Act, ...]:
    requested, agreed, handled = states.REQUESTED.code, states.AGREED.code, states.HANDLED.code
    return (
        Act("request_support", "请公安联动", (START,), requested, (ENFORCING,), _SUPPORT,
            data=data.RequestSupport, effect=masked(supporting.request), starts=(ANSWER,),
            hint="联合行动、现场支援；十分紧急的先拨110，再来登记"),
        Act("answer_support", "答复联动请求", (requested,), agreed, _BY_POLICE, _SUPPORT, guards=_ON_PAPER,
            data=data.AnswerSupport, effect=kept(masked(supporting.answer)), meets=(ANSWER,), starts=(FEEDBACK,),
            or_to=(states.DECLINED.code,), main=True),
        Act("handle_support", "反馈处置情况", (agreed,), handled, _BY_POLICE, _SUPPORT, guards=_ON_PAPER,
            data=data.HandleSupport, effect=kept(masked(supporting.handle)), meets=(FEEDBACK,), main=True),
        Act("close_support", "核对反馈并办结", (handled,), states.CLOSED.code, _OWN, _SUPPORT,
            data=data.CloseSupport, effect=masked(supporting.close), main=True),
        Act("withdraw_support", "撤回请求", (requested, agreed), states.WITHDRAWN.code, _OWN, _SUPPORT,
            data=data.ObstructionReason, effect=masked(supporting.withdraw)),
        Act("obstruction_from_support", "转为阻碍执法报案", (agreed, handled), None, _OWN, ("19.2",),
            data=data.PrepareObstruction, effect=masked(supporting.report_obstruction), hint="现场受阻的，由此报案；联动请求照常反馈"),
    )  # fmt: skip


def _obstruction() -> tuple[Act, ...]:
    prepared, reported = states.PREPARED.code, states.REPORTED.code
    received, decided = states.RECEIVED.code, states.DECIDED.code
    return (
        Act("prepare_obstruction", "登记阻碍执法", (START,), prepared, (ENFORCING,), _OBSTRUCTION,
            data=data.PrepareObstruction, effect=masked(acts.prepare),
            hint="先登记经过，再登记材料和当事人，材料齐了向公安报案"),
        Act("report_obstruction", "向公安报案", (prepared,), reported, _OWN, _OBSTRUCTION,
            effect=acts.report, starts=(RECEIPT,), main=True, fresh_factor=True),
        Act("drop_obstruction", "不再报案", (prepared,), states.DROPPED.code, (HEADS,), _OBSTRUCTION,
            data=data.ObstructionReason, effect=masked(), hint="由负责人写明理由，留痕备查"),
        Act("receive_obstruction", "受案", (reported,), received, _BY_POLICE, _OBSTRUCTION, guards=_ON_PAPER,
            data=data.ReceiveObstruction, effect=kept(masked(acts.receive)), meets=(RECEIPT,), starts=(DECISION,), main=True,
            hint="接到报案即时登记，出具回执"),
        Act("decide_obstruction", "作出处理决定", (received,), decided, _BY_POLICE, _OBSTRUCTION, guards=_ON_PAPER,
            data=data.DecideObstruction, effect=kept(masked(acts.decide)), meets=(DECISION,), starts=(TELLING,), main=True),
        Act("tell_obstruction", "反馈报案单位", (decided,), states.TOLD.code, _BY_POLICE, _OBSTRUCTION, guards=_ON_PAPER,
            data=data.TellObstruction, effect=kept(masked(acts.tell)), meets=(TELLING,), main=True),
        Act("extend_obstruction", "延长办案期限", (received,), None, _BY_POLICE, _OBSTRUCTION, guards=_ON_PAPER,
            data=data.ExtendObstruction, effect=kept(masked()), aside=True),
    )  # fmt: skip


SUPPORTS = ActTable(
    kind=SUPPORT,
    label="联动请求",
    states=states.SUPPORT,
    acts=(
        *_supporting(),
        *circle_acts(states.SUPPORT),
        *standard_acts(states.SUPPORT),
        *archive_acts(states.SUPPORT),
    ),
    store=MatterStore(own="police_support__police", restricted=True),
    clauses=_SUPPORT,
)
OBSTRUCTIONS = ActTable(
    kind=OBSTRUCTION,
    label="阻碍执法报案",
    states=states.OBSTRUCTION,
    acts=(
        *_obstruction(),
        *case_acts(OBSTRUCTION, states.OBSTRUCTION, (REPORT_LEG,)),
    ),
    store=MatterStore(own="obstruction__police", restricted=True),
    clauses=_OBSTRUCTION,
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """A request for support, or a case, leads to a report of obstruction in the name of whoever acts.

    `content` has the fields of `data.PrepareObstruction`. Raises Refused.
    """
    done = perform(OBSTRUCTIONS, "prepare_obstruction", actor=actor, data=content, occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def receive_support(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """A case asks for police support in the name of whoever acts; `content` has the fields of `data.RequestSupport`."""
    done = perform(SUPPORTS, "request_support", actor=actor, data=content, occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def install() -> None:
    """Register both tables, their limits, that cases may lead to either, and who goes on when everybody named is gone."""
    flow.register(SUPPORTS)
    flow.register(OBSTRUCTIONS)
    limits.install()
    receives(OBSTRUCTION, receive)
    receives(SUPPORT, receive_support)
    for kind in (SUPPORT, OBSTRUCTION):
        installed_kind(kind)
