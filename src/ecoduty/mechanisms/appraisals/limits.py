"""The clocks of a letter; checking is the office's own deadline."""

from __future__ import annotations

from ecoduty.casework.duties import owing
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.appraisals import queries
from ecoduty.organisation.directory.models import Body

SIGNING, SELF_SCORING, CHECKING, OBJECTING = (
    "appraisal.signing", "appraisal.self-scoring", "appraisal.checking", "appraisal.objecting",
)  # fmt: skip


def _office(attempt: Attempt) -> Body:
    body: Body = queries.office(local_date(attempt.recorded_at)) or attempt.subject.holder
    return body


def install() -> None:
    """Tell the deadlines."""
    owing.held_by(CHECKING, _office)
