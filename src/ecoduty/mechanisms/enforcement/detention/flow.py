"""The act table of transfers for administrative detention (measures of 2014; clause 18.3): every limit is in working days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Attempt, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement import circle
from ecoduty.mechanisms.enforcement.case_papers.composing import known_of
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.detention import acts, data, limits, queries, states
from ecoduty.mechanisms.enforcement.detention.queries import COPY, KIND, LEG, RETURN, SENDING
from ecoduty.mechanisms.enforcement.every_case import case_acts
from ecoduty.mechanisms.enforcement.on_paper import ENTERED_WITH_SCAN, by, kept
from ecoduty.mechanisms.enforcement.relations import HEADS, OFFICERS, POLICES

PROPOSER = Who("anyone", ("enforcement_officer",), "有执法权单位的执法人员")
_CLAUSE = ("18.3",)
_POLICE = by(POLICES)
_PAPER = (ENTERED_WITH_SCAN,)


def _paper(effect: Callable[[Attempt], None]) -> Callable[[Attempt], None]:
    """An effect after which the scan is kept, and for which identity numbers were taken out."""
    return masked(kept(effect))


def _before_it_goes() -> tuple[Act, ...]:
    proposed, to_send, sent = states.PROPOSED.code, states.TO_SEND.code, states.SENT.code
    return (
        Act("propose_detention", "提请移送行政拘留", (START,), proposed, (PROPOSER,), _CLAUSE,
            data=data.ProposeDetention, effect=masked(acts.propose), hint="只有本单位办此案的人看得到；移送之后公安机关看得到"),
        Act("decide_detention_transfer", "决定移送", (proposed,), to_send, (HEADS,), _CLAUSE,
            starts=(SENDING,), main=True, fresh_factor=True),
        Act("decline_detention_transfer", "不移送", (proposed, to_send), states.NOT_SENT.code, (HEADS,), _CLAUSE,
            data=data.DeclineDetention, effect=masked(acts.decline), cancels=(SENDING,)),
        Act("send_detention_file", "移送案卷", (to_send,), sent, (OFFICERS,), _CLAUSE,
            data=data.SendDetentionFile, effect=masked(acts.send), meets=(SENDING,), main=True, hint="材料齐了才能移送，缺哪件会指出"),
    )  # fmt: skip


def _with_the_police() -> tuple[Act, ...]:
    taken_in, handled, decided = states.TAKEN_IN.code, states.HANDLED.code, states.DECIDED.code
    return (
        Act("take_in_detention", "受案", (states.SENT.code,), taken_in, _POLICE, _CLAUSE, guards=_PAPER,
            data=data.TakeInDetention, effect=_paper(acts.take_in), starts=(RETURN,), main=True,
            hint="符合拘留条件的点“符合条件，继续办理”，不符合的退卷"),
        Act("ask_detention_supplement", "要求补充材料", (taken_in,), states.SUPPLEMENTING.code, _POLICE, _CLAUSE, guards=_PAPER,
            data=data.AskDetentionSupplement, effect=_paper(acts.ask_supplement)),
        Act("supplement_detention", "补充材料", (states.SUPPLEMENTING.code,), taken_in, (OFFICERS,), _CLAUSE,
            data=data.SupplementDetention, effect=masked(acts.supplement), main=True, hint="材料先用“登记材料”登记"),
        Act("go_on_with_detention", "符合条件，继续办理", states.EXAMINED, handled, _POLICE, _CLAUSE, guards=_PAPER,
            data=data.GoOnWithDetention, effect=_paper(acts.tell), meets=(RETURN,), main=True),
        Act("return_detention_file", "退卷", states.EXAMINED, states.RETURNED.code, _POLICE, _CLAUSE, guards=_PAPER,
            data=data.ReturnDetentionFile, effect=_paper(acts.return_file), meets=(RETURN,)),
        Act("decide_detention", "作出拘留决定", (taken_in, handled), decided, _POLICE, _CLAUSE, guards=_PAPER,
            data=data.DecideDetention, effect=_paper(acts.decide), meets=(RETURN,), starts=(COPY,), main=True, fresh_factor=True),
        Act("copy_detention_decision", "抄送决定", (decided,), states.COPIED.code, _POLICE, _CLAUSE, guards=_PAPER,
            data=data.CopyDetentionDecision, effect=_paper(acts.copy_decision), meets=(COPY,), main=True),
        Act("take_back_detention_file", "收回案卷", (states.RETURNED.code,), states.TAKEN_BACK.code, (OFFICERS,), _CLAUSE,
            data=data.TakeBackDetentionFile, effect=masked(acts.take_back), main=True),
    )  # fmt: skip


DETENTIONS = ActTable(
    kind=KIND,
    label="行政拘留案件移送",
    states=states.ALL,
    acts=(
        *_before_it_goes(),
        *_with_the_police(),
        *case_acts(KIND, states.ALL, (LEG,)),
    ),
    store=MatterStore(own="detention__police", restricted=True),
    clauses=_CLAUSE,
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """An administrative case leads to it; `content` has the fields of `data.ProposeDetention`. Raises Refused."""
    matter: Matter = perform(
        DETENTIONS, "propose_detention", actor=actor, data=content, occurred_at=occurred_at
    ).subject
    return matter


def install() -> None:
    """Register the table, its limits, who goes on when everybody left, and that a case may lead to it."""
    flow.register(DETENTIONS)
    limits.install()
    circle.installed_kind(KIND)
    receives(KIND, receive)
    known_of(KIND, queries.known)
