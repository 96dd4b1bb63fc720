"""A .docx as paragraphs and tables in their order; read from its XML, so that five thousand rows take a second."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from ecoduty.kernel.files.reading import gate
from ecoduty.kernel.files.reading.grids import LONGEST, Grid
from ecoduty.kernel.files.reading.workbooks import clean
from ecoduty.mechanisms.responsibilities.reading.data import problem

_PART = "word/document.xml"
_MOST = 100 * 1024 * 1024  # bytes of the text's part
_UNSEEN = {"del", "moveFrom", "Fallback", "txbxContent", "instrText", "rt", "rPr", "pPr", "tblPr", "tcPr"}
_WIDEST = 200


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A filled paragraph: its number among the filled ones, and the level of its automatic numbering, -1 for none."""

    text: str
    number: int
    automatic: int = -1
    where: str = ""

    @property
    def place(self) -> str:
        """第12段, or where it stands otherwise."""
        return self.where or f"第{self.number}段"


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Contents:
    """What a document says from top to bottom, and what stands in its text boxes."""

    blocks: list[Block]
    boxes: list[Block]


def contents(path: Path, name: str) -> Contents:
    """Read a document. Raises Refused `list_file_broken`."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_PART).file_size > _MOST:
                raise gate.broken(name)
            root = ET.fromstring(archive.read(_PART))  # noqa: S314 -- the parser expands no outer entities
            styles = _numbered_styles(archive)
    except (zipfile.BadZipFile, KeyError, OSError, ET.ParseError, EOFError, ValueError) as error:
        raise gate.broken(name) from error
    body = next((one for one in root if _tag(one) == "body"), None)
    if body is None:
        raise gate.broken(name)
    boxes = (one for box in _boxes(body) for one in _framed(box))
    return Contents(_blocks(_framed(body), styles), _blocks(boxes, styles, "文本框"))


def _blocks(elements: Iterable[ET.Element], styles: dict[str, int], where: str = "") -> list[Block]:
    found: list[Block] = []
    paragraphs = tables = 0
    for one in elements:
        if _tag(one) == "tbl":
            tables += 1
            grid = _grid(one, f"{where}表{tables}")
            if grid.rows:
                found.append(grid)
        elif text := clean(_text(one)):
            paragraphs += 1
            place = f"{where}第{paragraphs}段" if where else ""
            found.append(Paragraph(text, paragraphs, _automatic(one, styles), place))
    return found


def _framed(parent: ET.Element) -> Iterator[ET.Element]:
    """Paragraphs and tables; of a table that only frames the page what stands in its cells."""
    for one in _flat(parent):
        if _tag(one) == "tbl" and _is_frame(one):
            for tr in _flat(one, ("tr",)):
                for tc in _flat(tr, ("tc",)):
                    yield from _framed(tc)
        else:
            yield one


def _is_frame(table: ET.Element) -> bool:
    """Whether a table of one column or two rows has a real table inside."""
    rows = [list(_flat(tr, ("tc",))) for tr in _flat(table, ("tr",))]
    if len(rows) > 2 and max(map(len, rows)) > 1:
        return False
    inner = (one for cells in rows for tc in cells for one in _flat(tc, ("tbl",)))
    return any(len(list(_flat(one, ("tr",)))) >= 2 and _widest(one) >= 2 for one in inner)


def _widest(table: ET.Element) -> int:
    return max((len(list(_flat(tr, ("tc",)))) for tr in _flat(table, ("tr",))), default=0)


def _boxes(element: ET.Element) -> Iterator[ET.Element]:
    for one in element:
        if _tag(one) == "txbxContent":
            yield one
        elif _tag(one) not in {"Fallback", "del", "moveFrom"}:
            yield from _boxes(one)


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: ET.Element | None, name: str = "val") -> str:
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _child(element: ET.Element | None, *names: str) -> ET.Element | None:
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if _tag(one) == name), None)
    return element


def _flat(parent: ET.Element, wanted: tuple[str, ...] = ("p", "tbl")) -> Iterator[ET.Element]:
    """Children of some kinds, those in content controls and insertions too."""
    for one in parent:
        tag = _tag(one)
        if tag in wanted:
            yield one
        elif tag in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
            yield from _flat(one, wanted)


def _text(element: ET.Element) -> str:
    """The visible text; what is deleted and only tracked is not."""
    tag = _tag(element)
    if tag in _UNSEEN or (tag == "r" and _is_on(_child(element, "rPr", "vanish"))):
        return ""
    if tag == "t":
        return element.text or ""
    if tag in {"br", "cr"}:
        return "\n"
    if tag in {"tab", "noBreakHyphen"}:
        return " " if tag == "tab" else "-"
    inner = "".join(_text(one) for one in element)
    return f"{inner}\n" if tag == "p" else inner


def _is_on(switch: ET.Element | None) -> bool:
    return switch is not None and _value(switch) not in {"0", "false", "off"}


def _automatic(paragraph: ET.Element, styles: dict[str, int]) -> int:
    """The level of automatic numbering, which stands in no text."""
    own = _child(paragraph, "pPr", "numPr")
    if own is not None:
        return -1 if _value(_child(own, "numId")) == "0" else int(_value(_child(own, "ilvl")) or 0)
    return styles.get(_value(_child(paragraph, "pPr", "pStyle")), -1)


def _numbered_styles(archive: zipfile.ZipFile) -> dict[str, int]:
    if "word/styles.xml" not in archive.NameToInfo or archive.getinfo("word/styles.xml").file_size > _MOST // 10:
        return {}
    found = {}
    for style in ET.fromstring(archive.read("word/styles.xml")):  # noqa: S314 -- see above
        numbering = _child(style, "pPr", "numPr")
        if numbering is not None and _value(_child(numbering, "numId")) != "0":
            found[_value(style, "styleId")] = int(_value(_child(numbering, "ilvl")) or 0)
    return found


def _grid(table: ET.Element, name: str) -> Grid:
    """The table with its merged cells filled; a cell that only continues the one above has that one's text."""
    rows: list[list[str]] = []
    grid = Grid(name, rows, lambda row, column: f"{name}第{row + 1}行第{column + 1}列")
    open_above: dict[int, tuple[int, int, int]] = {}  # column → first row of the merged range, its column and width
    for tr in _flat(table, ("tr",)):
        if _child(tr, "trPr", "del") is not None:
            continue
        row, texts = len(rows), list[str]()
        texts += [""] * min(int(_value(_child(tr, "trPr", "gridBefore")) or 0), _WIDEST)
        for tc in _flat(tr, ("tc",)):
            width = min(max(int(_value(_child(tc, "tcPr", "gridSpan")) or 1), 1), _WIDEST)
            column = len(texts)
            merged = _child(tc, "tcPr", "vMerge")
            above = open_above.get(column)
            if merged is not None and _value(merged) != "restart" and above:
                texts += [rows[above[0]][column]] * width
                _note(grid, above[0], above[1], row, above[1] + above[2] - 1)
                continue
            text = clean(_text(tc))
            if len(text) > LONGEST:
                text = text[:LONGEST]
                grid.troubles[row, column] = problem(grid.place(row, column), "list_text_too_long", most=LONGEST)
            texts += [text] * width
            for place in range(column, column + width):
                open_above.pop(place, None)
            if merged is not None:
                open_above[column] = (row, column, width)
            if width > 1:
                _note(grid, row, column, row, column + width - 1)
        rows.append(texts)
    widest = max((len(row) for row in rows), default=0)
    for one in rows:
        one.extend([""] * (widest - len(one)))
    return grid


def _note(grid: Grid, top: int, left: int, bottom: int, right: int) -> None:
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            grid.merged[row, column] = (top, left, bottom, right)


__all__ = ["Block", "Contents", "Paragraph", "contents"]
