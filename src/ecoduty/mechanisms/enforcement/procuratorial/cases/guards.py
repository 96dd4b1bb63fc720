"""Conditions of the acts of a public interest case, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.enforcement.procuratorial.cases.states import Sort


def _is(sort: Sort, attempt: Attempt) -> bool:
    return bool(attempt.subject.public_interest_case.sort == sort)


CIVIL = Guard(
    "not_a_civil_case",
    "诉前公告用于民事公益诉讼；行政公益诉讼起诉前先提出检察建议。",
    lambda attempt: _is(Sort.CIVIL, attempt),
    clause="21.1",
)
ADMINISTRATIVE = Guard(
    "not_an_administrative_case", "检察建议用于行政公益诉讼；民事公益诉讼起诉前先公告。", lambda attempt: _is(Sort.ADMINISTRATIVE, attempt),
    clause="21.1",
)  # fmt: skip
