"""Drawing a document after commit: from the database to a paper, through the press, into the store. Doing it twice is once."""

from __future__ import annotations

from typing import Any

from ecoduty.casework.documents import texts
from ecoduty.casework.documents.models import Document, Recipient, RecipientRole
from ecoduty.casework.documents.numbers import RENDER
from ecoduty.casework.documents.rendering import press
from ecoduty.casework.documents.rendering.paper import Paper, blocks_of, chinese_date, title_lines
from ecoduty.kernel.clock import local_date, rehearsal_offset
from ecoduty.kernel.files import storage
from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.kernel.outbox import drainer

DRAFT_MARK, REHEARSAL_MARK = "草稿", "演练"
_UPWARD = {"party_committee", "government"}


def install() -> None:
    """Register the channel."""
    drainer.register(RENDER, deliver)


def deliver(key: str, payload: dict[str, Any]) -> None:  # noqa: ARG001 -- the protocol of channels
    """Draw the document named in the payload, unless what stands on it was drawn already. Raises DeliveryFailedError."""
    document = Document.objects.select_related("issuer", "matter").get(pk=payload["document"])
    paper = paper_of(document)
    digest = sm3(canonical(paper.as_data())).hex()
    if document.rendered_from == digest:
        return
    try:
        drawn = press.draw(paper)
    except press.DrawingFailedError as error:
        raise drainer.DeliveryFailedError(str(error)) from error
    file = storage.store(storage.Content(f"{document.title}.pdf", drawn), owner=document.matter.stream)
    Document.objects.filter(pk=document.pk).update(rendered=file, rendered_from=digest)


def preview(document: Document) -> bytes:
    """The pages of the draft as they would be printed now, marked 草稿. Raises DrawingFailedError."""
    return press.draw(paper_of(document, watermark=DRAFT_MARK))


def paper_of(document: Document, *, watermark: str = "") -> Paper:
    """What stands on a document's pages. A rehearsal marks everything it prints."""
    draft = texts.current(document)
    recipients = list(document.recipients.select_related("body", "post"))
    main = [one for one in recipients if one.role == RecipientRole.MAIN]
    copies = [one for one in recipients if one.role == RecipientRole.COPY]
    dated = chinese_date(document.signed_on) if document.signed_on else ""
    printed = chinese_date(local_date(document.sent_at)) if document.sent_at else dated
    return Paper(
        issuer=document.issuer.name,
        number=document.number,
        title=title_lines(document.title),
        main=f"{'、'.join(_name(one) for one in main)}：" if main else "",
        blocks=blocks_of(draft.sections if draft else []),
        attachments=tuple(document.attachments.values_list("title", flat=True)),
        signature=document.issuer.name,
        dated=dated,
        copies="，".join(_name(one) for one in copies),
        printed_by=document.issuer.name if printed else "",
        printed_on=printed,
        upward=any(one.body.kind in _UPWARD for one in main),
        signer=document.signer.rpartition("·")[2],
        watermark=REHEARSAL_MARK if rehearsal_offset() else watermark,
    )


def _name(recipient: Recipient) -> str:
    return recipient.label
