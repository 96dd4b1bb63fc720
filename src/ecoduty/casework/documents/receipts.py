"""Receipts: given by the recipient on the platform, or recorded by the sender with evidence."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from ecoduty.casework.documents import texts
from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.documents.models import Document, Recipient
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import ActData, Attempt, Guard, Refused


class ReceiptData(ActData):
    """A receipt that the sender records for a recipient who does not work on this platform."""

    recipient: int = Field(title="收文单位", json_schema_extra={"widget": "choice"})
    received_on: date = Field(title="签收日期")
    evidence: str = Field(
        title="凭证", min_length=2, max_length=300, description="如“公文交换站回执第35号”“纸质签收单存档”"
    )
    scan: str = Field(
        default="", title="签收单", description="有纸质签收单的附扫描件", json_schema_extra={"widget": "file"}
    )


def record(attempt: Attempt, document: Document) -> None:
    """Record a receipt on behalf of a recipient. Raises Refused for a wrong recipient or an impossible date."""
    data: ReceiptData = attempt.data
    recipient = document.recipients.filter(pk=data.recipient).select_related("body", "post").first()
    if recipient is None:
        raise Refused("not_a_recipient", "所选单位不是这份公文的收文单位。", status=422)
    if recipient.receipted_at is not None:
        raise Refused("receipted_before", f"{recipient.label}的回执已经登记过了。")
    zone = attempt.recorded_at.tzinfo
    sent = recipient.sent_at.astimezone(zone).date() if recipient.sent_at else None
    if sent is None or data.received_on < sent:
        raise Refused("receipt_before_sending", "签收日期早于报送日期，次序不对。", status=422)
    if data.received_on > attempt.recorded_at.astimezone(zone).date():
        raise Refused("receipt_in_future", "签收日期还没有到，请核对。", status=422)
    recipient.receipted_at = max(
        datetime.combine(data.received_on, datetime.min.time(), tzinfo=now().tzinfo),
        recipient.sent_at or attempt.occurred_at,
    )
    recipient.receipted_by = f"{attempt.actor.title}代登记"
    recipient.evidence = data.evidence
    if data.scan:
        recipient.evidence_file = claim_file(attempt, document.matter, data.scan)
    recipient.save(update_fields=["receipted_at", "receipted_by", "evidence", "evidence_file"])
    attempt.record(recipient=recipient.label)


def acknowledge(attempt: Attempt, document: Document) -> None:
    """A recipient on the platform signs for the document."""
    recipient = _own(attempt, document)
    if recipient is None:
        raise Refused("not_a_recipient", "您的单位不是这份公文待签收的收文单位。")
    recipient.receipted_at = attempt.occurred_at
    recipient.receipted_by = attempt.actor.title
    recipient.save(update_fields=["receipted_at", "receipted_by"])
    attempt.record(recipient=recipient.label)


def _own(attempt: Attempt, document: Document) -> Recipient | None:
    rows = document.recipients.filter(receipted_at=None, sent_at__isnull=False).select_related("body", "post")
    return rows.filter(post=attempt.actor.post).first() or rows.filter(post=None, body__in=attempt.actor.bodies).first()


def _owes_receipt(attempt: Attempt) -> bool:
    document = texts.main_document(attempt.subject)
    return document is not None and _own(attempt, document) is not None


OWES_RECEIPT = Guard("receipt_not_due", "没有等您签收的公文，或已经签收过了。", _owes_receipt)
