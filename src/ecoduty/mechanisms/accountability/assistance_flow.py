"""The act table of requests for assistance (clause 15.4): who is asked, by name, brings what is asked for in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.escalation.inheriting import inheriting_act
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, Actor, ActTable, Who, perform
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.accountability import assistance_data, assisting, states
from ecoduty.mechanisms.accountability.looking import clean
from ecoduty.mechanisms.accountability.queries import ASSISTANCE, REPLY

_FROM_REFERRAL = Who("anyone", (), "移交件的经办人")  # the effect asks for the referral, which nobody else can name
ASKER = Who(states.ASKER, (), "协查经办人")
ANSWERER = Who(states.ANSWERER, (), "被协查单位点名的人")
_CLAUSE = ("15.4",)


def _acts() -> tuple[Act, ...]:
    asked, answered = states.ASKED.code, states.ANSWERED.code
    return (
        Act("open_assistance", "发出协查请求", (START,), asked, (_FROM_REFERRAL,), _CLAUSE,
            data=assistance_data.OpenAssistance, effect=assisting.open_request, starts=(REPLY,)),
        Act("answer_assistance", "答复协查", (asked,), answered, (ANSWERER,), _CLAUSE,
            data=assistance_data.AnswerAssistance, effect=clean(assisting.answer), meets=(REPLY,), main=True),
        Act("accept_assistance", "核对收讫", (answered,), states.DONE.code, (ASKER,), _CLAUSE, main=True),
        Act("return_assistance", "退回补充", (answered,), asked, (ASKER,), _CLAUSE,
            data=assistance_data.AssistanceReason, effect=clean(assisting.return_answer), starts=(REPLY,)),
        Act("withdraw_assistance", "撤回协查", (asked, answered), states.WITHDRAWN.code, (ASKER,), _CLAUSE,
            data=assistance_data.AssistanceReason, effect=clean()),
    )  # fmt: skip


ASSISTANCES = ActTable(
    kind=ASSISTANCE,
    label="协查请求",
    states=states.ASSISTANCE,
    acts=(
        *_acts(),
        *standard_acts(states.ASSISTANCE),
        *archive_acts(states.ASSISTANCE),
        inheriting_act(states.ASSISTANCE),
    ),
    store=MatterStore(own="assistance__asked_by", restricted=True),
    clauses=_CLAUSE,
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """The act of a referral asks; `content` has the fields of `assistance_data.OpenAssistance`. Raises Refused."""
    done = perform(ASSISTANCES, "open_assistance", actor=actor, data=content, occurred_at=occurred_at)
    matter: Matter = done.subject
    return matter


def install() -> None:
    """Register the table, and that a referral may ask."""
    flow.register(ASSISTANCES)
    receives(ASSISTANCE, receive)
