"""公文版面: the pages of a matter's document as they would be printed, for every mechanism that has documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecoduty.casework.documents import papers, texts
from ecoduty.casework.documents.rendering import press, previews
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk.parts import Tab
from ecoduty.kernel.flow import Actor


def _pages(matter: Matter, actor: Actor) -> Mapping[str, Any]:  # noqa: ARG001 -- all who see the matter see one paper
    document = texts.main_document(matter)
    if document is None or not document.version:
        return {"count": 0}
    try:
        drawn = previews.preview_of(document)
    except press.DrawingFailedError:
        return {"failed": True}
    row = papers.row_of(document)
    stored = list(document.recipients.select_related("body", "post"))
    found = papers.wording(document) + (papers.addressing(document, stored) if stored else [])
    return {
        "document": document,
        "kind": row.label if row else "",
        "foreseen": not stored,
        "count": len(drawn.pages),
        "pages": range(1, len(drawn.pages) + 1),
        "digest": drawn.digest[:12],
        "undrawable": "、".join(drawn.undrawable),
        "stand_ins": [f"{face}以{used}代替" for face, used in drawn.stand_ins],
        "findings": found if not document.number else [],
    }


PAPER = Tab("paper", "公文版面", "desk/paper/pages.html", _pages)
