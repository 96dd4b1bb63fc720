"""Conditions of the acts of a referral, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.accountability import queries
from ecoduty.mechanisms.accountability.states import Exemption

CONTENT_ALLOWED = Guard(
    "register_only",
    "按本系统的保密设置，受限办件只登记、不写内容、不传附件。",
    lambda attempt: not queries.register_only(),  # noqa: ARG005 -- the same for every referral
)


def _destined(attempt: Attempt) -> bool:
    return attempt.subject.referral.destination_id is not None


DESTINED = Guard("destination_missing", "还没有定移交对象，请先定移交对象。", _destined, clause="15.2")
LISTED = Guard(
    "inventory_empty",
    "材料清单还是空的：请先登记材料名称、摘要和页数。",
    lambda attempt: bool(queries.items(attempt.subject.referral)),
    clause="15.2",
)
NOT_EXEMPT = Guard(
    "exempt",
    "尽职免责已经认定成立，不予移交：请由复核人决定不移交。",
    lambda attempt: attempt.subject.referral.exemption != Exemption.MET,
    clause="17.2",
)
