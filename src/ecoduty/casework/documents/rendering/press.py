"""Drawing: from a paper to a PDF or to pictures of its pages. The same paper gives the same bytes."""

from __future__ import annotations

import functools
import json
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from ecoduty.casework.documents.rendering.faces import Faces, installed
from ecoduty.casework.documents.rendering.paper import LINES, MISSING_GLYPH, Paper, printable

LAYOUT = Path(__file__).with_name("paper.typ")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # papers bear their own date; the file's would differ at every drawing
_ONE_AT_A_TIME = threading.Lock()
_OTHERWISE = (LINES - 1, LINES + 1, LINES - 2, LINES + 2, LINES - 3)  # lines of a page, where the signature asks for it
_PLACES = ("text-end", "signed", "imprint", "last")
_INVISIBLE = frozenset("\n\t\u200b\ufe0e\ufe0f")


class DrawingFailedError(Exception):
    """The pages could not be drawn; the message says at what."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where things came to stand: the pages on which text ends, signature and imprint stand (0 where there is none), and
    how many there are.
    """

    text_end: int
    signed: int
    imprint: int
    last: int

    @property
    def body_end(self) -> int:
        """The last page that bears more than an imprint."""
        return max(self.text_end, self.signed)

    @property
    def imprint_apart(self) -> int:
        """How many pages behind the body the imprint stands."""
        return max(self.imprint - self.body_end, 0)


def draw(paper: Paper, faces: Faces | None = None) -> bytes:
    """The pages as PDF/A with all fonts inside. Raises DrawingFailedError."""
    drawn, _ = _fit(paper, faces or installed(), format="pdf", pdf_standards=["a-2b"], timestamp=_EPOCH)
    assert isinstance(drawn, bytes)  # one document, not a picture for each page
    return drawn


def pictures(paper: Paper, faces: Faces | None = None) -> list[bytes]:
    """Each page as an SVG. Raises DrawingFailedError."""
    drawn, _ = _fit(paper, faces or installed(), format="svg")
    return drawn if isinstance(drawn, list) else [drawn]


def places(paper: Paper, faces: Faces | None = None) -> Pages:
    """Where things come to stand when the paper is drawn. Raises DrawingFailedError."""
    return _fit(paper, faces or installed(), format="svg")[1]


def undrawable(paper: Paper, faces: Faces | None = None) -> str:
    """The characters for which no installed face has a shape, each once, in the order in which they stand."""
    coverage = (faces or installed()).coverage
    letters = dict.fromkeys(letter for text in paper.texts() for letter in printable(text))
    return "".join(letter for letter in letters if letter not in _INVISIBLE and not coverage.has(letter))


def _fit(paper: Paper, faces: Faces, **how: Any) -> tuple[bytes | list[bytes], Pages]:
    """Draw so that the signature has some text on its page and the imprint stands at the foot of the page where it belongs.

    What has no shape is replaced. A signature that would stand alone takes text along: the lines are set a little wider,
    or closer, as the standard allows. With `even` the imprint stands on an even page, behind an empty one if need be;
    pages without text bear no number.
    """
    missing = frozenset(undrawable(paper, faces))
    plain = paper.mapped(lambda text: "".join(MISSING_GLYPH if one in missing else one for one in printable(text)))
    for lines in (LINES, *_OTHERWISE, LINES):
        one = replace(plain, lines=lines)
        drawn, pages = _compile(one, faces, **how)
        if pages.signed in {0, pages.text_end}:
            break
    breaks = 0
    if one.even and pages.imprint:
        breaks = 1 if pages.body_end % 2 else 0 if pages.imprint == pages.body_end else 2
    if breaks or pages.imprint > pages.body_end:
        drawn, pages = _compile(replace(one, breaks=breaks, numbered=pages.body_end), faces, **how)
    return drawn, pages


def _compile(paper: Paper, faces: Faces, **how: Any) -> tuple[bytes | list[bytes], Pages]:
    """Draw as told, and ask where things stand. Raises DrawingFailedError."""
    compiler = _compiler(faces.folders)
    try:
        with _ONE_AT_A_TIME:  # a question is about what the compiler drew last
            drawn: Any = compiler.compile(sys_inputs=_inputs(paper, faces), **how)
            found = [compiler.query(f"<{label}>", field="value") for label in _PLACES]
    except typst.TypstError as error:
        raise DrawingFailedError(str(error)) from error
    return drawn, Pages(*(int(values[0]) if (values := json.loads(one)) else 0 for one in found))


def _inputs(paper: Paper, faces: Faces) -> dict[str, str]:
    stacks = {face: tuple(names) for face, names in faces.stacks.items()}
    return {"paper": json.dumps(replace(paper, faces=stacks).as_data(), ensure_ascii=False)}


@functools.cache
def _compiler(folders: tuple[str, ...]) -> typst.Compiler:
    """One compiler per process and set of folders: it keeps the fonts it has read."""
    return typst.Compiler(
        input=str(LAYOUT), root=str(LAYOUT.parent), font_paths=list(folders), ignore_system_fonts=True
    )
