"""Conditions of joint listings. `NOT_LISTED` is for the closing acts of the rooms whose cases can be listed."""

from __future__ import annotations

from dataclasses import replace

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.enforcement.listing import queries
from ecoduty.mechanisms.enforcement.on_paper import ENTERED_WITH_SCAN
from ecoduty.mechanisms.enforcement.relations import LINKAGE, OFFICER

NOT_LISTED = Guard(
    "listed_not_closed",
    "此案正在联合挂牌督办，摘牌之前不能普通结案：请先在挂牌督办件上办完核查和摘牌。",
    lambda attempt: not queries.listed(attempt.subject),
    clause="18.4",
)


def _of_supervised(attempt: Attempt) -> bool:
    own = attempt.subject.listing
    relations = attempt.subject.relations_of(attempt.actor, local_date(attempt.recorded_at))
    return own.supervised_id in attempt.actor.bodies or bool(relations & {OFFICER, LINKAGE})


OF_SUPERVISED = Guard(
    "not_supervised", "进展和办结由被督办单位报告，您的单位不是被督办单位。", _of_supervised, clause="18.4"
)
# The supervised body may be the one that holds the case: then its officers report for themselves.
ENTERED_OR_OWN = replace(
    ENTERED_WITH_SCAN,
    holds=lambda attempt: (
        attempt.subject.listing.supervised_id in attempt.actor.bodies or ENTERED_WITH_SCAN.holds(attempt)
    ),
)

__all__ = ["ENTERED_OR_OWN", "NOT_LISTED", "OF_SUPERVISED"]
