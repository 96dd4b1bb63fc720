"""The text of a document: every save is a version, and versions are never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ecoduty.casework.documents import citations, limits, scratches
from ecoduty.casework.documents.blocks import normal
from ecoduty.casework.documents.difference import Line, by_section
from ecoduty.casework.documents.models import Document, Draft, Numbering
from ecoduty.casework.documents.series import series_of
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.ledger.chain import canonical, sm3


def start(matter: Matter, kind: str, title: str) -> Document:
    """Begin a document issued by the matter's holder; how it is numbered stands in the rulebook."""
    row = series_of(matter.holder, kind)
    return Document.objects.create(
        matter=matter, kind=kind, title=title, issuer=matter.holder, numbering=Numbering(row.mode)
    )


def main_document(matter: Matter) -> Document | None:
    """The document a matter is about, as against letters sent because of it."""
    return Document.objects.filter(matter=matter, kind=matter.kind).order_by("pk").last()


def save(document: Document, sections: Sequence[tuple[str, str]], author: Actor, at: datetime) -> Draft | None:
    """Keep the sections (title, text) as a new version; None when nothing changed. The author's own scratch copies go.

    Raises Refused as `limits.check`.
    """
    limits.check(sections)
    scratches.drop(document, author.account)
    content = [{"title": title, "text": normal(text)} for title, text in sections]
    digest = sm3(canonical(content))
    last = current(document)
    if last is not None and bytes(last.digest) == digest:
        return None
    document.version = document.version + 1
    document.save(update_fields=["version"])
    citations.bind(document, document.version - 1, author.account, {part["title"]: part["text"] for part in content})
    return Draft.objects.create(
        document=document,
        version=document.version,
        sections=content,
        digest=digest,
        author=author.title,
        saved_at=at,
    )


def current(document: Document) -> Draft | None:
    """The version in force, or None before the first."""
    return Draft.objects.filter(document=document, version=document.version).first()


def version(document: Document, number: int) -> Draft | None:
    """One version, or None where there is none of that number."""
    return Draft.objects.filter(document=document, version=number).first()


def text_of(draft: Draft | None) -> Mapping[str, str]:
    """Title of each section → its text; empty before the first version."""
    return {section["title"]: section["text"] for section in draft.sections} if draft else {}


def difference(old: Draft, new: Draft) -> list[tuple[str, list[Line]]]:
    """Section by section, what was taken out and what was put in."""
    return by_section(text_of(old), text_of(new))
