"""Which clocks a referral and a request for assistance have."""

from __future__ import annotations

from datetime import datetime, time

from ecoduty.casework.duties import ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.accountability import queries


def _established(attempt: Attempt) -> Ruled:
    """From the day on which it was established, whenever it was registered."""
    own = attempt.subject.referral
    return Ruled(queries.REFERRING, start=datetime.combine(own.established_on, time(), SHANGHAI))


def _named(attempt: Attempt) -> Ruled:
    """The day that was named, where an earlier one than the rulebook's was."""
    return Ruled(queries.REPLY, until=getattr(attempt.data, "reply_by", None))


def install() -> None:
    """Tell the deadlines."""
    ruling.ruled_by(queries.REFERRING, _established)
    ruling.ruled_by(queries.REPLY, _named)
