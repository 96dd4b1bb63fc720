"""The act table of complaints: registered, dispatched by the lists in force, given back with a row, answered."""

from __future__ import annotations

from ecoduty.casework.duties import owing
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.opening import receiver_kinds
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Guard, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.complaints import acts, data, queries, states

KIND = queries.KIND
DISPATCH = "complaint.dispatch"
RECEIPT = "complaint.receipt"
ANSWER = "complaint.answer"
DECISION = "complaint.return-decision"

_POSTS = ("liaison", "deputy", "principal")
_OFFICE_POSTS = ("clerk", "director", "hotline")
ANYBODY = Who("anyone", ("liaison", *_OFFICE_POSTS), "各单位联络员，环委办，热线岗位")
REGISTRAR = Who("supervisor", (*_POSTS, *_OFFICE_POSTS), "登记单位")
OFFICE = Who("committee_office", _OFFICE_POSTS, "市环委办")
HANDLER = Who("holder_body", _POSTS, "承办单位")

_DETERMINED = Guard(
    "determination_open",
    "牵头部门还在明确之中：明确之后再派。",
    lambda attempt: attempt.before != states.UNDETERMINED.code or not queries.being_determined(attempt.subject),
    clause="5.1",
)
_CAN_BE_DETERMINED = Guard(
    "nobody_determines", "平台没有启用牵头部门明确。", lambda _: "lead_determination" in receiver_kinds(), clause="5.1"
)


def _acts() -> tuple[Act, ...]:
    registered, dispatched, handling = states.REGISTERED.code, states.DISPATCHED.code, states.HANDLING.code
    returned, undetermined, answered = states.RETURNED.code, states.UNDETERMINED.code, states.ANSWERED.code
    return (
        Act("register", "登记反映", (START,), registered, (ANYBODY,), ("24.2",),
            data=data.RegisterComplaint, effect=acts.register, starts=(DISPATCH,)),
        Act("dispatch", "派单", (registered, returned, undetermined), dispatched, (REGISTRAR, OFFICE), ("24.2",),
            guards=(_DETERMINED,), data=data.DispatchComplaint, effect=acts.dispatch,
            meets=(DISPATCH, DECISION), cancels=(RECEIPT, ANSWER), starts=(RECEIPT, ANSWER), main=True,
            hint="按现行清单派给牵头部门；派给别的单位须写理由"),
        Act("sign_for", "签收", (dispatched,), handling, (HANDLER,), ("24.2",), meets=(RECEIPT,), main=True),
        Act("give_back", "退单", (dispatched, handling), returned, (HANDLER,), ("24.2",),
            data=data.ReturnComplaint, effect=acts.give_back, meets=(RECEIPT,), starts=(DECISION,),
            hint="须指明现行清单中应由谁承接的一条"),
        Act("refuse_return", "不同意退单", (returned,), handling, (REGISTRAR, OFFICE), ("24.2",),
            data=data.DecisionReason, meets=(DECISION,)),
        Act("open_determination", "提请明确牵头部门", (registered, returned), undetermined, (REGISTRAR, OFFICE), ("5.1",),
            guards=(_CAN_BE_DETERMINED,), data=data.NobodysComplaint, effect=acts.open_determination,
            meets=(DISPATCH, DECISION), cancels=(RECEIPT, ANSWER), hint="现行清单中没有哪一条涵盖的，由此提请；明确之后再派"),
        Act("answer", "答复", (handling,), answered, (HANDLER,), ("24.2",),
            data=data.ComplaintAnswer, effect=acts.answer, meets=(ANSWER,), main=True),
        Act("return_answer", "退回重办", (answered,), handling, (REGISTRAR, OFFICE), ("24.2",),
            data=data.DecisionReason, starts=(ANSWER,)),
        Act("close", "办结", (answered,), states.CLOSED.code, (REGISTRAR, OFFICE), ("24.2",), data=data.ClosingRemark, main=True),
    )  # fmt: skip


COMPLAINT = ActTable(
    kind=KIND,
    label="群众反映",
    states=states.ALL,
    acts=(*_acts(), *standard_acts(states.ALL)),
    store=MatterStore(own="complaint__district"),
    clauses=("24.2",),
)


def install() -> None:
    """Register the table, and that what was given back is decided by whoever registered it."""
    flow.register(COMPLAINT)
    owing.held_by(DECISION, lambda attempt: attempt.subject.complaint.registered_by)
