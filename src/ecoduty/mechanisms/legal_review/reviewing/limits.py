"""The clocks of a review; what the drafting body owes is its own deadline."""

from __future__ import annotations

from ecoduty.casework.duties import owing
from ecoduty.kernel.flow import Attempt
from ecoduty.organisation.directory.models import Body

ACCEPTANCE, COMPLETION, REVIEW, ANSWER = (
    "legal-review.acceptance", "legal-review.completion", "legal-review.review", "legal-review.answer",
)  # fmt: skip


def _drafter(attempt: Attempt) -> Body:
    body: Body = attempt.subject.draft_review.drafted_by
    return body


def install() -> None:
    """Tell the deadlines."""
    for limit in (COMPLETION, ANSWER):
        owing.held_by(limit, _drafter)
