"""The act tables of supervision orders and of what they ask of each body (clauses 3.2, 12.1): city and district alike."""

from __future__ import annotations

from ecoduty.casework.documents import papers
from ecoduty.casework.escalation.acts import standard_acts
from ecoduty.casework.matters.store import MatterStore
from ecoduty.kernel import flow
from ecoduty.kernel.flow import Act, ActTable, Who
from ecoduty.kernel.flow.table import START
from ecoduty.mechanisms.supervision_orders import data, guards, limits, ordering, states, working
from ecoduty.mechanisms.supervision_orders.queries import CHECK, FEEDBACK, LIMIT, ORDER, RECEIPT, WORK

_HEADS = ("deputy", "principal", "director", "supervision_clerk")
_POSTS = ("liaison", "clerk", *_HEADS)
ANYBODY = Who("anyone", _POSTS, "党委、政府督查岗，环委办，各部门联络员、负责人")
ISSUER = Who("holder_body", _POSTS, "督办单位")
ISSUER_HEADS = Who("holder_body", _HEADS, "督办单位负责人")
RECEIVER = Who("holder_body", _POSTS, "承办单位")
WATCHER = Who("supervisor", _POSTS, "督办单位")
WATCHER_HEADS = Who("supervisor", _HEADS, "督办单位负责人")
SYSTEM = Who("system", (), "系统")
_C = ordering.CLAUSES


def _order_acts() -> tuple[Act, ...]:
    drafting, issued = states.DRAFTING.code, states.ISSUED.code
    return (
        Act("prepare_order", "立项", (START,), drafting, (ANYBODY,), _C, data=data.PrepareOrder, effect=ordering.prepare,
            hint="部门只能督办本系统；几个单位承办的，各自签收、反馈、核查"),
        Act("edit_order", "修改立项", (drafting,), None, (ISSUER,), _C, data=data.PrepareOrder, effect=ordering.edit),
        Act("issue_order", "交办", (drafting,), issued, (ISSUER_HEADS,), _C, data=data.IssueOrder, effect=ordering.issue,
            main=True, hint="督办单作为正式公文发出，各承办单位从这时起计时"),
        Act("drop_order", "不予立项", (drafting,), states.DROPPED.code, (ISSUER,), _C, data=data.SupervisionReason),
        Act("add_receivers", "增加承办单位", (issued,), None, (ISSUER_HEADS,), _C,
            data=data.AddReceivers, effect=ordering.add_receivers),
        Act("close_order", "督办办结", (issued,), states.CLOSED.code, (ISSUER_HEADS,), _C,
            guards=(guards.ALL_DONE,), data=data.CloseOrder, effect=ordering.close, main=True),
    )  # fmt: skip


def _work_acts() -> tuple[Act, ...]:
    entrusted, working_, reported = states.ENTRUSTED.code, states.WORKING.code, states.REPORTED.code
    open_ = (entrusted, working_, reported)
    return (
        Act("entrust", "交办", (START,), entrusted, (SYSTEM,), _C,
            data=data.Entrust, effect=working.entrust, starts=(RECEIPT, LIMIT, FEEDBACK)),
        Act("sign_for_work", "签收", (entrusted,), working_, (RECEIVER,), _C,
            data=data.SignForWork, effect=working.sign_for, meets=(RECEIPT,), main=True),
        Act("record_paper_receipt", "登记纸质签收", (entrusted,), working_, (WATCHER,), _C,
            data=data.PaperReceipt, effect=working.record_receipt, meets=(RECEIPT,), hint="承办单位不在平台上办的，由督办单位登记"),
        Act("give_feedback", "反馈进展", (working_,), None, (RECEIVER,), _C, data=data.GiveFeedback,
            effect=working.give_feedback, meets=(FEEDBACK,), starts=(FEEDBACK,)),
        Act("report_result", "反馈办理结果", (working_,), reported, (RECEIVER,), _C, data=data.ReportResult,
            effect=working.report_result, meets=(FEEDBACK, LIMIT), starts=(CHECK,), main=True),
        Act("enter_feedback", "代录书面反馈", (working_,), None, (WATCHER,), _C, data=data.EnterFeedback,
            effect=working.give_feedback, meets=(FEEDBACK,), starts=(FEEDBACK,)),
        Act("enter_result", "代录书面办理结果", (working_,), reported, (WATCHER,), _C, data=data.EnterResult,
            effect=working.report_result, meets=(FEEDBACK, LIMIT), starts=(CHECK,)),
        Act("accept_result", "核查通过", (reported,), states.DONE.code, (WATCHER,), _C,
            data=data.CheckResult, effect=working.accept, meets=(CHECK,), main=True),
        Act("return_feedback", "退回反馈", (reported,), working_, (WATCHER,), _C,
            data=data.SupervisionReason, effect=working.send_back, meets=(CHECK,), starts=(LIMIT, FEEDBACK)),
        Act("withdraw_work", "撤销督办", open_, states.WITHDRAWN.code, (WATCHER_HEADS,), _C,
            data=data.SupervisionReason, effect=working.withdraw),
        Act("link_task", "关联任务", open_, None, (RECEIVER, WATCHER), _C, data=data.LinkTask, effect=working.link_task),
        Act("to_task", "转为本单位任务", (working_,), None, (RECEIVER,), _C, data=data.HandOver, effect=working.to_task,
            hint="生成任务草稿；这件督办照样要反馈，直到核查通过"),
    )  # fmt: skip


ORDERS = ActTable(
    kind=ORDER, label="督办单", states=states.ORDER, acts=(*_order_acts(), *standard_acts(states.ORDER)),
    store=MatterStore(own="supervision_order"), clauses=_C,
)  # fmt: skip
WORKS = ActTable(
    kind=WORK, label="督办承办", states=states.WORK, acts=(*_work_acts(), *standard_acts(states.WORK)),
    store=MatterStore(own="supervised_work__order__matter"), clauses=_C,
)  # fmt: skip


def install() -> None:
    """Register the tables, their clocks, and which paper an order is."""
    flow.register(ORDERS)
    flow.register(WORKS)
    papers.use(ORDER, papers.NOTICE)
    limits.install()
