"""The clock of the court's answer: another one for each sort, from the day on which the court received it."""

from __future__ import annotations

from datetime import datetime, time

from ecoduty.casework.duties import owing, ruling
from ecoduty.casework.duties.reckoning import ALTERNATIVE
from ecoduty.casework.duties.ruling import Ruled
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.enforcement.procuratorial.supervision import queries
from ecoduty.mechanisms.enforcement.procuratorial.supervision.states import Sort
from ecoduty.organisation.directory.models import Body


def _answer(attempt: Attempt) -> Ruled:
    own = attempt.subject.litigation_supervision
    other = queries.ALTERNATIVES.get(Sort(own.sort))
    rule = f"{queries.ANSWER}{ALTERNATIVE}{other}" if other else queries.ANSWER
    return Ruled(rule, start=datetime.combine(own.submitted_on, time(), SHANGHAI))


def _court(attempt: Attempt) -> Body:
    body: Body = attempt.subject.litigation_supervision.court
    return body


def install() -> None:
    """Tell the deadline, and that it is the court's."""
    ruling.ruled_by(queries.ANSWER, _answer)
    owing.held_by(queries.ANSWER, _court)
