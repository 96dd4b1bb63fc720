"""Conditions of the acts before a problem is fixed, each with the sentence a person reads."""

from __future__ import annotations

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.inspections import queries


def _heard(attempt: Attempt) -> bool:
    own = attempt.subject.problem
    return queries.spoke(own) or local_date(attempt.occurred_at) > queries.statement_day(own)


BY_INSPECTED = Guard(
    "not_the_inspected",
    "陈述由被检查单位写，请与被检查单位联系。",
    lambda attempt: attempt.subject.problem.inspected_id in attempt.actor.bodies,
    clause="14.2",
)
HEARD = Guard(
    "not_heard_yet",
    "被检查单位还没有陈述，陈述期限也没有过：请等它陈述，或等期限过后再定性。",
    _heard,
    clause="14.2",
)

__all__ = ["BY_INSPECTED", "HEARD"]
