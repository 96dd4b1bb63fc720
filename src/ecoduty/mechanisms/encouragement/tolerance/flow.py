"""The act table of applications for exemption (clause 17.2): asked for, looked into, found, reviewed once."""

from __future__ import annotations

from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.escalation.inheriting import inheriting_act
from ecoduty.casework.matters.store import MatterStore
from ecoduty.casework.ports import answers
from ecoduty.casework.ports.exempted import EXEMPTIONS
from ecoduty.casework.succession.orphans import Side, inherits
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.encouragement.tolerance import acts, data, guards, queries, states
from ecoduty.mechanisms.encouragement.tolerance.queries import EXEMPTION

ACCEPTANCE, FINDING, REVIEW = "exemption.acceptance", "exemption.finding", "exemption.review"
_HEADS = ("deputy", "principal", "clerk", "director")
ANYBODY = Who("anyone", ("liaison", *_HEADS), "各单位联络员和负责人")
DECIDER = (
    Who("holder_body", _HEADS, "认定单位负责人、经办人"),
    Who(acts.DECIDES, (), "点名的认定单位负责人"),
)
APPLICANT = (
    Who("supporter", ("liaison", *_HEADS), "申请单位"),
    Who("holder_body", ("liaison", *_HEADS), "申请单位"),
    Who(acts.ASKED, (), "点名的申请人"),
)
_CLAUSE = ("17.2",)


def _acts() -> tuple[Act, ...]:
    applied, examining = states.APPLIED.code, states.EXAMINING.code
    decided, reviewing = states.DECIDED.code, states.REVIEWING.code
    judged = (guards.SOMEBODY_ELSE, guards.NOT_ONESELF)
    return (
        Act("apply_exemption", "申请容错免责", (START,), applied, (ANYBODY,), _CLAUSE,
            data=data.ApplyExemption, effect=acts.apply, starts=(ACCEPTANCE,)),
        Act("accept_exemption", "受理核查", (applied,), examining, DECIDER, _CLAUSE, guards=judged,
            meets=(ACCEPTANCE,), starts=(FINDING,), main=True),
        Act("refuse_exemption", "不予受理", (applied,), states.NOT_ACCEPTED.code, DECIDER, _CLAUSE, guards=judged,
            data=data.ToleranceReason, meets=(ACCEPTANCE,)),
        Act("record_inquiry", "登记核查情况", (examining, reviewing), None, DECIDER, _CLAUSE, guards=(guards.NOT_ONESELF,),
            data=data.RecordInquiry, effect=acts.inquire),
        Act("decide_exemption", "作出认定", (examining,), decided, DECIDER, _CLAUSE, guards=(*judged, guards.HEARD),
            data=data.DecideExemption, effect=acts.decide, meets=(FINDING,), main=True),
        Act("register_exemption_decision", "登记认定结果", (applied, examining, reviewing), decided, APPLICANT, _CLAUSE,
            guards=(guards.ELSEWHERE,), data=data.RegisterDecision, effect=acts.decide,
            meets=(ACCEPTANCE, FINDING, REVIEW), hint="认定单位不在平台办理的，按它的书面认定登记"),
        Act("ask_exemption_review", "申请复核", (decided,), reviewing, APPLICANT, _CLAUSE, guards=(guards.NOT_REVIEWED,),
            data=data.ToleranceReason, starts=(REVIEW,)),
        Act("decide_review", "作出复核认定", (reviewing,), decided, DECIDER, _CLAUSE, guards=judged,
            data=data.DecideExemption, effect=acts.decide, meets=(REVIEW,), main=True),
        Act("withdraw_exemption", "撤回申请", (applied, examining), states.WITHDRAWN.code, APPLICANT, _CLAUSE,
            data=data.ToleranceReason, cancels=(ACCEPTANCE, FINDING)),
    )  # fmt: skip


EXEMPTIONS_TABLE = ActTable(
    kind=EXEMPTION,
    label="容错免责认定",
    states=states.STATES,
    acts=(*_acts(), *standard_acts(states.STATES), inheriting_act(states.STATES)),
    store=MatterStore(own="exemption"),
    clauses=_CLAUSE,
)


def install() -> None:
    """Register the table, and that accountability may ask what was found."""
    flow.register(EXEMPTIONS_TABLE)
    answers(EXEMPTIONS, queries.about)
    inherits(EXEMPTION, Side((acts.DECIDES,), acts.DECIDES, queries.successors))
