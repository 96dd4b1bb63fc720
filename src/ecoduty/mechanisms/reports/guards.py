"""Conditions on the acts of a report: a code, a sentence that says what to do, the clause behind it."""

from __future__ import annotations

from ecoduty.casework.documents import recipients, texts
from ecoduty.casework.documents.models import RecipientRole
from ecoduty.kernel.flow import Attempt, Guard
from ecoduty.mechanisms.reports import sections
from ecoduty.mechanisms.reports.acts import document_of


def _every_section_written(attempt: Attempt) -> bool:
    matter = attempt.subject
    written = texts.text_of(texts.current(document_of(attempt)))
    return all(written.get(title, "").strip() for title in sections.required(matter.kind, matter.rulebook))


def _receipts_missing(attempt: Attempt) -> bool:
    return recipients.unreceipted(document_of(attempt)).exists()


def _main_recipients_signed(attempt: Attempt) -> bool:
    return not recipients.unreceipted(document_of(attempt), RecipientRole.MAIN).exists()


def sections_complete(clauses: tuple[str, ...]) -> Guard:
    """No section is empty: by clause 11.2 for the annual report, by a default of the platform for the half-year one."""
    return Guard(
        "sections_incomplete",
        "各节须齐全才能送审：请把空着的一节写好再送。",
        _every_section_written,
        clause="11.2" if "11.2" in clauses else "",
    )


RECEIPTS_MISSING = Guard("receipts_complete", "各收文单位的回执都已登记。", _receipts_missing, clause="11.3")
MAIN_SIGNED = Guard(
    "main_recipient_not_receipted",
    "主送领导还没有签收：由其签收，或由联络员登记回执。",
    _main_recipients_signed,
    clause="10.3",
)
