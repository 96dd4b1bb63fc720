"""The act table of clues (clause 18.2): sent to whoever has the power, taken in or given back, checked, reported back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement.clues import acts, data, guards, limits, sending, states
from ecoduty.mechanisms.enforcement.clues.queries import (
    ACCEPTANCE,
    ANSWER,
    CHECK,
    KIND,
    RECEIPT,
    REPLY,
    REPORTING,
    RESENDING,
)
from ecoduty.mechanisms.enforcement.clues.telling import LINKAGE, OFFICER
from ecoduty.mechanisms.enforcement.concerned.masking import masked

_HEADS = ("deputy", "principal")
_SENDING = ("liaison", OFFICER, LINKAGE, *_HEADS, "clerk", "director")
ANYBODY = Who("anyone", _SENDING, "各单位联络员、负责人，环委办")
SENDER = Who("supervisor", _SENDING, "转送单位")
RECEIVER = Who("holder_body", ("liaison", OFFICER, LINKAGE, *_HEADS), "收到线索的单位")
RECEIVER_HEADS = Who("holder_body", _HEADS, "收到线索的单位负责人")
_FORMER = Who("anyone", RECEIVER.posts, "移送线索的单位")  # the effect asks for the clue, which nobody else holds
_CLAUSES = ("18.2",)
# Who sent a clue may press for it, and does not move the time that the law or the rulebook gives its receiver.
_NOT_THE_SENDERS = frozenset({"extend_deadline", "suspend_deadline", "resume_deadline", "review_deadline"})


def _sending() -> tuple[Act, ...]:
    """From who saw it to who has the power, also in a second try."""
    sent, returned, lettered = states.SENT.code, states.RETURNED.code, states.LETTERED.code
    return (
        Act("refer_clue", "转送线索", (START,), sent, (ANYBODY,), _CLAUSES,
            data=data.ReferClue, effect=masked(sending.refer), starts=(RECEIPT,),
            hint="没有执法权的单位用；有执法权的应当自己查处，只能转送属于别家职权的"),
        Act("refer_clue_by_letter", "函告移交", (START,), lettered, (ANYBODY,), _CLAUSES,
            data=data.ReferClueByLetter, effect=masked(sending.refer_by_letter), starts=(REPLY,),
            hint="海事、海关、海警、邮政管理等上级垂直管理的机关，不在平台上派，发函后在这里登记"),
        Act("pass_on_clue", "移送线索", (START,), sent, (_FORMER,), _CLAUSES,
            data=data.PassOnClue, effect=masked(sending.pass_on), starts=(RECEIPT,)),
        Act("resend_clue", "改送", (returned,), sent, (SENDER,), _CLAUSES,
            data=data.ResendClue, effect=masked(sending.resend), meets=(RESENDING,), starts=(RECEIPT,), main=True),
        Act("settle_clue", "了结", (returned,), states.SETTLED.code, (SENDER,), _CLAUSES,
            data=data.ClueReason, effect=masked(), meets=(RESENDING,), hint="查明不属违法，或已由别的途径处理的"),
        Act("record_letter_reply", "登记对方答复", (lettered,), states.SETTLED.code, (SENDER,), _CLAUSES,
            data=data.LetterReply, effect=masked(acts.record_reply), meets=(REPLY,), main=True),
        Act("withdraw_clue", "撤回线索", (sent,), states.WITHDRAWN.code, (SENDER,), _CLAUSES,
            data=data.ClueReason, effect=masked(acts.withdraw), hint="对方签收之前才能撤回"),
        Act("add_clue_evidence", "加证据", (sent, lettered, *states.IN_HAND[1:], returned), None, (SENDER, RECEIVER), _CLAUSES,
            data=data.AddClueEvidence, effect=masked(sending.add_evidence)),
    )  # fmt: skip


def _checking() -> tuple[Act, ...]:
    """What the receiver does, and the sender's one objection."""
    sent, received, accepted = states.SENT.code, states.RECEIVED.code, states.ACCEPTED.code
    concluded, reported, objected = states.CONCLUDED.code, states.REPORTED.code, states.OBJECTED.code
    return (
        Act("sign_for_clue", "签收", (sent,), received, (RECEIVER,), _CLAUSES,
            effect=acts.sign_for, meets=(RECEIPT,), starts=(ACCEPTANCE, CHECK), main=True),
        Act("accept_clue", "受理", (received,), accepted, (RECEIVER,), _CLAUSES,
            effect=acts.accept, meets=(ACCEPTANCE,), main=True),
        Act("return_clue", "退回", (sent, received), states.RETURNED.code, (RECEIVER,), _CLAUSES,
            data=data.ReturnClue, effect=masked(acts.give_back), meets=(RECEIPT, ACCEPTANCE), cancels=(CHECK,), starts=(RESENDING,),
            hint="须写明理由和应当由谁办"),
        Act("conclude_clue", "作出核查结论", (accepted,), concluded, (RECEIVER,), _CLAUSES,
            data=data.ConcludeClue, effect=masked(acts.conclude), meets=(CHECK,), starts=(REPORTING,), main=True,
            hint="立案的，随即成为行政案件；移送其他单位的，随即转过去"),
        Act("report_back_clue", "回告", (concluded,), reported, (RECEIVER,), _CLAUSES,
            data=data.ReportBack, effect=masked(acts.report_back), meets=(REPORTING,), main=True),
        Act("extend_clue_filing", "延长核查时限", (accepted,), None, (RECEIVER_HEADS,), _CLAUSES,
            data=data.ExtendClueFiling, aside=True, hint="由本单位负责人批准，以规则书所列的次数和日数为限"),
        Act("object_to_clue_report", "提出不同意见", (reported,), objected, (SENDER,), _CLAUSES,
            guards=(guards.OBJECTS_ONCE, guards.OBJECTS_IN_TIME), data=data.ObjectToReport, effect=masked(acts.object_to),
            starts=(ANSWER,), hint="只提一次"),
        Act("answer_clue_objection", "答复不同意见", (objected,), reported, (RECEIVER_HEADS,), _CLAUSES,
            data=data.AnswerClueObjection, effect=masked(acts.answer_objection), meets=(ANSWER,), starts=(CHECK,), or_to=(accepted,),
            main=True),
    )  # fmt: skip


CLUES = ActTable(
    kind=KIND,
    label="线索",
    states=states.ALL,
    acts=(
        *_sending(),
        *_checking(),
        *(act for act in standard_acts(states.ALL) if act.code not in _NOT_THE_SENDERS),
    ),
    store=MatterStore(own="clue__sender"),
    clauses=_CLAUSES,
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """A complaint, a problem, or the conclusion of another clue gives rise to a clue, in the name of whoever acts.

    `content` has the fields of `data.ReferClue`; with `former` (a clue that was checked) those of `data.PassOnClue`.
    Raises Refused.
    """
    act = "pass_on_clue" if "former" in content else "refer_clue"
    matter: Matter = perform(CLUES, act, actor=actor, data=content, occurred_at=occurred_at).subject
    return matter


def install() -> None:
    """Register the table, whose its clocks are, and that other kinds may lead to a clue."""
    flow.register(CLUES)
    limits.install()
    receives(KIND, receive)
