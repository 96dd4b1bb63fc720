"""Scratch copies: what somebody is writing, kept every few seconds so that no broken line and no closed lid loses it.

Only its writer ever sees it. It is no version, changes nothing of the matter and leaves no entry; saving removes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from ecoduty.casework.documents import limits
from ecoduty.casework.documents.models import Document, Scratch

KEPT = timedelta(days=30)  # for who does not come back


def keep(
    document: Document, account: int, base: int, page: str, sections: Sequence[tuple[str, str]], at: datetime
) -> Scratch:
    """Keep what is written on version `base` in one opened page. Raises Refused as `limits.check`."""
    limits.check(sections)
    content = [{"title": title, "text": text} for title, text in sections]
    scratch, _ = Scratch.objects.update_or_create(
        document=document, account=account, base=base, page=page, defaults={"sections": content, "kept_at": at}
    )
    return scratch


def of(document: Document, account: int, number: int | None = None) -> Scratch | None:
    """The newest copy of this account, or the one of that number; None where there is none."""
    mine = Scratch.objects.filter(document=document, account=account)
    return (mine if number is None else mine.filter(pk=number)).order_by("-kept_at").first()


def text_of(scratch: Scratch) -> Mapping[str, str]:
    """Title of each section → what is written there."""
    return {section["title"]: section["text"] for section in scratch.sections}


def drop(document: Document, account: int | None) -> None:
    """Remove all copies of this account; the platform itself has none."""
    if account is None:
        return
    Scratch.objects.filter(document=document, account=account).delete()


def sweep(at: datetime) -> int:
    """Remove what nobody came back for; returns how many."""
    return Scratch.objects.filter(kept_at__lt=at - KEPT).delete()[0]
