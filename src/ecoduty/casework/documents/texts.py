"""The text of a document: every save is a version, and versions are never changed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ecoduty.casework.documents import limits
from ecoduty.casework.documents.models import Document, Draft, Numbering
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.kernel.rulebook import store as rulebooks


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of the difference between two versions: `op` is equal, insert or delete."""

    op: str
    text: str


def start(matter: Matter, kind: str, title: str) -> Document:
    """Begin a document issued by the matter's holder; how it is numbered stands in the rulebook."""
    row = rulebooks.current().numbering_for(matter.holder.key, kind)
    return Document.objects.create(
        matter=matter, kind=kind, title=title, issuer=matter.holder, numbering=Numbering(row.mode)
    )


def main_document(matter: Matter) -> Document | None:
    """The document a matter is about, as against letters sent because of it."""
    return Document.objects.filter(matter=matter, kind=matter.kind).order_by("pk").last()


def save(document: Document, sections: Sequence[tuple[str, str]], author: Actor, at: datetime) -> Draft | None:
    """Keep the sections (title, text) as a new version; None when nothing changed. Raises Refused as `limits.check`."""
    limits.check(sections)
    content = [{"title": title, "text": text.replace("\r\n", "\n").strip()} for title, text in sections]
    digest = sm3(canonical(content))
    last = current(document)
    if last is not None and bytes(last.digest) == digest:
        return None
    document.version = document.version + 1
    document.save(update_fields=["version"])
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


def text_of(draft: Draft | None) -> Mapping[str, str]:
    """Title of each section → its text; empty before the first version."""
    return {section["title"]: section["text"] for section in draft.sections} if draft else {}


def difference(old: Draft, new: Draft) -> list[tuple[str, list[Change]]]:
    """Section by section, what was taken out and what was put in."""
    before, after = text_of(old), text_of(new)
    titles = list(dict.fromkeys([*before, *after]))
    return [(title, _changes(before.get(title, ""), after.get(title, ""))) for title in titles]


def _changes(old: str, new: str) -> list[Change]:
    found = []
    for op, start_old, end_old, start_new, end_new in difflib.SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if op == "equal":
            found.append(Change("equal", old[start_old:end_old]))
            continue
        if end_old > start_old:
            found.append(Change("delete", old[start_old:end_old]))
        if end_new > start_new:
            found.append(Change("insert", new[start_new:end_new]))
    return found
