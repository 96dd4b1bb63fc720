"""The act table of administrative cases (clause 18.1). Everybody in it acts by name: a post alone opens nothing."""

from __future__ import annotations

from ecoduty.casework.matters.opening import receives
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.enforcement.administrative import (
    after_flow,
    data,
    guards,
    keys,
    limits,
    periods_data,
    receiving,
    states,
)
from ecoduty.mechanisms.enforcement.administrative import deciding as decision
from ecoduty.mechanisms.enforcement.administrative import investigating as investigation
from ecoduty.mechanisms.enforcement.administrative import registering as registration
from ecoduty.mechanisms.enforcement.circle import installed_kind
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.every_case import case_acts
from ecoduty.mechanisms.enforcement.relations import HEADS, LEGALS, OFFICERS
from ecoduty.mechanisms.enforcement.sharing.registry import Group, shares

_CLAUSE = ("18.1",)
PLATFORM = Who("system", ("system",), "平台")
REGISTRAR = Who("anyone", ("enforcement_officer",), "执法人员")


def _filing() -> tuple[Act, ...]:
    registered, investigating = states.REGISTERED.code, states.INVESTIGATING.code
    return (
        Act("register_case", "登记案件", (START,), registered, (REGISTRAR,), _CLAUSE, data=data.RegisterCase,
            effect=masked(registration.register), starts=(keys.FILING,), hint="受限办件：只有点名的人看得到"),
        Act("open_from_clue", "由线索登记案件", (START,), registered, (PLATFORM,), _CLAUSE, data=data.OpenFromClue,
            effect=masked(registration.open_from_clue), starts=(keys.FILING,)),
        Act("file_case", "批准立案", (registered,), investigating, (HEADS,), _CLAUSE, data=data.FileCase,
            effect=masked(registration.file_case), meets=(keys.FILING,), starts=(keys.DECISION,), main=True),
        Act("decline_filing", "不予立案", (registered,), states.NOT_FILED.code, (HEADS,), _CLAUSE, data=data.DeclineFiling,
            guards=(guards.ANSWERED,), effect=masked(registration.end_filing), meets=(keys.FILING,)),
        Act("revoke_filing", "撤销立案", states.UNDECIDED, states.REVOKED.code, (HEADS,), _CLAUSE, data=data.RevokeFiling,
            guards=guards.WITHOUT_DECISION, effect=masked(registration.end_filing), hint="立案后发现不符合立案条件"),
        Act("extend_filing", "延长立案审查", (registered,), None, (HEADS,), _CLAUSE, guards=(guards.FILING_RUNS,),
            data=periods_data.ExtendFiling, effect=masked(), aside=True),
        Act("extend_decision", "延长办案期限", (*states.UNDECIDED, states.WITH_POLICE.code), None, (HEADS,), _CLAUSE,
            guards=(guards.DECISION_RUNS,), data=periods_data.ExtendDecision, effect=masked(), aside=True,
            hint="第一次负责人批准，第二次须集体讨论"),
    )  # fmt: skip


def _measures() -> tuple[Act, ...]:
    early, filed = (states.REGISTERED.code, *states.UNDECIDED), states.FILED
    return (
        Act("preserve_evidence", "先行登记保存", early, None, (OFFICERS,), _CLAUSE, guards=(guards.TWO_OFFICERS,),
            data=data.PreserveEvidence, effect=masked(investigation.preserve), aside=True,
            starts=(keys.PRESERVATION_APPROVAL, keys.PRESERVATION_HANDLING), hint="逾期没有处理的自动解除"),
        Act("approve_preservation", "补办保存批准", early, None, (HEADS,), _CLAUSE, guards=(guards.UNAPPROVED,), data=data.ApproveMeasure,
            effect=masked(investigation.approve_preservation), meets=(keys.PRESERVATION_APPROVAL,), aside=True),
        Act("handle_preservation", "处理保存的证据", (*early, *filed), None, (OFFICERS, HEADS), _CLAUSE, guards=(guards.PRESERVED,), data=data.HandleMeasure,
            effect=masked(investigation.handle_preservation), meets=(keys.PRESERVATION_HANDLING,), cancels=(keys.PRESERVATION_APPROVAL,), aside=True),
        Act("lapse_preservation", "保存逾期自动解除", (*early, *filed), None, (PLATFORM,), _CLAUSE,
            guards=(guards.PRESERVED,), effect=investigation.lapse_preservation, cancels=(keys.PRESERVATION_HANDLING, keys.PRESERVATION_APPROVAL), aside=True),
        Act("order_seizure", "决定查封、扣押", early, None, (HEADS,), _CLAUSE, data=data.OrderSeizure,
            guards=(guards.TWO_OFFICERS,), effect=masked(investigation.seize), starts=(keys.SEIZURE,), aside=True),
        Act("extend_seizure", "延长查封、扣押", (*early, *filed), None, (HEADS,), _CLAUSE, guards=(guards.SEIZURE_RUNS,),
            data=periods_data.ExtendSeizure, effect=masked(), aside=True),
        Act("lift_seizure", "解除查封、扣押", (*early, *filed), None, (OFFICERS, HEADS), _CLAUSE, guards=(guards.SEIZED,), data=data.HandleMeasure,
            effect=masked(investigation.lift_seizure), meets=(keys.SEIZURE,), aside=True),
        Act("begin_excluded", "登记不计入期限", states.UNDECIDED, None, (OFFICERS,), _CLAUSE, data=periods_data.BeginExcluded,
            effect=masked(investigation.begin_excluded), hint="公告、监测、鉴定、评估的时间不计入办案期限"),
        Act("end_excluded", "结束不计入期限", (*states.UNDECIDED, states.WITH_POLICE.code), None, (OFFICERS,), _CLAUSE,
            data=periods_data.EndExcluded, effect=masked(investigation.end_excluded)),
    )  # fmt: skip


def _deciding() -> tuple[Act, ...]:
    investigating, notified, hearing = states.INVESTIGATING.code, states.NOTIFIED.code, states.HEARING.code
    reviewing, to_decide = states.REVIEWING.code, states.TO_DECIDE.code
    return (
        Act("notify_party", "告知当事人", (investigating,), notified, (OFFICERS,), _CLAUSE, guards=(guards.TWO_OFFICERS,),
            data=data.NotifyParty, effect=masked(decision.notify), main=True,
            hint="送达告知书；次日起听取陈述申辩"),
        Act("record_statement", "登记陈述申辩", (notified, hearing, reviewing, to_decide), None, (OFFICERS,), _CLAUSE,
            data=data.RecordPartyStatement, effect=masked(decision.record_statement)),
        Act("request_hearing", "登记听证申请", (notified, reviewing, to_decide), hearing, (OFFICERS,), _CLAUSE,
            data=periods_data.AskHearing, effect=masked(decision.request_hearing), hint="听证的时间不计入办案期限"),
        Act("set_hearing", "通知听证", (hearing,), None, (OFFICERS,), _CLAUSE, data=data.SetCaseHearing,
            effect=masked(decision.set_hearing)),
        Act("hold_hearing", "登记听证", (hearing,), notified, (OFFICERS,), _CLAUSE, data=periods_data.HoldCaseHearing,
            effect=masked(decision.hold_hearing)),
        Act("end_hearing", "终止听证", (hearing,), notified, (OFFICERS,), _CLAUSE, data=periods_data.EndCaseHearing,
            effect=masked(decision.end_hearing)),
        Act("submit_review", "送法制审核", (notified,), reviewing, (OFFICERS,), _CLAUSE, data=data.SubmitCaseReview,
            guards=(guards.TWO_OFFICERS,), effect=masked(decision.submit_review), main=True),
        Act("pass_review", "审核通过", (reviewing,), to_decide, (LEGALS,), _CLAUSE, data=data.PassCaseReview,
            effect=masked(decision.pass_review), main=True),
        Act("return_review", "审核退回", (reviewing,), notified, (LEGALS,), _CLAUSE, or_to=(investigating,),
            data=data.ReturnCaseReview, effect=masked(decision.return_review)),
        Act("discuss_case", "登记集体讨论", (to_decide,), None, (HEADS,), _CLAUSE, data=data.DiscussCase,
            effect=masked(decision.discuss)),
        Act("decide", "作出决定", (to_decide,), states.DECIDED.code, (HEADS,), _CLAUSE,
            guards=(guards.STATEMENT_OVER, guards.REVIEWED), data=data.DecideCase, effect=masked(decision.decide),
            meets=(keys.DECISION,), starts=(keys.SERVICE, keys.PUBLICATION), main=True, fresh_factor=True),
    )  # fmt: skip


CASES = ActTable(
    kind=keys.KIND,
    label="行政处罚案件",
    states=states.ALL,
    acts=(
        *_filing(),
        *_measures(),
        *_deciding(),
        *after_flow.rows(),
        *case_acts(keys.KIND, states.ALL, ("administrative-case", "criminal-transfer")),
    ),
    store=MatterStore(own="administrative_case", restricted=True),
    clauses=_CLAUSE,
)


def install() -> None:
    """Register the table, its limits, what it shares, who goes on when nobody named is left, and that others hand cases over."""
    flow.register(CASES)
    limits.install()
    installed_kind(keys.KIND)
    shares(keys.KIND, {"decide": Group.ADMINISTRATIVE})
    receives(keys.KIND, receiving.receiver(CASES))


__all__ = ["CASES", "install"]
