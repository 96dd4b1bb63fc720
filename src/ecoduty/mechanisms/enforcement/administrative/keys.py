"""Keys of the limits and the kind: written once."""

from __future__ import annotations

KIND = "administrative_case"
TRANSFER = "criminal_transfer"

FILING = "administrative-penalty.filing"
PRESERVATION_APPROVAL = "administrative-penalty.preservation-approval"
PRESERVATION_HANDLING = "administrative-penalty.preservation-handling"
DECISION = "administrative-penalty.decision"
STATEMENT = "administrative-penalty.statement"
HEARING_REQUEST = "administrative-penalty.hearing-request"
HEARING_NOTICE = "administrative-penalty.hearing-notice"
SERVICE = "administrative-penalty.service"
PUBLICATION = "administrative-penalty.publication"
WITHDRAWAL = "administrative-penalty.publication-withdrawal"
PAYMENT = "administrative-penalty.payment"
SEIZURE = "coercion.seizure"
DAILY_REVIEW = "daily-penalty.review"
JUDGEMENT = "crime-elements.judgement"
ANSWER = "crime-elements.answer"
