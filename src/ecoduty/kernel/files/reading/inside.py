"""Everything that an office file says, also what is hidden, deleted or written beside: for looking for words, not for reading.

Other readers take what a person sees; here nothing may be missed. What cannot be opened is told apart from what is empty.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree import ElementTree as ET

from ecoduty.kernel.files.reading import gate

MOST_PART = 100 * 1024 * 1024  # bytes of one part
_PARTS = (
    (re.compile(r"word/document\.xml"), "正文"),
    (re.compile(r"word/(header|footer)\d*\.xml"), "页眉页脚"),
    (re.compile(r"word/(footnotes|endnotes|comments)\.xml"), "批注和脚注"),
    (re.compile(r"xl/sharedStrings\.xml"), "单元格文字"),
    (re.compile(r"xl/worksheets/[^/]+\.xml"), "工作表"),
    (re.compile(r"xl/workbook\.xml"), "工作表名称"),
    (re.compile(r"xl/(comments\d*|comments/[^/]+|threadedComments/[^/]+|drawings/[^/]+)\.xml"), "批注和图形"),
    (re.compile(r"ppt/(slides|notesSlides)/[^/]+\.xml"), "幻灯片"),
    (re.compile(r"docProps/(core|app|custom)\.xml"), "文件属性"),
)
_PARAGRAPHS = {"p", "si", "c", "comment"}  # what breaks a line; a row of cells is no line
_LOOSE = {"文件属性", "工作表名称"}  # words in attributes and single elements
_TEXTS = {"t", "delText", "instrText", "v"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or a cell: where in the file (正文第12段, 工作表的B2, 单元格文字第3条), and its text."""

    place: str
    text: str


def pieces(file: BinaryIO, name: str) -> Iterator[Piece]:
    """What a .docx, .xlsx or .pptx says, piece by piece. Raises Refused `list_file_broken`."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                part = next((label for form, label in _PARTS if form.fullmatch(entry.filename)), None)
                if part is None:
                    continue
                if entry.file_size > MOST_PART:
                    raise gate.broken(name)
                yield from _said(ET.fromstring(archive.read(entry)), part)  # noqa: S314 -- the parser expands no outer entities
    except (zipfile.BadZipFile, OSError, ET.ParseError, EOFError, ValueError) as error:
        raise gate.broken(name) from error


def _said(root: ET.Element, part: str) -> Iterator[Piece]:
    if part in _LOOSE:
        words = [text for one in root.iter() for text in (one.text, *one.attrib.values()) if text and text.strip()]
        yield from (Piece(part, text) for text in words)
        return
    number = 0
    for block in root.iter():
        if _tag(block) not in _PARAGRAPHS or block.get("t") == "s":  # such a cell only points at a shared text
            continue
        text = "".join(one.text or "" for one in _own(block) if _tag(one) in _TEXTS)
        if text.strip():
            number += 1
            cell = block.get("r")
            yield Piece(f"{part}的{cell}" if cell else f"{part}第{number}{'条' if _tag(block) == 'si' else '段'}", text)


def _own(block: ET.Element) -> Iterator[ET.Element]:
    """What stands in a paragraph, without the paragraphs inside it (text boxes), which come for themselves."""
    for one in block:
        if _tag(one) not in _PARAGRAPHS:
            yield one
            yield from _own(one)


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


__all__ = ["Piece", "pieces"]
