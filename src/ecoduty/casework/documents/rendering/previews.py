"""Pictures of a document's pages for the screen, kept for the next look: who leafs through it draws it once."""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from dataclasses import dataclass

from ecoduty.casework.documents.models import Document
from ecoduty.casework.documents.rendering import press
from ecoduty.casework.documents.rendering.channel import DRAFT_MARK, paper_of
from ecoduty.casework.documents.rendering.faces import installed
from ecoduty.kernel.ledger.chain import canonical, sm3

KEPT = 12  # documents per process; a page is some 60 KB


@dataclass(frozen=True, slots=True)
class Preview:
    """A document's pages: each an SVG, gzipped. `digest` is the SM3 of what stands on them."""

    digest: str
    pages: tuple[bytes, ...]
    undrawable: str
    stand_ins: tuple[tuple[str, str], ...]


_previews: OrderedDict[str, Preview] = OrderedDict()
_lock = threading.Lock()


def preview_of(document: Document) -> Preview:
    """The pages as they would be printed now; unsigned ones are marked as a draft. Raises DrawingFailedError."""
    paper = paper_of(document, watermark="" if document.number else DRAFT_MARK)
    digest = sm3(canonical(paper.as_data())).hex()
    with _lock:
        known = _previews.get(digest)
        if known is not None:
            _previews.move_to_end(digest)
            return known
    faces = installed()
    drawn = Preview(
        digest=digest,
        pages=tuple(gzip.compress(page, 6, mtime=0) for page in press.pictures(paper)),
        undrawable=press.undrawable(paper),
        stand_ins=tuple((face, faces.used(face)) for face in faces.missing),
    )
    with _lock:
        _previews[digest] = drawn
        while len(_previews) > KEPT:
            _previews.popitem(last=False)
    return drawn
