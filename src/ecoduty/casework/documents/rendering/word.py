"""The same paper as a Word document: for who has to go on working with it in an office suite.

Sizes, faces and places are those of the drawn pages. The faces bear their official names, whether or not they are
installed here: the reader's machine has them or says so. Where an office suite cannot decide by itself (the imprint on
an even page), the drawn pages decide.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.section import Section
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ecoduty.casework.documents.rendering import ooxml
from ecoduty.casework.documents.rendering.paper import Grid, Line, Paper, printable

TITLE, BODY, HEADING, SECOND, NUMBER = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
RARE = "SimSun-ExtB"  # what office machines have for characters beyond the basic plane
RED = RGBColor(0xD7, 0x00, 0x0F)
WIDTH, HEIGHT = Mm(156), Mm(225)
CELL = Emu(WIDTH // 28)
PITCH = Pt(28.95)  # 22 of them fill the type area but for a hair: a full page never spills over
SIZE = Pt(16)
CLOSER = 5  # twentieths of a point: so 28 characters of 16 points go into a line of 156 mm
_LEVELS = (HEADING, SECOND, BODY, BODY)
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 -- the format knows no zone; papers bear their own date


def write(paper: Paper, breaks: int = 0) -> bytes:
    """The paper as DOCX; `breaks` is how many pages further than the body the imprint stands (`press.places`)."""
    clean = paper.mapped(lambda text: printable(text).replace("\u200b", ""))
    document = docx.Document()
    _writer = _Writer(document, clean, breaks)
    _writer.write()
    kept = io.BytesIO()
    document.save(kept)
    return ooxml.steady(kept.getvalue())


class _Writer:
    """Writes one paper into one empty document, from top to bottom."""

    def __init__(self, document: WordDocument, paper: Paper, breaks: int) -> None:
        self.document = document
        self.paper = paper
        self.breaks = breaks

    def write(self) -> None:
        """Everything, in order."""
        self._set_up()
        self._header()
        self._mark()
        self._title()
        self._body()
        self._attachments()
        self._signature()
        self._imprint()

    def _set_up(self) -> None:
        paper, document = self.paper, self.document
        section: Section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(15), Mm(25)
        ooxml.grid(section, lines=PITCH)
        document.settings.odd_and_even_pages_header_footer = True
        section.different_first_page_header_footer = paper.layout == "letter"
        if paper.layout == "letter":
            section.footer_distance = Mm(20)  # of the lines at the foot of its first page
        self._page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        self._page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
        normal = document.styles["Normal"]
        normal.font.size = SIZE
        ooxml.face(normal.element.get_or_add_rPr(), BODY)
        properties = document.core_properties
        properties.title, properties.author = "".join(paper.title), paper.issuer
        properties.last_modified_by, properties.comments = paper.issuer, ""
        properties.created = properties.modified = _MADE

    def _page_number(self, paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
        """— 3 — in 宋体 of 14 points, one character in from the outer edge."""
        self._spaced(paragraph, Pt(14))
        paragraph.alignment = side
        if self.paper.layout == "letter":
            paragraph.paragraph_format.space_after = Mm(5)
        right = side == WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(14) if right else None
        paragraph.paragraph_format.left_indent = None if right else Pt(14)
        runs = [paragraph.add_run("— "), *ooxml.field(paragraph, "PAGE"), paragraph.add_run(" —")]
        for run in runs:
            run.font.size = Pt(14)
            ooxml.face(run._r.get_or_add_rPr(), NUMBER)  # noqa: SLF001 -- python-docx has no eastAsia face

    # ------------------------------------------------------------------------------------------------ header

    def _header(self) -> None:
        if self.paper.layout == "letter":
            self._letter_head()
            return
        paper = self.paper
        size = Pt(min(44.0, (WIDTH.pt - Mm(8).pt) / len(paper.mark)))
        mark = self._paragraph(pitch=Pt(size.pt * 1.2), align=WD_ALIGN_PARAGRAPH.CENTER)
        # The type stands in the middle of its line: the line begins a tenth of the type above it.
        mark.paragraph_format.space_before = Pt(Mm(35).pt - size.pt * 0.12)
        self._run(mark, paper.mark, TITLE, size, RED)
        self._blank(2)
        number = self._paragraph()
        if paper.upward:
            number.paragraph_format.tab_stops.add_tab_stop(CELL)
            number.paragraph_format.tab_stops.add_tab_stop(Emu(WIDTH - CELL), WD_TAB_ALIGNMENT.RIGHT)
            self._run(number, f"\t{paper.number}\t签发人：")
            self._run(number, paper.signer, SECOND)
        else:
            number.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self._run(number, paper.number)
        ooxml.rules(number, "D7000F", bottom=("single", 10, Mm(4).pt - (PITCH.pt - 16) / 2))

    def _letter_head(self) -> None:
        """The mark 30 mm below the edge, a double line of 170 mm below it, the number flush right below that."""
        paper = self.paper
        size = Pt(min(36.0, (WIDTH.pt - Mm(8).pt) / len(paper.mark)))
        section = self.document.sections[0]
        section.header_distance = Mm(30)
        mark = section.first_page_header.paragraphs[0]
        self._spaced(mark, Pt(size.pt * 1.1))
        mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(mark, paper.mark, TITLE, size, RED)
        mark.paragraph_format.left_indent = mark.paragraph_format.right_indent = Mm(-7)
        ooxml.rules(mark, "D7000F", bottom=("thickThinSmallGap", 18, Mm(4).pt))
        for other in (section.header.paragraphs[0], section.even_page_header.paragraphs[0]):
            self._spaced(other, Pt(6))
        number = self._paragraph(align=WD_ALIGN_PARAGRAPH.RIGHT)
        number.paragraph_format.space_before = Pt(16 * 7 / 8 - 6)
        self._run(number, paper.number)
        foot = self.document.sections[0].first_page_footer.paragraphs[0]
        self._spaced(foot, Pt(6))
        foot.paragraph_format.left_indent = foot.paragraph_format.right_indent = Mm(-7)
        ooxml.rules(foot, "D7000F", bottom=("thinThickSmallGap", 18, 0))

    def _mark(self) -> None:
        """What the drawn pages bear across them, in every header."""
        if not self.paper.watermark:
            return
        section = self.document.sections[0]
        headers = [section.header, section.even_page_header]
        if self.paper.layout == "letter":
            headers.append(section.first_page_header)
        for n, header in enumerate(headers, 1):
            ooxml.watermark(header.paragraphs[0], self.paper.watermark, f"mark{n}")

    def _title(self) -> None:
        self._blank(2)
        for line in self.paper.title:
            title = self._paragraph(pitch=Pt(33.3), align=WD_ALIGN_PARAGRAPH.CENTER)
            self._run(title, line, TITLE, Pt(22))
        self._blank(1)
        if self.paper.main:
            self._run(self._paragraph(), self.paper.main)

    # ------------------------------------------------------------------------------------------------ body

    def _body(self) -> None:
        before = ""
        for block in self.paper.blocks:
            if isinstance(block, Grid):
                self._table(block)
            else:
                if block.kind == "people" and before != "people":
                    self._blank(1)
                self._line(block)
            before = block.kind

    def _line(self, line: Line) -> None:
        paragraph = self._paragraph()
        shape = paragraph.paragraph_format
        if line.kind == "people":
            shape.left_indent = Emu(CELL * (2 + len(line.text)))
            shape.first_line_indent = Emu(-CELL * len(line.text))
            self._run(paragraph, line.text, HEADING)
            self._run(paragraph, line.rest)
            return
        ooxml.indent_first_line(paragraph, characters=2, width=Emu(CELL * 2))
        if line.kind == "heading":
            shape.keep_with_next = True
            ooxml.outline(paragraph, line.level)
            self._run(paragraph, line.text, _LEVELS[line.level - 1])
        elif line.kind == "run-in":
            self._run(paragraph, line.text, SECOND)
            self._run(paragraph, line.rest)
        else:
            self._run(paragraph, line.text)

    def _table(self, grid: Grid) -> None:
        self._paragraph(pitch=Pt(8))
        columns = len(grid.widths)
        table = self.document.add_table(rows=0, cols=columns, style="Table Grid")
        total = sum(grid.widths)
        widths = [Emu(int(WIDTH * share / total)) for share in grid.widths]
        ooxml.table_shape(table, widths, margin=Pt(3))
        size = Pt(grid.size)
        for n, row in enumerate(grid.rows):
            head = grid.header and n == 0
            # Written as elements: the library's own way to a cell takes a second for a thousand of them.
            ooxml.add_row(
                table, row, widths=widths, centred=[head or one for one in grid.centred], size=size,
                pitch=Pt(grid.size * 1.45), face=HEADING if head else BODY, repeated=head,
            )  # fmt: skip
        self._paragraph(pitch=Pt(8))  # two tables in succession would grow together

    def _attachments(self) -> None:
        titles = self.paper.attachments
        if not titles:
            return
        self._blank(1)
        several = len(titles) > 1
        hanging = 6.2 if several else 5.0  # cells to where the names begin
        for n, title in enumerate(titles, 1):
            paragraph = self._paragraph()
            shape = paragraph.paragraph_format
            shape.left_indent = Emu(int(CELL * hanging))
            lead = 2.0 if n == 1 else 5.0
            shape.first_line_indent = Emu(int(-CELL * (hanging - lead)))
            shape.tab_stops.add_tab_stop(Emu(int(CELL * hanging)))
            number = f"{n}.\t" if several else ""
            self._run(paragraph, f"{'附件：' if n == 1 else ''}{number}{title}")

    def _signature(self) -> None:
        paper = self.paper
        if not paper.dated or not paper.signature:
            return
        dated, name = _cells(paper.dated), _cells(paper.signature)
        if paper.sealed:
            of_name, of_date = max(0.0, 4 + dated / 2 - name / 2), 4.0
        elif name - dated >= 2:
            of_name, of_date = 2.0, name - dated
        else:
            of_name, of_date = 4 + dated - name, 2.0
        self._blank(2 if paper.sealed else 1)
        for text, inset in ((paper.signature, of_name), (paper.dated, of_date)):
            line = self._paragraph(align=WD_ALIGN_PARAGRAPH.RIGHT)
            line.paragraph_format.right_indent = Emu(int(CELL * inset))
            line.paragraph_format.keep_with_next = text == paper.signature
            self._run(line, text)
        if paper.note:
            note = self._paragraph()
            ooxml.indent_first_line(note, characters=2, width=Emu(CELL * 2))
            self._run(note, f"（{paper.note}）")

    # ------------------------------------------------------------------------------------------------ imprint

    def _imprint(self) -> None:
        """Rows that stand on the lower edge of the type area, whatever is above it."""
        paper = self.paper
        letter = paper.layout == "letter"
        if not paper.copies and (letter or not paper.printed_on):
            return
        for _ in range(self.breaks):
            self.document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        rows = [f"抄送：{paper.copies}。"] if paper.copies else []
        if not letter:
            rows.append(f"{paper.printed_by}\t{paper.printed_on}印发")
        below = 0.0
        for n, text in reversed(list(enumerate(rows))):
            lines = -(-_cells(text) // (WIDTH.pt / 14 - 5))
            below += lines
            self._at_the_foot(text, Emu(int(HEIGHT - below * Pt(26))), first=n == 0, last=n == len(rows) - 1)

    def _at_the_foot(self, text: str, top: Emu, *, first: bool, last: bool) -> None:
        """One row of the imprint, lifted out of the text; rules of 0.35 mm outside and 0.25 mm between."""
        paragraph = self._paragraph(pitch=Pt(26))
        shape = paragraph.paragraph_format
        shape.left_indent, shape.first_line_indent, shape.right_indent = Pt(14 * 4), Pt(-14 * 3), Pt(14)
        shape.tab_stops.add_tab_stop(Emu(WIDTH - Pt(14)), WD_TAB_ALIGNMENT.RIGHT)
        self._run(paragraph, text, BODY, Pt(14))
        ooxml.lift(paragraph, width=WIDTH, top=top)
        if self.paper.layout != "letter":
            above = ("single", 8 if first else 6, 0.0)
            ooxml.rules(paragraph, "000000", top=above, **({"bottom": ("single", 8, 0.0)} if last else {}))
        self._paragraph(pitch=Pt(1))  # what is lifted out hangs on the paragraph that follows, and not on its neighbour

    # ------------------------------------------------------------------------------------------------ pieces

    def _paragraph(self, pitch: Pt = PITCH, align: WD_ALIGN_PARAGRAPH | None = None) -> Paragraph:
        paragraph = self.document.add_paragraph()
        self._spaced(paragraph, pitch)
        if align is not None:
            paragraph.alignment = align
        return paragraph

    def _blank(self, lines: int) -> None:
        for _ in range(lines):
            self._paragraph()

    @staticmethod
    def _spaced(paragraph: Paragraph, pitch: Pt) -> None:
        shape = paragraph.paragraph_format
        shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        shape.line_spacing = pitch
        shape.space_before = shape.space_after = Pt(0)
        ooxml.plain(paragraph)

    @staticmethod
    def _run(paragraph: Paragraph, text: str, face: str = BODY, size: Pt = SIZE, color: RGBColor | None = None) -> None:
        for rare, part in _by_plane(text):
            run: Run = paragraph.add_run(part)
            run.font.size = size
            if color is not None:
                run.font.color.rgb = color
            properties = run._r.get_or_add_rPr()  # noqa: SLF001 -- as above
            ooxml.face(properties, RARE if rare else face)
            if size == SIZE:
                ooxml.closer(properties, CLOSER)


def _by_plane(text: str) -> Iterator[tuple[bool, str]]:
    """Pieces of the text, characters beyond the basic plane apart from the others."""
    for rare, letters in groupby(text, lambda letter: ord(letter) > 0xFFFF):
        yield rare, "".join(letters)


def _cells(text: str) -> float:
    """Width in characters: figures take half of one."""
    return sum(0.5 if ord(letter) < 0x2E80 else 1.0 for letter in text)
