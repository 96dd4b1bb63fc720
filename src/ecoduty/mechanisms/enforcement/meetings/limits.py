"""The clock of a decision: the day that the meeting named."""

from __future__ import annotations

from ecoduty.casework.duties import ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.meetings.queries import LIMIT


def _named(attempt: Attempt) -> Ruled:
    return Ruled(LIMIT, until=attempt.subject.joint_decision.due_on)


def install() -> None:
    """Tell the deadlines."""
    ruling.day_named(LIMIT)
    ruling.ruled_by(LIMIT, _named)
