"""The act table of complaints: taken in, dispatched by the lists in force, given back with a row, answered, asked after."""

from __future__ import annotations

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.complaints import (
    acts,
    answering,
    arising,
    data,
    guards,
    limits,
    livelihood,
    queries,
    reporters,
    states,
    taking,
    waiting,
)
from ecoduty.mechanisms.complaints.channels import flow as channels
from ecoduty.mechanisms.complaints.limits import ACCEPTANCE, ANSWER, DECISION, DISPATCH, FOLLOW_UP, RECEIPT, REVIEW

KIND = queries.KIND
_POSTS = ("liaison", "deputy", "principal")
_OFFICE_POSTS = ("clerk", "director", "hotline")
ANYBODY = Who("anyone", ("liaison", *_OFFICE_POSTS), "各单位联络员，环委办，热线岗位")
_RECEIVERS = Who("anyone", _OFFICE_POSTS, "热线岗位，环委办")
REGISTRAR = Who("supervisor", (*_POSTS, *_OFFICE_POSTS), "登记单位")
OFFICE = Who("committee_office", _OFFICE_POSTS, "市环委办")
HANDLER = Who("holder_body", _POSTS, "承办单位")
HANDLER_HEADS = Who("holder_body", _POSTS[1:], "承办单位负责人")
# What comes through a door without a person: the public's own pages, another system's messages.
PLATFORM = Who("system", ("system",), "平台接口")
_DESK = (REGISTRAR, OFFICE)
_DESK_OR_PLATFORM = (*_DESK, PLATFORM)
_CLAUSES = ("24.2",)
_OPEN = tuple(state.code for state in states.ALL if state.open)
_IN_HAND = (states.HANDLING.code, states.ANSWERED.code, states.FOLLOWING.code)


def _coming_in() -> tuple[Act, ...]:
    received, registered, refused = states.RECEIVED.code, states.REGISTERED.code, states.REFUSED.code
    return (
        Act("take_in", "收到反映", (START,), received, (PLATFORM, _RECEIVERS), _CLAUSES,
            data=data.TakeIn, effect=taking.take_in, starts=(ACCEPTANCE,)),
        Act("register", "登记反映", (START,), registered, (ANYBODY,), _CLAUSES,
            data=data.RegisterComplaint, effect=taking.register, starts=(DISPATCH,), hint="登记即受理"),
        Act("accept", "受理", (received,), registered, _DESK_OR_PLATFORM, _CLAUSES,
            data=data.AcceptComplaint, effect=taking.accept, meets=(ACCEPTANCE,), starts=(DISPATCH,), main=True),
        Act("refuse", "不予受理", (received, registered), refused, _DESK, _CLAUSES,
            data=data.RefuseComplaint, effect=taking.refuse, meets=(ACCEPTANCE, DISPATCH),
            hint="只限法定情形，并告知反映人应当向哪里提出"),
        Act("correct", "更正反映内容", _OPEN, None, _DESK_OR_PLATFORM, _CLAUSES,
            data=data.CorrectComplaint, effect=taking.correct, hint="原来的内容留作前一版，承办单位会收到通知"),
    )  # fmt: skip


def _sending() -> tuple[Act, ...]:
    registered, dispatched, handling = states.REGISTERED.code, states.DISPATCHED.code, states.HANDLING.code
    returned, conferral, undetermined = states.RETURNED.code, states.CONFERRAL.code, states.UNDETERMINED.code
    return (
        Act("dispatch", "派单", (registered, returned, undetermined), dispatched, _DESK, _CLAUSES,
            guards=(guards.DETERMINED,), data=data.DispatchComplaint, effect=acts.dispatch,
            meets=(DISPATCH, DECISION), cancels=(RECEIPT, ANSWER), starts=(RECEIPT, ANSWER), main=True,
            hint="按现行清单派给牵头部门；派给别的单位须写理由"),
        Act("sign_for", "签收", (dispatched,), handling, (HANDLER,), _CLAUSES, meets=(RECEIPT,), main=True),
        Act("give_back", "退单", (dispatched, handling), returned, (HANDLER,), _CLAUSES, guards=(guards.NOT_FINAL,),
            data=data.ReturnComplaint, effect=acts.give_back, meets=(RECEIPT,), starts=(DECISION,), or_to=(conferral,),
            hint="须指明现行清单中应由谁承接的一条；第二次退单进入会商"),
        Act("refuse_return", "不同意退单", (returned,), handling, _DESK, _CLAUSES,
            data=data.DecisionReason, meets=(DECISION,)),
        Act("decide_conferral", "会商决定", (conferral,), dispatched, _DESK, _CLAUSES,
            data=data.DecideConferral, effect=acts.decide_conferral, meets=(DECISION,), cancels=(RECEIPT, ANSWER),
            starts=(RECEIPT, ANSWER), main=True, hint="定了谁承办，就不能再退"),
        Act("open_determination", "提请明确牵头部门", (registered, returned, conferral), undetermined, _DESK, ("5.1",),
            guards=(guards.CAN_BE_DETERMINED,), data=data.NobodysComplaint, effect=acts.open_determination,
            meets=(DISPATCH, DECISION), cancels=(RECEIPT, ANSWER), hint="现行清单中没有哪一条涵盖的，由此提请；明确之后再派"),
    )  # fmt: skip


def _ending() -> tuple[Act, ...]:
    dispatched, handling, answered = states.DISPATCHED.code, states.HANDLING.code, states.ANSWERED.code
    following, closed = states.FOLLOWING.code, states.CLOSED.code
    return (
        Act("answer", "答复", (handling,), answered, (HANDLER,), _CLAUSES,
            data=data.ComplaintAnswer, effect=answering.answer, meets=(ANSWER,), starts=(REVIEW,), main=True),
        Act("return_answer", "退回重办", (answered,), handling, _DESK, _CLAUSES,
            data=data.DecisionReason, effect=answering.return_answer, meets=(REVIEW,), starts=(ANSWER,)),
        Act("approve_answer", "审核通过", (answered,), following, _DESK, _CLAUSES, guards=(guards.APPROVES,),
            data=data.ApproveAnswer, meets=(REVIEW,), starts=(FOLLOW_UP,), main=True),
        Act("follow_up", "回访", (following,), closed, _DESK_OR_PLATFORM, _CLAUSES,
            data=data.FollowUpResult, effect=answering.follow_up, meets=(FOLLOW_UP,), starts=(ANSWER,), or_to=(handling,),
            main=True, hint="反映人不接受答复的，退回承办单位重办"),
        Act("close", "未回访办结", (following,), closed, _DESK, _CLAUSES,
            data=data.ClosingReason, effect=answering.close, meets=(FOLLOW_UP,), hint="联系不上、匿名无法回访的，写明理由办结"),
        Act("reopen", "重新办理", (closed,), dispatched, _DESK_OR_PLATFORM, _CLAUSES,
            data=data.DecisionReason, effect=answering.reopen, starts=(RECEIPT, ANSWER)),
        Act("merge", "并案", _OPEN, states.MERGED.code, _DESK, _CLAUSES,
            data=data.MergeComplaint, effect=answering.merge, hint="并入另一件在办的反映，由那一件答复全部反映人"),
        Act("withdraw", "来源撤回", _OPEN, states.WITHDRAWN.code, (REGISTRAR,), _CLAUSES, guards=(guards.FROM_OUTSIDE,),
            data=data.DecisionReason, effect=answering.withdraw, hint="只用于派来的系统收回的，由它另行办理"),
        Act("absorb", "并入一件", _OPEN, None, (PLATFORM,), _CLAUSES,
            data=data.AbsorbComplaint, effect=answering.absorb, aside=True),
    )  # fmt: skip


def _reporter() -> tuple[Act, ...]:
    every = tuple(state.code for state in states.ALL)
    return (
        Act(reporters.OPEN_ACT, "查看反映人", every, None, (HANDLER, *_DESK), _CLAUSES, guards=(guards.HAS_REPORTER, guards.MAY_KNOW),
            data=data.OpenReporter, effect=reporters.note_opened, aside=True, hint="只在确须联系时查看；理由和查看人都留痕"),
        Act("erase_reporter", "删除反映人信息", every, None, _DESK, _CLAUSES, guards=(guards.HAS_REPORTER,),
            data=data.EraseReporter, effect=reporters.erase, aside=True, hint="依反映人的合法请求；删后无法恢复，留痕不受影响"),
    )  # fmt: skip


COMPLAINT = ActTable(
    kind=KIND,
    label="群众反映",
    states=states.ALL,
    acts=(
        *_coming_in(),
        *_sending(),
        *_ending(),
        *_reporter(),
        *arising.acts(_IN_HAND, (HANDLER_HEADS,)),
        *livelihood.acts(_OPEN, (HANDLER, *_DESK)),
        *standard_acts(states.ALL),
    ),
    store=MatterStore(own="complaint__district"),
    clauses=_CLAUSES,
)


def install() -> None:
    """Register the table, whose its clocks are, which rule each follows, and who is told that the waiting is over."""
    flow.register(COMPLAINT)
    limits.install()
    channels.install()
    waiting.install()
