"""The legs of the act table from the decision of the police to the judgment and back (clause 18.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ecoduty.kernel.flow import Act, ActData, Attempt, Who
from ecoduty.mechanisms.enforcement.listing.guards import NOT_LISTED
from ecoduty.mechanisms.enforcement.on_paper import ENTERED_WITH_SCAN, by
from ecoduty.mechanisms.enforcement.relations import COURTS, OFFICERS, POLICES, PROCURATORATES
from ecoduty.mechanisms.enforcement.transfer import acts, court_data, data, deciding, guards, queries, states
from ecoduty.mechanisms.enforcement.transfer.acts import written
from ecoduty.mechanisms.enforcement.transfer.states import codes

CLAUSE = ("18.3",)
_SUPERVISED = codes(states.SUGGESTED, states.EXPLAINING, states.EXPLAINED)


def theirs(
    side: Who,
    code: str,
    label: str,
    from_: tuple[str, ...],
    to: str | None,
    asks: type[ActData],
    effect: Callable[[Attempt], None],
    **more: Any,
) -> Act:
    """An act of another office: its own people do it, or the case's officers enter its paper on its behalf with the scan."""
    conditions = (*more.pop("guards", ()), ENTERED_WITH_SCAN)
    return Act(code, label, from_, to, by(side), CLAUSE, guards=conditions, data=asks, effect=written(effect), **more)


def filing() -> tuple[Act, ...]:
    """Three, seven or thirty days; filed or not; the notice; the goods."""
    decided, not_decided = states.FILING_DECIDED.code, states.NOT_FILING_DECIDED.code
    return (
        theirs(POLICES, "extend_for_clues", "改用七日（需要查证线索）", states.UNDECIDED, None,
               data.LongerForClues, deciding.longer, guards=(guards.DECISION_IN_TIME, guards.NOT_LONGER_YET),
               cancels=(queries.DECISION,), starts=(queries.FOR_CLUES,)),
        theirs(POLICES, "extend_for_weight", "改用三十日（重大疑难复杂）", states.UNDECIDED, None,
               data.LongerForWeight, deciding.longer, guards=(guards.DECISION_IN_TIME, guards.NOT_LONGER_YET),
               cancels=(queries.DECISION,), starts=(queries.FOR_WEIGHT,), hint="须经县级以上公安机关负责人批准"),
        theirs(POLICES, "decide_filing", "决定立案", (*states.UNDECIDED, *_SUPERVISED), decided,
               data.NumberedPaper, deciding.file, meets=(queries.DECISION,), cancels=(queries.EXPLANATION, queries.COMPLETION),
               starts=(queries.NOTICE,), main=True),
        theirs(POLICES, "decide_not_filing", "决定不予立案", (*states.UNDECIDED, *_SUPERVISED), not_decided,
               data.ReasonedPaper, deciding.by_police, guards=(guards.STILL_UNDECIDED,), meets=(queries.DECISION,),
               cancels=(queries.EXPLANATION, queries.COMPLETION), starts=(queries.NOTICE,)),
        theirs(POLICES, "notify_filing", "书面通知立案", (decided,), states.FILED.code,
               data.NumberedPaper, deciding.notify_filing, meets=(queries.NOTICE,), starts=(queries.HANDOVER, queries.UNCONCLUDED), main=True,
               hint="送达移送单位之时起算移交期限；同时抄送检察院"),
        theirs(POLICES, "notify_not_filing", "书面通知不予立案", (not_decided,), states.NOT_FILED.code,
               data.NumberedPaper, deciding.notify, meets=(queries.NOTICE,), starts=(queries.RECONSIDERATION,),
               hint="说明理由并退回案卷材料；送达移送单位之时起算复议期限"),
        Act("hand_over_goods", "移交涉案物品和材料",
            codes(states.FILED, states.ARREST_REQUESTED, states.INVESTIGATING), states.INVESTIGATING.code, (OFFICERS,), CLAUSE,
            data=data.HandOverGoods, effect=written(deciding.hand_over_goods), meets=(queries.HANDOVER,), main=True,
            or_to=(states.ARREST_REQUESTED.code,), or_from=(states.ARREST_REQUESTED.code,)),
    )  # fmt: skip


def supervision() -> tuple[Act, ...]:
    """What can be done against a case that is not filed, dropped or left lying."""
    not_filed, dropped, upheld = states.NOT_FILED.code, states.WITHDRAWN.code, states.UPHELD.code
    ended, explained = states.NOT_PURSUED.code, states.EXPLAINED.code
    return (
        Act("apply_reconsideration", "申请复议", (not_filed, dropped), states.RECONSIDERING.code, (OFFICERS,), CLAUSE,
            guards=(guards.RECONSIDERATION_OPEN,), data=data.ContestDecision, effect=written(deciding.apply_for_reconsideration),
            meets=(queries.RECONSIDERATION,), starts=(queries.RECONSIDERED,), main=True),
        theirs(POLICES, "decide_reconsideration", "作出复议决定", (states.RECONSIDERING.code,), upheld,
               data.DecidePoliceReconsideration, deciding.reconsider, meets=(queries.RECONSIDERED,),
               starts=(queries.SUGGESTION, queries.NOTICE), or_to=(states.FILING_DECIDED.code,), main=True),
        Act("suggest_supervision", "建议立案监督",
            (*states.REFUSED_OR_DROPPED, *states.UNDECIDED, states.RECONSIDERING.code), states.SUGGESTED.code, (OFFICERS,), CLAUSE,
            guards=(guards.POLICE_REFUSED_OR_LATE,), data=data.ContestDecision, effect=written(deciding.suggest),
            meets=(queries.SUGGESTION,), cancels=(queries.RECONSIDERATION, queries.RECONSIDERED),
            hint="须附立案监督建议书、案件材料和公安机关的决定及理由"),
        theirs(PROCURATORATES, "require_explanation", "要求说明不立案理由",
               (states.SUGGESTED.code, *states.REFUSED_OR_DROPPED), states.EXPLAINING.code,
               data.NumberedPaper, deciding.by_procuratorate, starts=(queries.EXPLANATION,),
               cancels=(queries.RECONSIDERATION, queries.SUGGESTION)),
        theirs(PROCURATORATES, "decline_supervision", "不予立案监督", (states.SUGGESTED.code,), ended,
               data.ReasonedPaper, deciding.back_to_the_police(deciding.by_procuratorate), or_to=(states.RECEIVED.code,)),
        theirs(POLICES, "explain", "书面说明不立案理由", (states.EXPLAINING.code,), explained,
               data.ReasonedPaper, deciding.by_police, meets=(queries.EXPLANATION,), main=True),
        theirs(PROCURATORATES, "accept_reason", "认定不立案理由成立", (explained,), states.REASON_ACCEPTED.code,
               data.ReasonedPaper, deciding.by_procuratorate, starts=(queries.ACCEPTED,)),
        theirs(PROCURATORATES, "tell_reason_accepted", "告知理由成立", (states.REASON_ACCEPTED.code,), ended,
               data.NumberedPaper, deciding.back_to_the_police(deciding.by_procuratorate), meets=(queries.ACCEPTED,),
               or_to=(states.RECEIVED.code,), main=True),
        theirs(PROCURATORATES, "order_filing", "通知立案", (explained,), states.FILING_ORDERED.code,
               data.ReasonedPaper, deciding.by_procuratorate, starts=(queries.FILING,), main=True),
        theirs(POLICES, "file_as_ordered", "按通知立案", (states.FILING_ORDERED.code,), states.FILING_DECIDED.code,
               data.NumberedPaper, deciding.file, meets=(queries.FILING, queries.DECISION), starts=(queries.NOTICE,), main=True),
    )  # fmt: skip


def justice() -> tuple[Act, ...]:
    """Investigation, arrest, prosecution, judgment, and back to the administrative case."""
    at_work, reviewing, again = states.IN_INVESTIGATION, states.REVIEWING.code, states.REINVESTIGATING.code
    arrest = states.ARREST_REQUESTED.code
    return (
        theirs(POLICES, "request_arrest", "提请批准逮捕", at_work, arrest, data.NumberedPaper, deciding.by_police),
        theirs(PROCURATORATES, "decide_arrest", "审查逮捕", (arrest,), states.INVESTIGATING.code,
               court_data.DecideArrest, deciding.decide_arrest),
        theirs(PROCURATORATES, "urge_investigation", "发催办函", (*at_work, arrest), None,
               data.NumberedPaper, deciding.by_procuratorate, guards=(guards.THREE_MONTHS_OVER,), hint="立案满三个月未侦结"),
        theirs(POLICES, "withdraw_case", "决定撤销案件", (*at_work, again), states.WITHDRAWAL_DECIDED.code,
               data.ReasonedPaper, deciding.by_police, cancels=(queries.UNCONCLUDED, queries.HANDOVER, queries.REINVESTIGATION),
               starts=(queries.NOTICE,)),
        theirs(POLICES, "notify_withdrawal", "书面通知撤案", (states.WITHDRAWAL_DECIDED.code,), states.WITHDRAWN.code,
               data.NumberedPaper, deciding.notify, meets=(queries.NOTICE,), starts=(queries.RECONSIDERATION,)),
        theirs(POLICES, "transfer_to_prosecution", "移送审查起诉", at_work, reviewing,
               data.NumberedPaper, deciding.by_police, meets=(queries.UNCONCLUDED,), main=True),
        theirs(PROCURATORATES, "return_for_investigation", "退回补充侦查", (reviewing,), again,
               court_data.ReturnForInvestigation, acts.ask(states.RoundSort.REINVESTIGATION),
               guards=(guards.REINVESTIGATION_LEFT,), starts=(queries.REINVESTIGATION,)),
        theirs(POLICES, "finish_reinvestigation", "补充侦查完毕", (again,), reviewing,
               court_data.FinishReinvestigation, acts.answer(states.RoundSort.REINVESTIGATION), meets=(queries.REINVESTIGATION,)),
        theirs(PROCURATORATES, "prosecute", "提起公诉", (reviewing,), states.PROSECUTED.code,
               court_data.ProsecuteCase, deciding.prosecute, main=True),
        theirs(PROCURATORATES, "decide_non_prosecution", "决定不起诉", (reviewing,), states.NON_PROSECUTION_DECIDED.code,
               court_data.DecideNonProsecution, deciding.decide_non_prosecution, starts=(queries.NOT_PROSECUTING,)),
        theirs(PROCURATORATES, "notify_non_prosecution", "书面告知不起诉", (states.NON_PROSECUTION_DECIDED.code,),
               states.NON_PROSECUTED.code, data.NumberedPaper, deciding.by_procuratorate, meets=(queries.NOT_PROSECUTING,), main=True),
        theirs(COURTS, "judge", "作出裁判", (states.PROSECUTED.code,), states.JUDGED.code,
               court_data.RecordJudgment, deciding.judge, main=True),
        Act("hand_back", "转回行政案件并办结", states.ENDED, states.CLOSED.code, (OFFICERS,), CLAUSE,
            guards=(NOT_LISTED,), data=data.HandBackCase, effect=written(deciding.hand_back), main=True,
            hint="依法继续行政处理；已缴罚款折抵罚金"),
        Act("accept_no_filing", "不再申请，转回行政案件", states.REFUSED_OR_DROPPED, states.CLOSED.code, (OFFICERS,), CLAUSE,
            guards=(NOT_LISTED,), data=data.HandBackCase, effect=written(deciding.hand_back),
            cancels=(queries.RECONSIDERATION, queries.SUGGESTION), hint="不申请复议、不建议立案监督，依法继续行政处理"),
    )  # fmt: skip


__all__ = ["CLAUSE", "filing", "justice", "supervision", "theirs"]
