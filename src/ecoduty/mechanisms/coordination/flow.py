"""The act table of requests for cooperation (clauses 7.2–7.4): the same road for the city and inside a district."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.duties import ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.escalation.data import AdvanceRung
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Attempt, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.coordination import acts, data, guards, states
from ecoduty.mechanisms.coordination.queries import CORRECTION, KIND, REPLY, reached

_POSTS = ("liaison", "deputy", "principal")
ANYBODY = Who("anyone", _POSTS, "牵头单位联络员、负责人")
SUPPORTER = Who("holder_body", _POSTS, "配合单位")
SUPPORTER_HEADS = Who("holder_body", ("deputy", "principal"), "配合单位负责人")
LEAD = Who("supervisor", _POSTS, "牵头单位")
LEAD_HEADS = Who("supervisor", ("deputy", "principal"), "牵头单位负责人")
LEAD_LIAISON = Who("supervisor", ("liaison",), "牵头单位联络员")

_CODES = tuple(state.code for state in states.REQUEST if state.open)
_ALL = tuple(state.code for state in states.REQUEST)


def _asking() -> tuple[Act, ...]:
    """Asking and answering (clause 7.2)."""
    asked, working, answered = states.ASKED.code, states.WORKING.code, states.ANSWERED.code
    objected, done = states.OBJECTED.code, states.DONE.code
    return (
        Act("ask", "请求配合", (START,), asked, (ANYBODY,), ("7.2",),
            data=data.AskCooperation, effect=acts.ask, starts=(REPLY,),
            hint="几个单位配合的，各成一件，各自答复、各自计时"),
        Act("receive", "签收", (asked,), working, (SUPPORTER,), ("7.2",), effect=acts.receive, main=True),
        Act("answer", "答复配合情况", (asked, working), answered, (SUPPORTER,), ("7.2",),
            data=data.AnswerCooperation, effect=acts.answer, meets=(REPLY, CORRECTION), main=True),
        Act("object", "提出异议", (asked, working), objected, (SUPPORTER_HEADS,), ("7.2",),
            data=data.ObjectCooperation, effect=acts.object_to, meets=(REPLY, CORRECTION),
            hint="认为不属本单位配合的，由负责人写明依据"),
        Act("accept", "内容核查通过", (answered,), done, (LEAD,), ("7.2",),
            data=data.CheckAnswer, effect=acts.accept, main=True),
        Act("return_answer", "退回补充", (answered,), working, (LEAD,), ("7.2",),
            data=data.CooperationReason, effect=acts.send_back, starts=(CORRECTION,)),
        Act("insist", "坚持请求", (objected,), working, (LEAD_HEADS,), ("7.2", "7.3"),
            data=data.CooperationReason, effect=acts.send_back, starts=(CORRECTION,), main=True,
            hint="沟通之后仍须配合的，重新计时"),
        Act("withdraw", "撤回", _CODES, states.WITHDRAWN.code, (LEAD_HEADS,), ("7.2",), data=data.CooperationReason,
            effect=acts.withdraw),
    )  # fmt: skip


def _climbing() -> tuple[Act, ...]:
    """What goes with the ladder: talks, numbers and receipts of its papers (clauses 7.3, 7.4)."""
    return (
        Act("record_exchange", "登记沟通、协调会", _CODES, None, (LEAD,), ("7.3",),
            data=data.RecordExchange, effect=acts.record_exchange),
        Act("record_conferral", "登记会商", _CODES, None, (LEAD,), ("7.2",),
            data=data.CooperationConferral, effect=acts.record_conferral, hint="各方意见和结果都写明，上报时自动写进经过"),
        Act("advance_rung", "提前发出下一级", states.OWED, None, (LEAD_HEADS,), ("7.3", "7.4"),
            guards=(guards.SOMETHING_AHEAD,), data=AdvanceRung, aside=True,
            hint="情况紧急、等不到规则书定的日子的；次序不变，一级一级发，理由写进公文"),
        Act("number_letter", "登记公文字号", _ALL, None, (LEAD,), ("7.3",),
            guards=(guards.UNNUMBERED,), data=data.NumberLetter, effect=acts.number_letter),
        Act("acknowledge", "签收公文", _ALL, None, (SUPPORTER,), ("7.3",),
            guards=(guards.OWES_RECEIPT,), effect=acts.acknowledge),
        Act("record_receipt", "登记公文回执", _ALL, None, (LEAD_LIAISON,), ("7.4",),
            guards=(guards.RECEIPT_MISSING,), data=data.LetterReceipt, effect=acts.record_receipt),
    )  # fmt: skip


COOPERATION = ActTable(
    kind=KIND,
    label="配合事项",
    states=states.REQUEST,
    acts=(*_asking(), *_climbing(), *standard_acts(states.REQUEST)),
    store=MatterStore(own="cooperation"),
    clauses=("7.2", "7.3", "7.4"),
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """Another mechanism asks for cooperation in the name of whoever does so.

    `content` has the fields of `data.AskCooperation`. Raises Refused.
    """
    done = perform(COOPERATION, "ask", actor=actor, data=content, occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def _named(attempt: Attempt) -> Ruled:
    """The day that the lead named, where it named an earlier one than the rulebook's."""
    return Ruled(REPLY, until=attempt.subject.cooperation.reply_by)


def _goes_on(attempt: Attempt) -> Ruled:
    """A request that comes back goes on with the ladder where it stood: an empty answer wins no time."""
    return Ruled(CORRECTION, resumes=reached(attempt.subject))


def install() -> None:
    """Register the table, that other mechanisms may ask for cooperation, and how a ladder goes on."""
    flow.register(COOPERATION)
    ruling.ruled_by(REPLY, _named)
    ruling.ruled_by(CORRECTION, _goes_on)
    receives(KIND, receive)
