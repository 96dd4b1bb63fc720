"""What belongs to a closed matter in the archive: its papers with texts and scans, all its files, its facts, its ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ecoduty.casework.archive.choosing import closed_on
from ecoduty.casework.documents import papers
from ecoduty.casework.documents.models import Document, Draft
from ecoduty.casework.matters.models import Matter, Party
from ecoduty.casework.publications.queries import publication_of
from ecoduty.kernel import flow
from ecoduty.kernel.clock import local_date
from ecoduty.kernel.files import names
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger import proofs
from ecoduty.kernel.ledger.chain import canonical
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks

PERIODS = {"permanent": ("永久", "Y"), "years_30": ("30年", "D30"), "years_10": ("10年", "D10")}
FORMAT = 1
MANIFEST, METADATA, ENTRIES, PROOF = "manifest.json", "metadata.json", "ledger/entries.jsonl", "ledger/proof.json"
_LONGEST = 60  # characters of a name inside a package


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a package: its place, and its bytes or the stored file that has them."""

    path: str
    data: bytes = b""
    file: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything of one matter, in the order of the package."""

    name: str
    facts: dict[str, Any]
    pieces: tuple[Piece, ...]


def gather(matter: Matter) -> Gathered:
    """What goes into the package of a closed matter.

    Raises Refused `not_committed` when no checkpoint commits to the whole of its ledger yet.
    """
    book = rulebooks.version(matter.rulebook) if matter.rulebook else rulebooks.current()
    documents = list(matter.documents.select_related("issuer", "sealed", "rendered").order_by("pk"))
    pieces, used = [], set()
    told = []
    for number, document in enumerate(documents, 1):
        place = f"documents/{number:02d}"
        found = list(_of_document(document, place))
        pieces += found
        used |= {piece.file.pk for piece in found if piece.file is not None}
        told.append(_facts_of_document(document, place, found))
    others = StoredFile.objects.filter(owner=matter.stream, removed_at=None).exclude(pk__in=used).order_by("pk")
    pieces += [Piece(f"files/{n:02d}_{_name(file.name)}", file=file) for n, file in enumerate(others, 1)]
    ledger = list(_ledger(matter))
    facts = _facts(matter, book, told)
    pieces += ledger
    return Gathered(facts["name"], facts, (Piece(METADATA, _json(facts)), *pieces))


def _of_document(document: Document, place: str) -> Iterator[Piece]:
    """The pages drawn, the sealed original, attachments, evidence of receipt, and every version of the text."""
    if document.sealed is not None:
        yield Piece(f"{place}/盖章原件_{_name(document.sealed.name)}", file=document.sealed)
    if document.rendered is not None:
        yield Piece(f"{place}/版式稿_{_name(document.rendered.name)}", file=document.rendered)
    for attachment in document.attachments.select_related("file"):
        yield Piece(f"{place}/附件{attachment.order:02d}_{_name(attachment.file.name)}", file=attachment.file)
    kept = StoredFile.objects.filter(pk__in=document.recipients.exclude(evidence_file=None).values("evidence_file"))
    for n, file in enumerate(kept.order_by("pk"), 1):
        yield Piece(f"{place}/回执{n:02d}_{_name(file.name)}", file=file)
    drafts = [
        {
            "version": draft.version,
            "sections": draft.sections,
            "sm3": bytes(draft.digest).hex(),
            "author": draft.author,
            "saved_at": draft.saved_at.isoformat(),
        }
        for draft in Draft.objects.filter(document=document).order_by("version")
    ]
    yield Piece(f"{place}/正文各稿.json", _json(drafts))


def _facts_of_document(document: Document, place: str, pieces: list[Piece]) -> dict[str, Any]:
    row = papers.row_of(document)
    return {
        "folder": place,
        "title": document.title,
        "kind": row.label if row else "",
        "number": document.number,
        "issuer": document.issuer.name,
        "signer": document.signer,
        "signer_name": document.signer_name,
        "signed_on": document.signed_on.isoformat() if document.signed_on else "",
        "sent_at": document.sent_at.isoformat() if document.sent_at else "",
        "version": document.version,
        "files": [piece.path for piece in pieces],
        "recipients": [
            {
                "role": one.get_role_display(),
                "body": one.body.name,
                "label": one.label,
                "delivery": one.get_delivery_display(),
                "sent_at": one.sent_at.isoformat() if one.sent_at else "",
                "receipted_at": one.receipted_at.isoformat() if one.receipted_at else "",
                "receipted_by": one.receipted_by,
                "evidence": one.evidence,
            }
            for one in document.recipients.select_related("body", "post").order_by("-role", "order", "pk")
        ],
    }


def _facts(matter: Matter, book: Rulebook, documents: list[dict[str, Any]]) -> dict[str, Any]:
    """The metadata: what it is, who made it when, how long it is kept and why, what it hangs together with."""
    table = flow.tables().get(matter.kind)
    row = book.retention_of(matter.kind)
    period, code = PERIODS[row.period] if row else ("待定", "X")
    day = closed_on(matter)
    publication = publication_of(matter)
    return {
        "format": FORMAT,
        "name": f"WS·{day.year}-{code}-{matter.number}",
        "number": matter.number,
        "kind": table.label if table else matter.kind,
        "title": matter.title,
        "holder": matter.holder.name,
        "holder_key": matter.holder.key,
        "clauses": list(matter.clauses),
        "period": matter.period,
        "secrecy": matter.get_secrecy_display(),
        "opened_on": local_date(matter.opened_at).isoformat(),
        "closed_on": day.isoformat(),
        "state": table.state(matter.state).label if table else matter.state,
        "archive_year": day.year,
        "retention": {
            "period": period,
            "code": code,
            "label": row.label if row else "",
            "basis": row.basis.note if row else "规则书没有保管期限，由档案机构确定",
            "pending": row.basis.pending if row else True,
        },
        "parties": [
            {"role": one.get_role_display(), "body": one.body.name, "since": one.since.isoformat()}
            for one in Party.objects.filter(matter=matter).select_related("body").order_by("role", "body__order", "pk")
        ],
        "publication": {
            "state": publication.get_state_display(),
            "address": publication.own_url,
            "published_on": publication.published_on.isoformat() if publication.published_on else "",
            "sm3": publication.snapshot,
        }
        if publication is not None
        else None,
        "links": [str(one.target.number) for one in matter.links_out.select_related("target").order_by("pk")
                  if one.target.secrecy != "restricted"],
        "rulebook": matter.rulebook,
        "stream": matter.stream,
        "documents": documents,
    }  # fmt: skip


def _ledger(matter: Matter) -> Iterator[Piece]:
    entries = list(proofs.entries_of(matter.stream))
    line = proofs.commitment_to(matter.stream, len(entries))
    if line is None:
        raise Refused("not_committed", f"办件{matter.number}的留痕还没有全部进入检查点，请先运行 ecoduty checkpoint。")
    length, head = proofs.head_after(matter.stream, entries)
    yield Piece(ENTRIES, b"".join(canonical(entry) + b"\n" for entry in entries))
    yield Piece(
        PROOF,
        _json(
            {"stream": matter.stream, "length": length, "head": head.hex(), "checkpoint": json.loads(line.to_json())}
        ),
    )


def _name(name: str) -> str:
    """A file's name inside a package: short enough for every system, with its ending."""
    stem, _, ending = names.sanitised(name).rpartition(".")
    return f"{stem[:_LONGEST]}.{ending}" if stem else ending[:_LONGEST]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
