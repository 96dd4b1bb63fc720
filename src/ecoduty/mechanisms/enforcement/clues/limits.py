"""Whose clocks a clue has, and which rule the checking follows."""

from __future__ import annotations

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.clues import queries, routes
from ecoduty.organisation.directory.models import Body


def _sender(attempt: Attempt) -> Body:
    """What comes back or is not answered is the sender's to press on with."""
    body: Body = attempt.subject.clue.sender
    return body


def install() -> None:
    """Tell the deadlines."""
    ruling.ruled_by(queries.CHECK, _checking)
    owing.held_by(queries.RESENDING, _sender)
    owing.held_by(queries.REPLY, _sender)


def _checking(attempt: Attempt) -> Ruled:
    """The time that the field of the holder has for opening a case, else what the platform sets; the deadline keeps one key."""
    matter = attempt.subject
    rule = routes.filing_limit(matter.holder, matter.clue.conduct, local_date(attempt.occurred_at))
    return Ruled(rule or queries.CHECK)
