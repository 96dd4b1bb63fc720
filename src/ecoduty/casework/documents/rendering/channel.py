"""Drawing a document after commit: from the database to a paper, through the press, into the store. Doing it twice is once."""

from __future__ import annotations

from typing import Any

from ecoduty.casework.documents import papers, recipients, texts
from ecoduty.casework.documents.models import Document, Recipient, RecipientRole
from ecoduty.casework.documents.numbers import RENDER
from ecoduty.casework.documents.rendering import press, word
from ecoduty.casework.documents.rendering.paper import Paper, chinese_date, lines_of, title_lines
from ecoduty.kernel.clock import is_rehearsal, is_simulated, local_date, today
from ecoduty.kernel.files import names, storage
from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.kernel.outbox import drainer

_OPEN_DATE = "\u3000\u3000年\u3000月\u3000日"  # of what is not signed yet: its place on the page is seen already
_NAME = 72  # characters of a title in a file's name
DRAFT_MARK, REHEARSAL_MARK, SIMULATED_MARK = "草稿", "演练", "模拟"


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
    file = storage.store(storage.Content(file_name(document, "pdf"), drawn), owner=document.matter.stream)
    Document.objects.filter(pk=document.pk).update(rendered=file, rendered_from=digest)


def preview(document: Document) -> bytes:
    """The pages of the draft as they would be printed now, marked 草稿. Raises DrawingFailedError."""
    return press.draw(paper_of(document, watermark=DRAFT_MARK))


def as_word(document: Document) -> bytes:
    """The document for an office suite, as it stands now; a draft bears no mark there. Raises DrawingFailedError."""
    paper = paper_of(document)
    return word.write(paper, press.places(paper).imprint_apart)


def file_name(document: Document, ending: str) -> str:
    """What a file of the document is called: its title, safe on every system and at most 240 bytes long."""
    title = "".join(document.title.split()).replace("/", "／").replace("\\", "＼")
    return names.sanitised(f"{title[:_NAME]}.{ending}")


def paper_of(document: Document, *, watermark: str = "") -> Paper:
    """What stands on a document's pages. A rehearsal marks everything it prints.

    Before it is sent, its recipients are those it would go to on the day of signature: what is sealed has to name them.
    """
    row, draft = papers.row_of(document), texts.current(document)
    found = list(document.recipients.select_related("body", "post")) or recipients.foreseen(
        document, document.signed_on or today()
    )
    main = [one for one in found if one.role == RecipientRole.MAIN]
    copies = [one for one in found if one.role == RecipientRole.COPY]
    dated = chinese_date(document.signed_on) if document.signed_on else _OPEN_DATE
    printed = chinese_date(local_date(document.sent_at)) if document.sent_at else dated
    minutes = row is not None and row.layout == "minutes"
    return Paper(
        issuer=document.issuer.name,
        mark=row.mark.format(issuer=document.issuer.name) if row else document.issuer.name,
        layout=row.layout if row else "general",
        number=document.number,
        title=title_lines(document.title),
        main=f"{'、'.join(_name(one) for one in main)}：" if main and not minutes else "",
        blocks=lines_of(draft.sections if draft else []),
        attachments=tuple(document.attachments.values_list("title", flat=True)),
        signature="" if minutes else document.issuer.name,
        dated=dated,
        note=document.note,
        copies="，".join(_name(one) for one in copies),
        printed_by=document.issuer.name,
        printed_on=printed,
        upward=row.upward if row else False,
        sealed=row.sealed if row else True,
        even=row.imprint == "even_page" if row else False,
        signer=document.signer_name or document.signer.rpartition("·")[2],
        watermark=_copy_mark() or watermark,
    )


def _copy_mark() -> str:
    """What stands across a paper that is none; empty on real ones."""
    if is_simulated():
        return SIMULATED_MARK
    return REHEARSAL_MARK if is_rehearsal() else ""


def _name(recipient: Recipient) -> str:
    return recipient.label
