"""Conditions on the acts of a report: a code, a sentence that says what to do, the clause behind it."""

from __future__ import annotations

from ecoduty.casework import documents
from ecoduty.casework.documents.models import Document
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.reports import sections


def document_of(attempt: Attempt) -> Document:
    """The report's document."""
    document: Document = attempt.subject.report.document
    return document


def _every_section_written(attempt: Attempt) -> bool:
    written = documents.current_text(document_of(attempt))
    return all(
        written.get(title, "").strip() for title in sections.required(attempt.table.kind, attempt.subject.rulebook)
    )


def _not_before_sending(attempt: Attempt) -> bool:
    sent = attempt.subject.report.sent_at
    return sent is None or attempt.data.published_on >= sent.astimezone(attempt.recorded_at.tzinfo).date()


def _every_main_recipient_signed(attempt: Attempt) -> bool:
    return not documents.unreceipted(document_of(attempt)).filter(role="main").exists()


SECTIONS_COMPLETE = Guard(
    "sections_incomplete",
    "各节须齐全才能送审：请把空着的一节写好再送。",
    _every_section_written,
    clause="11.2",
)
PUBLISHED_AFTER_SENDING = Guard(
    "published_before_sending",
    "公开日期早于报送日期，次序不对：请核对日期。",
    _not_before_sending,
    clause="11.4",
    asks_data=True,
)
MAIN_RECEIPTED = Guard(
    "main_recipient_not_receipted",
    "主送单位还没有签收：请先登记主送单位的回执。",
    _every_main_recipient_signed,
    clause="10.3",
)
