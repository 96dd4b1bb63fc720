"""The clock of an inquiry: from the day on which the letter was received."""

from __future__ import annotations

from datetime import datetime, time

from ecoduty.casework.duties import ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.inquiries.queries import ANSWER


def _received(attempt: Attempt) -> Ruled:
    """The first question counts from the day of receipt where it came on paper; a further one from its own day."""
    own = attempt.subject.legal_inquiry
    if own.received_on is None or attempt.before:
        return Ruled(ANSWER)
    return Ruled(ANSWER, start=datetime.combine(own.received_on, time(), SHANGHAI))


def install() -> None:
    """Tell the deadlines."""
    ruling.ruled_by(ANSWER, _received)
