"""The act table of enforcement by the court (clause 20.2): demand, application, acceptance, ruling, execution."""

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
from ecoduty.mechanisms.enforcement.court_enforcement import acts, data, limits, queries, states
from ecoduty.mechanisms.enforcement.court_enforcement.guards import MAY_APPLY
from ecoduty.mechanisms.enforcement.court_enforcement.queries import (
    ACCEPTANCE,
    APPLICATION,
    KIND,
    LEG,
    NOT_GRANTED,
    REFUSED,
    RULING,
)
from ecoduty.mechanisms.enforcement.every_case import case_acts
from ecoduty.mechanisms.enforcement.on_paper import ENTERED_WITH_SCAN, by, kept
from ecoduty.mechanisms.enforcement.relations import COURTS, HEADS, OFFICERS, entering

PLATFORM = Who("system", ("system",), "平台")
REGISTRAR = Who("anyone", ("enforcement_officer",), "有执法权单位的执法人员")
_CLAUSE = ("20.2",)
_COURT = by(COURTS)
_PAPER = (ENTERED_WITH_SCAN,)


def _paper(effect: Callable[[Attempt], None]) -> Callable[[Attempt], None]:
    """An effect after which the scan is kept, and for which identity numbers were taken out."""
    return masked(kept(effect))


def _until_applied() -> tuple[Act, ...]:
    registered, demanded, applied = states.REGISTERED.code, states.DEMANDED.code, states.APPLIED.code
    return (
        Act("register_enforcement", "登记待申请执行", (START,), registered, (REGISTRAR,), _CLAUSE,
            data=data.RegisterEnforcement, effect=masked(acts.register), starts=(APPLICATION,),
            hint="只有本单位办此案的人看得到；申请之后法院看得到"),
        Act("serve_demand", "登记催告书送达", (registered,), demanded, (OFFICERS,), _CLAUSE,
            data=data.ServeDemand, effect=masked(acts.serve_demand), main=True, hint="催告期满的次日起可以申请"),
        Act("serve_demand_again", "重新催告", (demanded,), None, (OFFICERS,), _CLAUSE,
            data=data.ServeDemand, effect=masked(acts.serve_demand), hint="催告期重新计算"),
        Act("take_over_deferral", "转来准予延期、分期", states.BEFORE, None, (PLATFORM,), _CLAUSE,
            data=data.TakeOverDeferral, effect=acts.take_over_deferral, cancels=(APPLICATION,), starts=(APPLICATION,), aside=True),
        Act("record_remedy", "更正复议、起诉情况", states.BEFORE, None, (OFFICERS,), _CLAUSE,
            data=data.RecordEnforcementRemedy, effect=masked(acts.record_remedy), cancels=(APPLICATION,), starts=(APPLICATION,), aside=True),
        Act("apply_for_enforcement", "申请强制执行", (demanded,), applied, (OFFICERS,), _CLAUSE, guards=MAY_APPLY,
            data=data.ApplyForEnforcement, effect=masked(acts.apply), meets=(APPLICATION,), starts=(ACCEPTANCE,), main=True),
    )  # fmt: skip


def _with_the_court() -> tuple[Act, ...]:
    applied, accepted, refused, ruled = (
        states.APPLIED.code,
        states.ACCEPTED.code,
        states.REFUSED.code,
        states.RULED.code,
    )
    return (
        Act("accept_enforcement", "受理", (applied,), accepted, _COURT, _CLAUSE, guards=_PAPER,
            data=data.AcceptEnforcement, effect=_paper(acts.accept), meets=(ACCEPTANCE,), starts=(RULING,), main=True),
        Act("refuse_enforcement", "不予受理", (applied,), refused, _COURT, _CLAUSE, guards=_PAPER,
            data=data.RefuseEnforcement, effect=_paper(acts.refuse_acceptance), meets=(ACCEPTANCE,), starts=(REFUSED,)),
        Act("hear_opinions", "决定听取意见", (accepted,), None, _COURT, _CLAUSE, guards=_PAPER,
            data=data.HearEnforcementOpinions, effect=_paper(acts.hear_opinions), cancels=(RULING,), starts=(RULING,)),
        Act("rule_on_enforcement", "作出裁定", (accepted,), ruled, _COURT, _CLAUSE, guards=_PAPER,
            data=data.RuleOnEnforcement, effect=_paper(acts.rule), or_to=(refused,), meets=(RULING,), starts=(NOT_GRANTED,), main=True,
            fresh_factor=True),
        Act("ask_court_above", "向上一级法院申请复议", (refused,), states.RECONSIDERING.code, (OFFICERS,), _CLAUSE,
            data=data.AskCourtAbove, effect=masked(acts.ask_court_above), meets=(REFUSED, NOT_GRANTED), main=True),
        Act("record_court_above", "登记上一级法院裁定", (states.RECONSIDERING.code,), accepted, entering(OFFICERS), _CLAUSE,
            data=data.RecordCourtAbove, effect=masked(acts.record_court_above),
            or_to=(ruled, states.FINALLY_REFUSED.code), starts=(RULING,), main=True),
        Act("accept_refusal", "不申请复议", (refused,), states.FINALLY_REFUSED.code, (HEADS,), _CLAUSE,
            data=data.GiveUpEnforcement, effect=masked(acts.give_up), cancels=(REFUSED, NOT_GRANTED)),
        Act("record_execution", "登记执行情况", (ruled,), None, _COURT, _CLAUSE, guards=_PAPER,
            data=data.RecordCourtExecution, effect=_paper(acts.record_execution),
            or_to=(states.EXECUTED.code, states.STOPPED.code), main=True),
        Act("record_performance", "登记当事人履行", states.OPEN, states.PERFORMED.code, (OFFICERS,), _CLAUSE,
            data=data.RecordEnforcementPerformance, effect=masked(acts.record_performance)),
        Act("give_up_enforcement", "不再申请", states.OPEN, states.WITHDRAWN.code, (HEADS,), _CLAUSE,
            data=data.GiveUpEnforcement, effect=masked(acts.give_up), hint="如行政决定已被撤销、申请期限已过"),
    )  # fmt: skip


ENFORCEMENTS = ActTable(
    kind=KIND,
    label="申请法院强制执行",
    states=states.ALL,
    acts=(
        *_until_applied(),
        *_with_the_court(),
        *case_acts(KIND, states.ALL, (LEG,)),
    ),
    store=MatterStore(own="court_enforcement__court", restricted=True),
    clauses=_CLAUSE,
)


def receive(actor: Actor, content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """An administrative case leads to it; `content` has the fields of `data.RegisterEnforcement`. Content with `application` is
    news for one that is there: until when paying was deferred. Raises Refused.
    """
    if "application" in content:
        return _deferred(content, occurred_at)
    matter: Matter = perform(
        ENFORCEMENTS, "register_enforcement", actor=actor, data=content, occurred_at=occurred_at
    ).subject
    return matter


def _deferred(content: Mapping[str, Any], occurred_at: datetime) -> Matter:
    """Never dated before the application's own last act, which may have come in between."""
    last = Matter.objects.only("last_occurred_at").get(pk=content["application"]).last_occurred_at
    done = perform(
        ENFORCEMENTS, "take_over_deferral", content["application"], actor=Actor.system("两法衔接"), data={"until": content["until"]},
        occurred_at=max(occurred_at, last) if last else occurred_at, reason="案件里准予了延期、分期缴纳",
    )  # fmt: skip
    matter: Matter = done.subject
    return matter


def install() -> None:
    """Register the table, its limits, who goes on when everybody left, and that a case may lead to it."""
    flow.register(ENFORCEMENTS)
    limits.install()
    circle.installed_kind(KIND)
    receives(KIND, receive)
    known_of(KIND, queries.known)
