"""Drawing: from a paper to a PDF. The same paper gives the same bytes."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import typst

from ecoduty.casework.documents.rendering.faces import Faces, installed
from ecoduty.casework.documents.rendering.paper import Paper

LAYOUT = Path(__file__).with_name("paper.typ")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # papers bear their own date; the file's would differ at every drawing


class DrawingFailedError(Exception):
    """The pages could not be drawn; the message says at what."""


def draw(paper: Paper, faces: Faces | None = None) -> bytes:
    """The pages as PDF/A with all fonts inside. Raises DrawingFailedError."""
    chosen = faces or installed()
    content = replace(paper, faces={face: tuple(names) for face, names in chosen.stacks.items()}).as_data()
    try:
        drawn = _compiler(chosen.folders).compile(
            format="pdf",
            sys_inputs={"paper": json.dumps(content, ensure_ascii=False)},
            pdf_standards=["a-2b"],
            timestamp=_EPOCH,
        )
    except typst.TypstError as error:
        raise DrawingFailedError(str(error)) from error
    assert isinstance(drawn, bytes)  # one document, not a picture for each page
    return drawn


@functools.cache
def _compiler(folders: tuple[str, ...]) -> typst.Compiler:
    """One compiler per process and set of folders: it keeps the fonts it has read."""
    return typst.Compiler(
        input=str(LAYOUT), root=str(LAYOUT.parent), font_paths=list(folders), ignore_system_fonts=True
    )
