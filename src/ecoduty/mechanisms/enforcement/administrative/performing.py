"""After the decision: service, publication, money, correction, closing."""

from __future__ import annotations

from ecoduty.casework.matters.opening import hand_to
from ecoduty.kernel.clock import local_date, spoken_date
from ecoduty.kernel.flow import Attempt, Refused
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.mechanisms.enforcement.administrative import after_data, keys, queries, states
from ecoduty.mechanisms.enforcement.administrative.keeping import (
    CLAUSE,
    chosen,
    decision_of,
    last_day,
    none_standing,
    not_before,
    own_of,
    past,
)
from ecoduty.mechanisms.enforcement.administrative.models import CorrectionOrder, Payment
from ecoduty.mechanisms.enforcement.applying import APPLICATION
from ecoduty.mechanisms.enforcement.court_enforcement.queries import in_preparation


def serve(attempt: Attempt) -> None:
    """The decision reaches the party; a fine is due some days after."""
    found = decision_of(attempt)
    found.served_at, found.served_by = attempt.occurred_at, attempt.data.served_by
    if found.fine:
        found.pay_by = last_day(keys.PAYMENT, attempt.occurred_at)
    found.save(update_fields=["served_at", "served_by", "pay_by"])


def register_page(attempt: Attempt) -> None:
    """Where it is public. Raises Refused `day_in_future`, `out_of_order`, `not_all_checked`, `published_already`."""
    given: after_data.RegisterPage = attempt.data
    found = decision_of(attempt)
    past(attempt, "published_on", given.published_on)
    not_before("published_on", given.published_on, local_date(found.decided_at), "决定日期")
    if not given.checked:
        raise wrong("checked", "not_all_checked", "请先隐去个人信息、商业秘密等不应公开的内容，再勾选。", clause=CLAUSE)
    if found.published_on is not None:
        raise Refused("published_already", "已经登记过公开，不用再登记。", status=422, clause=CLAUSE)
    found.page_url, found.published_on = given.own_url, given.published_on
    found.page_sm3 = given.measured.partition(":")[0]
    found.unpublished_for = ""
    found.save(update_fields=["page_url", "published_on", "page_sm3", "unpublished_for"])


def withhold_page(attempt: Attempt) -> None:
    """A head says why not."""
    found = decision_of(attempt)
    found.unpublished_for = attempt.data.reason
    found.save(update_fields=["unpublished_for"])


def record_annulment(attempt: Attempt) -> None:
    """Raises Refused `annulled_already`."""
    given: after_data.RecordAnnulment = attempt.data
    found = decision_of(attempt)
    if found.annulment:
        raise Refused("annulled_already", "已经登记过变更、撤销的结果。", status=422, clause=CLAUSE)
    found.annulment, found.annulment_number = given.annulment, given.number
    found.annulled_on = local_date(attempt.occurred_at)
    found.save(update_fields=["annulment", "annulment_number", "annulled_on"])


def withdraw_page(attempt: Attempt) -> None:
    """Raises Refused `not_published`, `day_in_future`, `out_of_order`."""
    given: after_data.WithdrawPage = attempt.data
    found = decision_of(attempt)
    if found.published_on is None or found.annulled_on is None:
        raise Refused("not_published", "没有需要撤回的公开信息。", status=422, clause=CLAUSE)
    past(attempt, "withdrawn_on", given.withdrawn_on)
    not_before("withdrawn_on", given.withdrawn_on, found.annulled_on, "变更、撤销的日期")
    found.withdrawn_on = given.withdrawn_on
    found.save(update_fields=["withdrawn_on"])


def record_payment(attempt: Attempt) -> None:
    """Raises Refused `no_fine`, `amount_missing`, `day_in_future`, `out_of_order`, `paid_too_much`, `voucher_twice`."""
    given: after_data.RecordPayment = attempt.data
    own, found = own_of(attempt), decision_of(attempt)
    if not found.fine:
        raise Refused("no_fine", "决定没有罚款，不用登记缴款。", status=422, clause=CLAUSE)
    if not given.amount:
        raise wrong("amount", "amount_missing", "请填缴款金额。")
    past(attempt, "paid_on", given.paid_on)
    not_before("paid_on", given.paid_on, local_date(found.decided_at), "决定日期")
    if own.payments.filter(voucher=given.voucher).exists():
        raise wrong("voucher", "voucher_twice", "这张凭证已经登记过。")
    if not given.extra and queries.paid(own) + given.amount > found.fine:
        left = found.fine - queries.paid(own)
        raise wrong("amount", "paid_too_much", f"罚款还差{left}元，多出的部分请另作加处罚款登记，或者核对金额。")
    Payment.objects.create(
        case=own, paid_on=given.paid_on, amount=given.amount, extra=given.extra, voucher=given.voucher
    )
    attempt.leave_running(APPLICATION)  # met, if at all, on the day of the payment: see `RecordPayment.change`


def defer_payment(attempt: Attempt) -> None:
    """An application to the court that is being prepared hears of it. Raises Refused `no_fine`, `deferred_not_later`."""
    given: after_data.DeferPayment = attempt.data
    found = decision_of(attempt)
    if found.pay_by is None:
        raise Refused("no_fine", "决定没有罚款，或者还没有送达。", status=422, clause=CLAUSE)
    if given.pay_by <= found.pay_by:
        raise wrong(
            "pay_by", "deferred_not_later", f"延期后的日期应晚于现在的最后缴款日期{spoken_date(found.pay_by)}。"
        )
    found.pay_by = given.pay_by
    found.save(update_fields=["pay_by"])
    for application in in_preparation(attempt.subject, local_date(attempt.occurred_at)):
        hand_to(application.kind, attempt, {"application": application.pk, "until": given.pay_by.isoformat()})


def order_correction(attempt: Attempt) -> None:
    """Served at the moment of the act. Raises Refused `order_standing`."""
    given: after_data.OrderCorrection = attempt.data
    own = own_of(attempt)
    if queries.open_order(own) is not None:
        raise Refused("order_standing", "上一份责令改正决定还没有登记复查，请先登记。", status=422, clause=CLAUSE)
    CorrectionOrder.objects.create(
        case=own, number=given.number, demand=given.demand, daily=given.daily, served_at=attempt.occurred_at
    )


def review_correction(attempt: Attempt) -> None:
    """Raises Refused `no_order`, `day_in_future`, `out_of_order`."""
    given: after_data.ReviewCorrection = attempt.data
    found = queries.open_order(own_of(attempt))
    if found is None:
        raise Refused("no_order", "没有等待复查的责令改正决定。", status=422, clause=CLAUSE)
    past(attempt, "reviewed_on", given.reviewed_on)
    not_before("reviewed_on", given.reviewed_on, local_date(found.served_at), "责令改正送达日期")
    found.reviewed_on, found.found, found.found_text = given.reviewed_on, given.found, given.text
    found.save(update_fields=["reviewed_on", "found", "found_text"])


def propose_closing(attempt: Attempt) -> None:
    """Raises Refused `unknown_choice`, `not_paid`, `not_convicted`, `not_served`, `measure_standing`, `penalty_decided`."""
    given: after_data.ProposeClosing = attempt.data
    own = own_of(attempt)
    chosen(attempt, "ended_for", given.ended_for, "administrative-case.closing")
    _ended_so(attempt, given.ended_for)
    none_standing(own)
    own.ended_for, own.ended_text = given.ended_for, given.text
    own.save(update_fields=["ended_for", "ended_text"])


def close(attempt: Attempt) -> None:
    """The head closes it. Where all was performed the time for applying is met, else nothing is owed any more."""
    if own_of(attempt).ended_for != "performed":
        attempt.leave_running(APPLICATION)


def _ended_so(attempt: Attempt, ended_for: str) -> None:
    own = own_of(attempt)
    found = queries.decision(own)
    if ended_for == "criminal" and own.outcome != states.Outcome.CONVICTED:
        raise wrong("ended_for", "not_convicted", "还没有登记判决有罪，不能以已追究刑事责任结案。", clause=CLAUSE)
    if ended_for == "no-penalty" and found is not None and found.kinds:
        raise wrong("ended_for", "penalty_decided", "已经作出处罚决定，请选实际的结案方式。", clause=CLAUSE)
    if ended_for in {"performed", "no-penalty", "enforced"} and (found is None or found.served_at is None):
        raise wrong("ended_for", "not_served", "决定还没有作出或者没有送达，请选实际的结案方式。", clause=CLAUSE)
    if ended_for == "performed" and found is not None and found.fine and queries.paid(own) < found.fine:
        raise wrong(
            "ended_for",
            "not_paid",
            f"罚款还差{found.fine - queries.paid(own)}元没有登记缴款，不能以履行完毕结案。",
            clause=CLAUSE,
        )


__all__ = [
    "close", "defer_payment", "order_correction", "propose_closing", "record_annulment", "record_payment", "register_page", "review_correction",
    "serve", "withdraw_page", "withhold_page",
]  # fmt: skip
