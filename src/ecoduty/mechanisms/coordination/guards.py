"""Conditions of the acts of a request for cooperation, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.casework.escalation.advancing import something_ahead
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.coordination import queries


def _owes_receipt(attempt: Attempt) -> bool:
    return queries.unreceipted_by(attempt.subject, attempt.actor).exists()


def _unnumbered(attempt: Attempt) -> bool:
    return bool(queries.unnumbered(attempt.subject))


def _recipient_missing(attempt: Attempt) -> bool:
    return bool(queries.unreceipted(attempt.subject))


SOMETHING_AHEAD = Guard("no_rung_left", "梯级已经用完，没有可以提前的下一级。", something_ahead, clause="7.3")
OWES_RECEIPT = Guard("receipt_not_due", "没有等您签收的公文，或已经签收过了。", _owes_receipt, clause="7.3")
UNNUMBERED = Guard("letters_numbered", "这件没有等着登记字号的公文。", _unnumbered, clause="7.3")
RECEIPT_MISSING = Guard("receipts_complete", "这件的公文都已签收。", _recipient_missing, clause="7.4")
