"""The numbers about legal review."""

from __future__ import annotations

from ecoduty.casework.figures import registry
from ecoduty.casework.figures.standard import standard
from ecoduty.mechanisms.legal_review.catalogues.flow import FILING_CATALOGUE
from ecoduty.mechanisms.legal_review.filing.flow import FILING_REVIEW
from ecoduty.mechanisms.legal_review.reviewing.flow import DRAFT_REVIEW


def install() -> None:
    """Make the figures known."""
    registry.register(*standard(DRAFT_REVIEW.kind, DRAFT_REVIEW.label, "22.1"))
    registry.register(*standard(FILING_REVIEW.kind, FILING_REVIEW.label, "22.2"))
    registry.register(*standard(FILING_CATALOGUE.kind, FILING_CATALOGUE.label, "22.2"))
