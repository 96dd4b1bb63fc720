"""Whose clocks run: the transferring body sends, the police copy their decision or return the file."""

from __future__ import annotations

from ecoduty.casework.duties import owing
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.detention import queries
from ecoduty.organisation.directory.models import Body


def _police(attempt: Attempt) -> Body:
    body: Body = attempt.subject.detention.police
    return body


def install() -> None:
    """Tell the deadlines."""
    for limit in (queries.COPY, queries.RETURN):
        owing.held_by(limit, _police)
