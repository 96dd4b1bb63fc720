"""The rows of the act table after the decision, and those about elements of a crime and the police."""

from __future__ import annotations

from ecoduty.kernel.flow import Act, Who
from ecoduty.mechanisms.enforcement.administrative import (
    after_data,
    guards,
    keys,
    performing,
    periods_data,
    states,
    transferring,
)
from ecoduty.mechanisms.enforcement.applying import APPLICATION
from ecoduty.mechanisms.enforcement.concerned.masking import masked
from ecoduty.mechanisms.enforcement.relations import HEADS, LINKAGES, OFFICERS

_CLAUSE = ("18.1",)
_TO_JUSTICE = ("18.3",)
PLATFORM = Who("system", ("system",), "平台")


def _performing() -> tuple[Act, ...]:
    decided, served, after = states.DECIDED.code, states.SERVED.code, states.AFTER_DECISION
    return (
        Act("serve_decision", "登记送达", (decided,), served, (OFFICERS,), _CLAUSE, data=after_data.ServeDecision,
            effect=masked(performing.serve), meets=(keys.SERVICE,), starts=(APPLICATION,), main=True),
        Act("register_decision_page", "登记决定公开", after, None, (OFFICERS,), _CLAUSE, guards=(guards.TO_PUBLISH,), data=after_data.RegisterPage,
            effect=masked(performing.register_page), meets=(keys.PUBLICATION,), aside=True),
        Act("withhold_decision_page", "决定不公开", after, None, (HEADS,), _CLAUSE, guards=(guards.TO_PUBLISH,), data=after_data.WithholdPage,
            effect=masked(performing.withhold_page), meets=(keys.PUBLICATION,), aside=True),
        Act("record_annulment", "登记决定被变更、撤销", (*after, states.CLOSED.code), states.TO_CLOSE.code, (OFFICERS, HEADS), _CLAUSE,
            data=after_data.RecordAnnulment, effect=masked(performing.record_annulment), starts=(keys.WITHDRAWAL,),
            cancels=(keys.PUBLICATION,), hint="公开过的，要撤回"),
        Act("withdraw_decision_page", "登记撤回公开", (states.TO_CLOSE.code,), None, (OFFICERS,), _CLAUSE, guards=(guards.TO_WITHDRAW,), data=after_data.WithdrawPage,
            effect=masked(performing.withdraw_page), meets=(keys.WITHDRAWAL,), aside=True),
        Act("record_payment", "登记缴款", after, None, (OFFICERS,), _CLAUSE, guards=(guards.FINED,), data=after_data.RecordPayment,
            effect=masked(performing.record_payment), meets=(APPLICATION,), aside=True),
        Act("defer_payment", "准予延期、分期缴纳", (served,), None, (HEADS,), _CLAUSE, guards=(guards.FINED,), data=after_data.DeferPayment,
            effect=masked(performing.defer_payment), aside=True),
        Act("order_correction", "责令改正", (*states.UNDECIDED, *after), None, (OFFICERS,), _CLAUSE,
            data=after_data.OrderCorrection, effect=masked(performing.order_correction), starts=(keys.DAILY_REVIEW,), aside=True),
        Act("review_correction", "登记改正复查", states.FILED, None, (OFFICERS,), _CLAUSE, guards=(guards.ORDERED,), data=after_data.ReviewCorrection,
            effect=masked(performing.review_correction), meets=(keys.DAILY_REVIEW,), aside=True),
        Act("propose_closing", "提请结案", (served,), states.TO_CLOSE.code, (OFFICERS,), _CLAUSE,
            data=after_data.ProposeClosing, effect=masked(performing.propose_closing), main=True),
        Act("propose_ending", "不作决定，提请结案", states.UNDECIDED, states.TO_CLOSE.code, (OFFICERS,), _CLAUSE,
            guards=guards.WITHOUT_DECISION, data=after_data.ProposeClosing, effect=masked(performing.propose_closing), hint="已追究刑事责任或者终结调查的"),
        Act("send_back_closing", "退回，继续办理", (states.TO_CLOSE.code,), served, (HEADS,), _CLAUSE,
            guards=(guards.DECIDED,), data=after_data.SendBackClosing, effect=masked()),
        Act("close_case", "批准结案", (states.TO_CLOSE.code,), states.CLOSED.code, (HEADS,), _CLAUSE,
            guards=guards.CLOSING, data=after_data.CloseCase, effect=masked(performing.close), meets=(APPLICATION,), main=True),
        Act("count_applying", "补算申请法院强制执行的期限", (served, states.TO_CLOSE.code), None, (PLATFORM,), ("20.2",),
            effect=masked(), starts=(APPLICATION,), aside=True, hint="这项期限启用之前已经送达的决定"),
        Act("pass_to_court", "转申请法院强制执行", states.AFTER_DECISION, None, (PLATFORM,), ("20.2",), data=after_data.PassToCourt,
            effect=masked(), meets=(APPLICATION,), aside=True, hint="由登记待申请执行而来，期限转由那一件计算"),
    )  # fmt: skip


def _to_justice() -> tuple[Act, ...]:
    red, closed = states.UNTRANSFERRED.code, states.CLOSED.code
    open_ = (*states.FILED, red)
    answered = (keys.JUDGEMENT, keys.ANSWER)
    sent_from = (*states.UNDECIDED, *states.AFTER_DECISION, red, closed)
    return (
        Act("measure_facts", "对照入罪情形", states.MEASURED_IN, None, (OFFICERS,), _TO_JUSTICE, data=after_data.MeasureFacts,
            effect=masked(transferring.measure), starts=(keys.JUDGEMENT,), aside=True, hint="录入测得的事实，平台提示，由人决定"),
        Act("propose_transfer", "提请移送公安", open_, None, (OFFICERS,), _TO_JUSTICE, data=after_data.ProposeTransfer,
            effect=masked(transferring.propose_transfer), meets=(keys.JUDGEMENT,), aside=True),
        Act("keep_here", "说明不移送的理由", (states.REGISTERED.code, *states.FILED), None, (HEADS,), _TO_JUSTICE, guards=(guards.UNANSWERED,),
            data=after_data.KeepHere, effect=masked(transferring.keep_here), meets=answered, aside=True, fresh_factor=True),
        Act("answer_untransferred", "书面说明不移送的理由", (red,), closed, (HEADS,), _TO_JUSTICE, guards=(guards.UNANSWERED,),
            data=after_data.KeepHere, effect=masked(transferring.keep_here), meets=answered, main=True, fresh_factor=True),
        Act("refuse_transfer", "移送未获批准", open_, None, (PLATFORM,), _TO_JUSTICE, data=after_data.KeepHere,
            effect=masked(transferring.not_transferred), meets=answered, aside=True),
        Act("sent_to_police", "登记已移送公安", sent_from, None, (PLATFORM, OFFICERS, LINKAGES), _TO_JUSTICE,
            or_to=(states.WITH_POLICE.code, closed), or_from=(*states.UNDECIDED, red), data=periods_data.SentToPolice,
            effect=masked(transferring.sent_to_police), meets=answered,
            hint="移送期间不计入办案期限；已经作出的警告、责令停产停业等不停止执行"),
        Act("effect_of_transfer", "登记移送的结果", (*sent_from, states.WITH_POLICE.code), None, (PLATFORM, OFFICERS, LINKAGES), _TO_JUSTICE,
            or_to=states.UNDECIDED, or_from=(states.WITH_POLICE.code,), guards=(guards.SENT,), data=periods_data.EffectOfTransfer,
            effect=masked(transferring.effect_of_transfer)),
        Act("note_untransferred", "符合入罪情形未移送，亮红灯", states.AFTER_DECISION, None, (PLATFORM,), _TO_JUSTICE,
            guards=(guards.OWES_ANSWER,), effect=transferring.turn_red, starts=(keys.ANSWER,), aside=True),
        Act("reopen_untransferred", "结案后符合入罪情形，亮红灯", (closed,), red, (PLATFORM,), _TO_JUSTICE,
            guards=(guards.OWES_ANSWER,), effect=transferring.turn_red, starts=(keys.ANSWER,)),
        Act("show_untransferred", "逾期未说明，检察院可见", (*states.AFTER_DECISION, red), None, (PLATFORM,), _TO_JUSTICE,
            guards=(guards.OWES_ANSWER, guards.PROCURATORATE_THERE), effect=transferring.show_to_procuratorate, aside=True),
    )  # fmt: skip


def rows() -> tuple[Act, ...]:
    """From service to the filing note, and to justice."""
    return (*_performing(), *_to_justice())


__all__ = ["rows"]
