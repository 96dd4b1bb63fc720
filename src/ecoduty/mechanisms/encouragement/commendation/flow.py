"""The act table of commendations (clause 16.3): the same for the city and inside a district."""

from __future__ import annotations

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.encouragement.commendation import acts, data, deciding, guards, states
from ecoduty.mechanisms.encouragement.commendation.queries import COMMENDATION, DECISION, PUBLICATION, REVIEW

_POSTS = ("liaison", "deputy", "principal", "clerk", "director", "personnel_clerk")
_KEEPERS = ("clerk", "director")
ANYBODY = Who("anyone", _POSTS, "各单位联络员、负责人，环委办")
PROPOSER = Who("supervisor", _POSTS, "推荐单位")
OFFICE = Who("holder_body", _KEEPERS, "环委办")
DIRECTOR = Who("holder_body", ("director",), "环委办主任")
_OF = acts.CLAUSES


def _acts() -> tuple[Act, ...]:
    nominated, returned, reviewed, in_notice, decided, published = (
        state.code
        for state in (
            states.NOMINATED, states.RETURNED, states.REVIEWED, states.IN_NOTICE, states.DECIDED, states.PUBLISHED,
        )
    )  # fmt: skip
    declined, withdrawn = states.DECLINED.code, states.WITHDRAWN.code
    return (
        Act("nominate", "推荐表彰", (START,), nominated, (ANYBODY,), _OF, data=data.Nominate, effect=acts.nominate,
            starts=(REVIEW,), hint="推荐单位或个人；推荐个人须写明岗位"),
        Act("pass_review", "审核通过", (nominated,), reviewed, (OFFICE,), _OF, guards=(guards.ANOTHER,), data=data.PassReview,
            effect=acts.pass_review, meets=(REVIEW,), main=True, hint="审核时对照该单位的逾期、未整改等情况"),
        Act("return_nomination", "退回补充", (nominated,), returned, (OFFICE,), _OF, data=data.CommendationReason,
            effect=acts.tell_proposer, meets=(REVIEW,)),
        Act("amend_nomination", "补充后再送", (returned,), nominated, (PROPOSER, OFFICE), _OF, data=data.NomineeContent,
            effect=acts.amend, starts=(REVIEW,)),
        Act("begin_notice", "开始公示", (reviewed,), in_notice, (OFFICE,), _OF, data=data.BeginNotice,
            effect=deciding.begin_notice, starts=(DECISION,), main=True, hint="在门户公示，按工作日计满才能决定"),
        Act("enter_objection", "登记异议", (in_notice,), None, (OFFICE,), _OF, data=data.EnterObjection,
            effect=deciding.enter_objection),
        Act("settle_objection", "异议核查结论", (in_notice,), None, (OFFICE,), _OF, guards=(guards.ANY_OPEN,),
            data=data.SettleObjection, effect=deciding.settle_objection),
        Act("decide", "登记决定", (in_notice,), decided, (OFFICE,), _OF, guards=(guards.NOTICE_OVER, guards.SETTLED),
            data=data.Decide, effect=deciding.decide, meets=(DECISION,), starts=(PUBLICATION,), or_to=(declined,), main=True,
            hint="照录表彰机关的决定；不能决定对自己的表彰"),
        Act("publish", "公布", (decided,), published, (OFFICE,), _OF, effect=deciding.publish, meets=(PUBLICATION,), main=True),
        Act("decline", "不予推荐", (nominated, reviewed), declined, (OFFICE,), _OF, data=data.CommendationReason,
            effect=acts.tell_proposer),
        Act("withdraw_nomination", "撤回推荐", (nominated, returned, reviewed, in_notice), withdrawn, (PROPOSER, OFFICE), _OF,
            data=data.CommendationReason, effect=deciding.take_down),
        Act("revoke", "撤销表彰", (published,), states.REVOKED.code, (DIRECTOR,), _OF, data=data.Revoke,
            effect=deciding.take_down, hint="公布之后查实不应表彰的，照录撤销决定"),
    )  # fmt: skip


COMMENDATIONS = ActTable(
    kind=COMMENDATION,
    label="表彰",
    states=states.STATES,
    acts=(*_acts(), *standard_acts(states.STATES)),
    store=MatterStore(own="commendation__body"),
    clauses=_OF,
)
