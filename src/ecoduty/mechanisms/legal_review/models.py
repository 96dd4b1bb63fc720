"""Everything legal review keeps."""

from ecoduty.mechanisms.legal_review.catalogues.models import FilingCatalogue
from ecoduty.mechanisms.legal_review.filing.models import FilingReview
from ecoduty.mechanisms.legal_review.reviewing.models import DraftReview, Opinion, Submitted
from ecoduty.mechanisms.legal_review.sentences.models import Sentence

__all__ = ["DraftReview", "FilingCatalogue", "FilingReview", "Opinion", "Sentence", "Submitted"]
