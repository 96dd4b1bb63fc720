"""The note in brackets below the date (附注): whom to ask about the paper. A request must have one, other papers may."""

from __future__ import annotations

import re
from typing import ClassVar

from pydantic import Field

from ecoduty.casework.documents.models import Document
from ecoduty.kernel.flow import ActData, Attempt, Guard, Refused
from ecoduty.kernel.ledger import sealed

_FORM = re.compile(r"联系人：(?P<contact>.+)，电话：(?P<phone>[^，]+)")


class ContactData(ActData):
    """Whom to ask, and where. Both empty take the note off. The telephone stands in the ledger as its digest only."""

    secrets: ClassVar[frozenset[str]] = frozenset({"phone"})

    contact: str = Field(default="", title="联系人", max_length=60, description="两栏都留空即不写附注")
    phone: str = Field(
        default="", title="电话", pattern=r"^([0-9+][0-9 \-转]{4,38}[0-9])?$", max_length=40,
        description="如0592-1234567，分机写“转”",
    )  # fmt: skip


def _complete(attempt: Attempt) -> bool:
    return bool(attempt.data.contact) == bool(attempt.data.phone)


CONTACT_COMPLETE = Guard(
    "contact_incomplete", "附注要同时写明联系人和电话；不写附注的，两栏都留空。", _complete, asks_data=True
)


def set_contact(attempt: Attempt, document: Document) -> None:
    """Write the note. `attempt.data` is a ContactData. Raises Refused `signed_already`."""
    data: ContactData = attempt.data
    if document.number:
        raise Refused("signed_already", "公文已经签发编号，不能再改附注。")
    document.note = f"联系人：{data.contact}，电话：{data.phone}" if data.contact else ""
    document.save(update_fields=["note"])
    attempt.record(phone=sealed.seal(data.phone) if data.phone else "")


def contact_of(document: Document) -> tuple[str, str]:
    """Contact and telephone as they stand in the note; empty where it says nothing of the kind."""
    found = _FORM.fullmatch(document.note)
    return (found["contact"], found["phone"]) if found else ("", "")
