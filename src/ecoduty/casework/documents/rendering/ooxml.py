"""What python-docx has no words for, written as the elements of Office Open XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Length
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run


def twips(length: Length) -> int:
    """A length in twentieths of a point, as the format counts."""
    return int(length.pt * 20 + 0.5)


def element(name: str, **attributes: object) -> Any:
    """An element `w:name` with attributes `w:…`."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def face(properties: Any, name: str) -> None:
    """One face for every script, so that figures do not fall into another one."""
    fonts = properties.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), name)
    fonts.set(qn("w:hint"), "eastAsia")


def plain(paragraph: Paragraph) -> None:
    """No room between figures and characters, no control of lone lines, no grid: every line is placed by its own height."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 -- python-docx has no words for these
    after = ("w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
    properties.insert_element_before(element("widowControl", val=0), "w:pBdr", "w:shd", "w:tabs", *after)
    for name in ("autoSpaceDE", "autoSpaceDN", "snapToGrid"):
        properties.insert_element_before(element(name, val=0), *after[2 if name != "snapToGrid" else 3 :])


def grid(section: Section, *, lines: Length) -> None:
    """The page's grid of lines. Characters have none: office suites disagree about it; runs are set closer instead."""
    properties = section._sectPr  # noqa: SLF001 -- python-docx has no grid
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("docGrid", type="lines", linePitch=twips(lines)))


def closer(properties: Any, twentieths: int) -> None:
    """Set the characters of a run so much closer."""
    properties.insert_element_before(
        element("spacing", val=-twentieths), "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u"
    )


def field(paragraph: Paragraph, name: str) -> list[Run]:
    """The runs of a field that the office suite works out, such as PAGE."""
    parts = (
        element("fldChar", fldCharType="begin"),
        element("instrText"),
        element("fldChar", fldCharType="separate"),
        element("t"),
        element("fldChar", fldCharType="end"),
    )
    parts[1].text, parts[3].text = f" {name} ", "1"
    runs = []
    for part in parts:
        run = paragraph.add_run()
        run._r.append(part)  # noqa: SLF001 -- python-docx has no fields
        runs.append(run)
    return runs


def rules(paragraph: Paragraph, color: str, **sides: tuple[str, int, float]) -> None:
    """Lines beside a paragraph: for `top`, `bottom` or `between` the style, the thickness in eighths of a point, and the room between
    text and line in points.
    """
    borders = element("pBdr")
    for side in ("top", "bottom", "between"):
        if side in sides:
            style, eighths, space = sides[side]
            borders.append(element(side, val=style, sz=eighths, space=round(space), color=color))
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 -- python-docx has no borders
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
        "w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr",
    )  # fmt: skip


def indent_first_line(paragraph: Paragraph, *, characters: int, width: Length) -> None:
    """So many characters in, kept when somebody changes the size."""
    paragraph.paragraph_format.first_line_indent = width
    paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), str(characters * 100))  # noqa: SLF001 -- as above


def outline(paragraph: Paragraph, level: int) -> None:
    """Let the heading stand in the document's outline."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 -- as above
    properties.insert_element_before(element("outlineLvl", val=level - 1), "w:rPr")


def table_shape(table: Table, widths: Sequence[Length], *, margin: Length) -> None:
    """Fixed columns of these widths, little room beside the text."""
    table.autofit = False
    properties = table._tbl.tblPr  # noqa: SLF001 -- python-docx has no cell margins
    cells = element("tblCellMar")
    for side in ("left", "right"):
        cells.append(element(side, w=twips(margin), type="dxa"))
    look = properties.find(qn("w:tblLook"))
    for part in (element("tblInd", w=twips(margin), type="dxa"), cells):
        look.addprevious(part) if look is not None else properties.append(part)
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):  # noqa: SLF001
        column.set(qn("w:w"), str(twips(width)))


def add_row(
    table: Table, texts: Sequence[str], *, widths: Sequence[Length], centred: Sequence[bool], size: Length,
    pitch: Length, face: str, repeated: bool,
) -> None:  # fmt: skip
    """A row of cells; with `repeated` it stands again at the top of every page that the table runs on to."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{_cell_text(text, centre, size, pitch, face)}</w:tc>"
        for text, width, centre in zip(texts, widths, centred, strict=True)
    )
    head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if repeated else ""
    table._tbl.append(parse_xml(f"<w:tr {nsdecls('w')}>{head}{cells}</w:tr>"))  # noqa: SLF001 -- thousands of cells


def _cell_text(text: str, centre: bool, size: Length, pitch: Length, face: str) -> str:  # noqa: FBT001 -- named above
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return (
        f'<w:p><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:before="20" w:after="20" w:line="{twips(pitch)}" w:lineRule="exact"/>'
        f'<w:jc w:val="{"center" if centre else "left"}"/></w:pPr>'
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'
        f'<w:sz w:val="{round(size.pt * 2)}"/></w:rPr>{lines}</w:r></w:p>'
    )


def lift(paragraph: Paragraph, *, width: Length, top: Length) -> None:
    """Lift a paragraph out of the text into a frame that begins so far below the upper edge of the type area."""
    frame = element(
        "framePr", w=twips(width), hSpace=0, wrap="around", vAnchor="margin", hAnchor="margin", xAlign="left",
        y=twips(top),
    )  # fmt: skip
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 -- python-docx has no frames
    properties.insert_element_before(
        frame, "w:widowControl", "w:numPr", "w:pBdr", "w:shd", "w:tabs", "w:autoSpaceDE", "w:autoSpaceDN",
        "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr",
    )  # fmt: skip


def watermark(paragraph: Paragraph, text: str, name: str) -> None:
    """A grey word across every page on which this paragraph of a header stands, behind the text."""
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:320pt;height:160pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    drawn = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>'
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" path="m@7,l@8,m@5,21600l@6,21600e">'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="{name}" type="#_x0000_t136" style="{style}" fillcolor="silver" stroked="f">'
        f'<v:textpath style="font-family:黑体;font-size:1pt" string="{escape(text)}"/></v:shape></w:pict></w:r>'
    )
    paragraph._p.append(parse_xml(drawn))  # noqa: SLF001 -- python-docx draws no shapes


def steady(data: bytes) -> bytes:
    """The same package with one fixed time on every part: the same paper gives the same bytes."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return kept.getvalue()
