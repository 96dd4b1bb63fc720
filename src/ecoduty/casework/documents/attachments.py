"""Files of a matter: claimed by the act that brings them, read by who sees the whole matter."""

from __future__ import annotations

import uuid

from pydantic import Field

from ecoduty.casework.documents.models import Attachment, Document
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.kernel.clock import today
from ecoduty.kernel.files import serving, storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import ActData, Actor, Attempt, Refused
from ecoduty.kernel.rulebook import store as rulebooks

PREFIX = "matter"
_REGISTER_ONLY, _WITH_CONTENT = "restricted.register-only", "restricted.with-content"


class AttachData(ActData):
    """A file that goes with the document."""

    file: str = Field(title="附件", min_length=1, json_schema_extra={"widget": "file"})
    title: str = Field(title="附件名称", min_length=1, max_length=200)


def claim_file(attempt: Attempt, matter: Matter, public_id: str) -> StoredFile:
    """Take a file that the actor uploaded into the matter. Raises Refused `file_missing` or `register_only`."""
    if matter.secrecy == Secrecy.RESTRICTED and register_only(matter.kind):
        raise Refused("register_only", "按本系统的保密设置，受限办件只登记、不写内容、不传附件。")
    file = storage.claim(public_id, owner=matter.stream, account=attempt.actor.uploader)
    attempt.record(**{f"file_{file.sm3[:8]}": {"name": file.name, "sm3": file.sm3}})
    return file


def attach(attempt: Attempt, document: Document) -> Attachment:
    """Add an attachment at the end. `attempt.data` is an AttachData.

    Raises Refused `signed_already` or what `claim_file` raises.
    """
    data: AttachData = attempt.data
    if document.number:
        raise Refused("signed_already", "公文已经签发编号，不能再加附件。")
    file = claim_file(attempt, document.matter, data.file)
    order = document.attachments.count() + 1
    return Attachment.objects.create(document=document, file=file, title=data.title, order=order)


def register_only(kind: str) -> bool:
    """Whether restricted matters of a kind are only registered here: rulebook `restricted.register-only`, but for the kinds of
    `restricted.with-content`.
    """
    book, on = rulebooks.current_or_none(), today()
    if book is None or kind in book.words(_WITH_CONTENT, on=on):
        return False
    return _REGISTER_ONLY in book.values and bool(book.value(_REGISTER_ONLY, on=on))


def may_read(file: StoredFile, reader: object) -> bool:
    """Files are read by who may read their whole matter."""
    if not isinstance(reader, Actor):
        return False
    try:
        access_matter(reader, uuid.UUID(file.owner.partition(":")[2]), at_least=Sight.FULL, file=file.name)
    except (Refused, ValueError):
        return False
    return True


def install() -> None:
    """Register with the store."""
    serving.register_may_read(PREFIX, may_read)
