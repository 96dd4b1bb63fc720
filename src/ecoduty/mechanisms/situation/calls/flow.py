"""The act tables of progress calls and answers (clause 3.2)."""

from __future__ import annotations

from ecoduty.casework.archive.taking import archive_acts
from ecoduty.casework.duties import ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Attempt, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.situation.calls import acts, data, states
from ecoduty.mechanisms.situation.calls.queries import ANSWER, CALL, LIMIT

_POSTS = ("liaison", "coordinator", "deputy", "principal", "clerk", "director", "supervision_clerk")
ANYBODY = Who("anyone", _POSTS, "各单位联络员、负责人，环委办")
CALLER = Who("holder_body", _POSTS, "发起单位")
ANSWERER = Who("holder_body", _POSTS, "填报单位")
WATCHER = Who("supervisor", _POSTS, "发起单位")
SYSTEM = Who("system", ("system",), "平台")
_C = acts.CLAUSES
_PREPARING, _CALLED = states.PREPARING.code, states.CALLED.code
_ASKED, _ANSWERED = states.ASKED.code, states.ANSWERED.code

PROGRESS_CALL = ActTable(
    kind=CALL,
    label="调度",
    states=states.CALL,
    acts=(
        Act("prepare_call", "拟定调度", (START,), _PREPARING, (ANYBODY,), _C, data=data.PrepareCall, effect=acts.prepare,
            hint="平台已有的数自动带出，不让填报单位再报一遍"),
        Act("edit_call", "修改调度", (_PREPARING,), None, (CALLER,), _C, data=data.PrepareCall, effect=acts.edit),
        Act("issue_call", "发出调度", (_PREPARING,), _CALLED, (CALLER,), _C, effect=acts.call, main=True),
        Act("close_call", "汇总", (_CALLED,), states.CLOSED.code, (CALLER,), _C, data=data.CloseCall, effect=acts.close,
            main=True, hint="没有填报的随之撤回"),
        Act("drop_call", "不再调度", (_PREPARING,), states.DROPPED.code, (CALLER,), _C, data=data.CallReason),
        *standard_acts(states.CALL),
        *archive_acts(states.CALL),
    ),
    store=MatterStore(own="progress_call"),
    clauses=_C,
)  # fmt: skip

CALL_ANSWER = ActTable(
    kind=ANSWER,
    label="调度填报",
    states=states.ANSWER,
    acts=(
        Act("open_answer", "发出填报", (START,), _ASKED, (SYSTEM,), _C, data=data.OpenAnswer, effect=acts.open_answer,
            starts=(LIMIT,)),
        Act("acknowledge_call", "收悉", (_ASKED,), None, (ANSWERER,), _C, effect=acts.acknowledge, aside=True),
        Act("answer_call", "填报", (_ASKED,), _ANSWERED, (ANSWERER,), _C, data=data.AnswerCall, effect=acts.answer,
            meets=(LIMIT,), main=True),
        Act("return_answer", "退回重填", (_ANSWERED,), _ASKED, (WATCHER,), _C, data=data.CallReason,
            effect=acts.return_answer, starts=(LIMIT,)),
        Act("take_in_answer", "收入汇总", (_ANSWERED,), states.DONE.code, (SYSTEM,), _C),
        Act("take_back_answer", "撤回", (_ASKED,), states.WITHDRAWN.code, (SYSTEM,), _C),
        *standard_acts(states.ANSWER),
        *archive_acts(states.ANSWER),
    ),
    store=MatterStore(own="call_answer__call"),
    clauses=_C,
)  # fmt: skip


def _limit(attempt: Attempt) -> Ruled:
    """The day that the call named."""
    return Ruled(LIMIT, until=attempt.subject.call_answer.call.limit_on)


def install() -> None:
    """Register the tables and the limit whose day is named."""
    flow.register(PROGRESS_CALL)
    flow.register(CALL_ANSWER)
    ruling.day_named(LIMIT)
    ruling.ruled_by(LIMIT, _limit)
