"""Conditions of the acts of a suit, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.enforcement.litigation import queries
from ecoduty.mechanisms.enforcement.litigation.states import AgencyRole

_CLAUSE = "20.1"


def _defendant(attempt: Attempt) -> bool:
    return bool(attempt.subject.litigation.agency_role == AgencyRole.DEFENDANT)


def _against(attempt: Attempt) -> bool:
    return queries.against_agency(attempt.subject.litigation)


def _served(attempt: Attempt) -> bool:
    return attempt.subject.litigation.served_on is not None


DEFENDANT = Guard("not_defendant", "行政机关不是这件诉讼的被告，没有这一步。", _defendant, clause=_CLAUSE)
AGAINST_AGENCY = Guard(
    "not_administrative", "负责人出庭只用于行政机关做被告的行政诉讼、行政公益诉讼。", _against, clause=_CLAUSE
)
SERVED = Guard(
    "not_served", "还没有登记送达起诉状副本：答辩举证从送达之日起算，请先登记送达。", _served, clause=_CLAUSE
)

__all__ = ["AGAINST_AGENCY", "DEFENDANT", "SERVED"]
