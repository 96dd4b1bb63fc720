"""Conditions of the acts of a suit, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.enforcement.litigation import queries
from ecoduty.mechanisms.enforcement.litigation.states import AgencyRole
from ecoduty.mechanisms.enforcement.relations import COURT

_CLAUSE = "20.1"


def _defendant(attempt: Attempt) -> bool:
    return bool(attempt.subject.litigation.agency_role == AgencyRole.DEFENDANT)


def _against(attempt: Attempt) -> bool:
    return queries.against_agency(attempt.subject.litigation)


def _served(attempt: Attempt) -> bool:
    return attempt.subject.litigation.served_on is not None


def for_court(attempt: Attempt) -> bool:
    """Whether it is entered by a party and not by the court, whose act it is."""
    relations = attempt.subject.relations_of(attempt.actor, local_date(attempt.recorded_at))
    return COURT not in relations


def _has_scan(attempt: Attempt) -> bool:
    return not for_court(attempt) or bool(attempt.data.scan and attempt.on_behalf_of)


COURT_PAPER = Guard(
    "court_paper_missing",
    "这一步由人民法院办。代为登记的，请填“代谁登记”（法院名称），并附上法院文书的扫描件。",
    _has_scan,
    clause=_CLAUSE,
    asks_data=True,
)
DEFENDANT = Guard("not_defendant", "行政机关不是这件诉讼的被告，没有这一步。", _defendant, clause=_CLAUSE)
AGAINST_AGENCY = Guard(
    "not_administrative", "负责人出庭只用于行政机关做被告的行政诉讼、行政公益诉讼。", _against, clause=_CLAUSE
)
SERVED = Guard(
    "not_served", "还没有登记送达起诉状副本：答辩举证从送达之日起算，请先登记送达。", _served, clause=_CLAUSE
)

__all__ = ["AGAINST_AGENCY", "COURT_PAPER", "DEFENDANT", "SERVED", "for_court"]
