"""Documents, files, publications."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from ecoduty.casework.documents.models import Document, Draft, Recipient
from ecoduty.casework.publications.models import PublishedItem
from ecoduty.interfaces.api.answers.matters import BodyName
from ecoduty.kernel.files.kinds import KINDS
from ecoduty.kernel.files.models import StoredFile


class FileAnswer(BaseModel):
    """一个文件的登记：名称、类型、大小、摘要。"""

    id: str = Field(description="办理动作时以它引用已上传的文件")
    name: str
    media_type: str
    size: int = Field(description="字节")
    sm3: str
    sha256: str
    removed: bool = Field(description="内容已按规定清除，只留登记")
    href: str

    @classmethod
    def of(cls, file: StoredFile) -> FileAnswer:
        """From its row."""
        return cls(
            id=str(file.public_id), name=file.name, media_type=KINDS[file.kind].media_type, size=file.size,
            sm3=file.sm3, sha256=file.sha256, removed=file.removed_at is not None, href=f"/api/v1/files/{file.public_id}",
        )  # fmt: skip


class SectionAnswer(BaseModel):
    """公文的一节。"""

    title: str
    text: str


class RecipientAnswer(BaseModel):
    """一个收文单位。"""

    label: str
    body: BodyName
    role: str = Field(description="main 主送，copy 抄送")
    delivery: str = Field(description="platform 本平台，exchange 公文交换，paper 纸质")
    sent_at: datetime | None
    receipted_at: datetime | None
    receipted_by: str

    @classmethod
    def of(cls, row: Recipient) -> RecipientAnswer:
        """From a row with its body."""
        return cls(
            label=row.label, body=BodyName(key=row.body.key, name=row.body.short_name), role=row.role,
            delivery=row.delivery, sent_at=row.sent_at, receipted_at=row.receipted_at, receipted_by=row.receipted_by,
        )  # fmt: skip


class AttachmentAnswer(BaseModel):
    """一个附件。"""

    title: str
    file: FileAnswer


class DocumentAnswer(BaseModel):
    """办件里的一件公文：现行稿、附件、收文单位。"""

    kind: str
    title: str
    issuer: BodyName
    version: int = Field(description="现行稿次，0 为还没有写")
    number: str = Field(description="发文字号，签发前为空")
    signer: str
    signed_on: date | None
    sent_at: datetime | None
    sections: list[SectionAnswer]
    rendered: FileAnswer | None = Field(description="平台排印的 PDF")
    sealed: FileAnswer | None = Field(description="盖章原件的扫描件")
    attachments: list[AttachmentAnswer]
    recipients: list[RecipientAnswer]

    @classmethod
    def of(cls, document: Document, draft: Draft | None) -> DocumentAnswer:
        """From a document with everything prefetched, and its draft in force."""
        return cls(
            kind=document.kind, title=document.title,
            issuer=BodyName(key=document.issuer.key, name=document.issuer.short_name), version=document.version,
            number=document.number, signer=document.signer, signed_on=document.signed_on, sent_at=document.sent_at,
            sections=[SectionAnswer(title=one["title"], text=one["text"]) for one in draft.sections] if draft else [],
            rendered=FileAnswer.of(document.rendered) if document.rendered else None,
            sealed=FileAnswer.of(document.sealed) if document.sealed else None,
            attachments=[
                AttachmentAnswer(title=one.title, file=FileAnswer.of(one.file)) for one in document.attachments.all()
            ],
            recipients=[RecipientAnswer.of(one) for one in document.recipients.all()],
        )  # fmt: skip


class PublicationAnswer(BaseModel):
    """一件公开件：门户所示的快照。"""

    id: str
    body: BodyName
    kind: str
    kind_label: str
    title: str
    year: int
    period: str
    own_url: str = Field(description="本部门网站上的地址")
    published_on: date
    declined_reason: str = Field(description="不予公开的理由；空为已公开")
    withdrawn_on: date | None
    withdrawn_reason: str
    snapshot: str = Field(description="登记内容的 SM3")

    @classmethod
    def of(cls, item: PublishedItem) -> PublicationAnswer:
        """From a published snapshot."""
        return cls(**publication_facts(item))


class PublicationPage(BaseModel):
    """一页公开件，最新登记的在前。"""

    items: list[PublicationAnswer]
    next: str | None = Field(description="下一页的游标；没有下一页则为空")


class PublicationDetail(PublicationAnswer):
    """一件公开件和它的公开内容。"""

    content: list[SectionAnswer]


def publication_facts(item: PublishedItem) -> dict[str, Any]:
    """What list and detail have in common."""
    return {
        "id": str(item.public_id),
        "body": BodyName(key=item.body_key, name=item.body_short_name),
        "kind": item.kind,
        "kind_label": item.kind_label,
        "title": item.title,
        "year": item.year,
        "period": item.period,
        "own_url": item.own_url,
        "published_on": item.published_on,
        "declined_reason": item.declined_reason,
        "withdrawn_on": item.withdrawn_on,
        "withdrawn_reason": item.withdrawn_reason,
        "snapshot": item.snapshot,
    }
