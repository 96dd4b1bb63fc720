"""The Word document, read back from its XML: the same figures as the drawn pages; names and texts that would hurt."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.oxml.ns import qn

from ecoduty.casework.documents.models import Document
from ecoduty.casework.documents.rendering import channel, press, word
from ecoduty.casework.documents.rendering.paper import Line, lines_of
from ecoduty.kernel.files import kinds
from tests.casework.documents.samples import BROUGHT, LETTER, LINE, MINUTES, REPORT, with_lines

TWIP = 1 / 20  # points


def written(paper):
    return word.write(paper, press.places(paper, BROUGHT).imprint_apart)


def part(data, name="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


@pytest.fixture(scope="module")
def report():
    return written(REPORT)


@pytest.fixture(scope="module")
def opened(report):
    return docx.Document(io.BytesIO(report))


def paragraph(opened, beginning):
    return next(one for one in opened.paragraphs if one.text.strip().startswith(beginning))


def faces(run):
    fonts = run._r.rPr.rFonts
    return {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia")}


def test_page_and_margins(opened):
    section = opened.sections[0]
    sides = [section.page_width, section.page_height, section.top_margin, section.bottom_margin]
    sides += [section.left_margin, section.right_margin]
    assert [round(side.mm) for side in sides] == [210, 297, 37, 35, 28, 26]


def test_22_lines_of_28_characters_fit_the_type_area(opened):
    body = paragraph(opened, LINE)
    pitch = body.paragraph_format.line_spacing.pt
    assert body._p.pPr.find(qn("w:spacing")).get(qn("w:lineRule")) == "exact"
    assert 22 * pitch <= 225 / 25.4 * 72 < 23 * pitch
    run = body.runs[0]
    closer = int(run._r.rPr.find(qn("w:spacing")).get(qn("w:val"))) * TWIP
    assert 28 * (run.font.size.pt + closer) <= 156 / 25.4 * 72 < 29 * (run.font.size.pt + closer)


@pytest.mark.parametrize(
    ("beginning", "face", "size"),
    [
        ("云泽市农业农村水利局文件", "方正小标宋简体", 44),
        ("云农水〔2026〕12号", "仿宋_GB2312", 16),
        ("市农水局2025年度", "方正小标宋简体", 22),
        ("一、绿色低碳发展", "黑体", 16),
        ("（一）用水", "楷体_GB2312", 16),
        ("1.管控", "仿宋_GB2312", 16),
        ("抄送：", "仿宋_GB2312", 14),
    ],
)
def test_faces_and_sizes_for_every_script(opened, beginning, face, size):
    run = next(run for run in paragraph(opened, beginning).runs if run.text.strip())
    assert faces(run) == {face}
    assert run.font.size.pt == pytest.approx(size, abs=10 if size == 44 else 0)


def test_signer_is_named_in_kaiti_on_the_line_of_the_number(opened):
    line = paragraph(opened, "云农水〔2026〕12号")
    assert "签发人：王海" in line.text
    assert faces(line.runs[-1]) == {"楷体_GB2312"}
    rule = line._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert rule.get(qn("w:color")) == "D7000F"


def test_page_numbers_stand_outside_in_songti(report, opened):
    assert opened.settings.odd_and_even_pages_header_footer
    section = opened.sections[0]
    for footer, side in ((section.footer, 2), (section.even_page_footer, 0)):
        line = footer.paragraphs[0]
        assert line.alignment == side
        assert line.text.replace("1", "") == "—  —"
        assert {run.font.size.pt for run in line.runs} == {14}
        assert "PAGE" in line._p.xml
        assert faces(line.runs[0]) == {"宋体"}


def test_head_of_a_table_repeats(opened):
    table = opened.tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(table.rows) == 41
    width = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid)
    assert width * TWIP / 72 * 25.4 == pytest.approx(156, abs=0.5)


def test_imprint_is_lifted_to_the_lower_edge_of_the_type_area(opened):
    rows = [one for one in opened.paragraphs if one._p.pPr.find(qn("w:framePr")) is not None]
    assert sorted(one.text.split("\t")[0] for one in rows) == [
        "云泽市农业农村水利局",
        "抄送：江岭省水利厅，市生态环境局。",
    ]
    tops = {one.text[:2]: int(one._p.pPr.find(qn("w:framePr")).get(qn("w:y"))) * TWIP for one in rows}
    assert tops["云泽"] + 26 == pytest.approx(225 / 25.4 * 72, abs=0.2)
    assert tops["抄送"] + 26 == pytest.approx(tops["云泽"], abs=0.2)
    outside = rows[0]._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom")).get(qn("w:sz"))
    assert outside == "8"  # eighths of a point: 0.35 mm


def test_imprint_goes_to_the_even_page_that_the_drawn_pages_have(report):
    assert written(with_lines(3)).count(b"PK") > 0
    odd = next(lines for lines in range(1, 40) if press.places(with_lines(lines), BROUGHT).body_end == 3)
    assert part(written(with_lines(odd))).count('w:type="page"') == 1


def test_letter_and_minutes():
    letter, minutes = part(written(LETTER)), part(written(MINUTES))
    assert "titlePg" in letter
    assert "印发" not in letter
    assert "黑体" in minutes
    assert "出席：" in minutes
    first = [name for name in zipfile.ZipFile(io.BytesIO(written(LETTER))).namelist() if "header" in name]
    assert any("thickThinSmallGap" in part(written(LETTER), name) for name in first)


@pytest.mark.parametrize("paper", [REPORT, LETTER, MINUTES], ids=["report", "letter", "minutes"])
def test_parts_are_wellformed_and_paragraph_properties_stand_in_the_order_of_the_schema(paper):
    data = written(paper)
    order = ("keepNext", "framePr", "widowControl", "pBdr", "tabs", "autoSpaceDE", "autoSpaceDN", "snapToGrid",
             "spacing", "ind", "jc", "outlineLvl", "rPr")  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                tree = ET.fromstring(package.read(name))
                for properties in tree.iter(qn("w:pPr")):
                    found = [one.tag.rpartition("}")[2] for one in properties]
                    known = [one for one in found if one in order]
                    assert known == sorted(known, key=order.index), (name, found)
    assert kinds.KINDS["docx"].code == "docx"


def test_same_paper_gives_the_same_bytes(report):
    assert report == written(REPORT)


@pytest.mark.parametrize("nasty", ["</w:t>", "&amp; <b>", "\x00\x1f", "]]>", "\ud800", "{{ x }}", "𠮷", '"; DROP'])
def test_no_text_is_markup_or_breaks_the_file(nasty):
    paper = replace(
        REPORT, title=(nasty or "题",), signer=nasty,
        blocks=(Line("text", nasty), *lines_of([{"title": nasty, "text": f"| {nasty} | 乙 |"}])),
    )  # fmt: skip
    text = "".join(docx.Document(io.BytesIO(written(paper))).element.itertext())
    kept = re.sub(r"[\x00-\x1f\ud800]", "", nasty)
    assert text.count(kept) >= 3


def test_characters_beyond_the_basic_plane_ask_for_a_face_that_has_them():
    xml = part(written(replace(REPORT, blocks=(Line("text", "某𠮷某"),))))
    assert re.search(r'w:eastAsia="SimSun-ExtB"[^>]*/>(?:(?!</w:r>).)*𠮷', xml)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("关于甲/乙两区分工的函", "关于甲／乙两区分工的函.docx"),
        ("..\\..\\etc/passwd", "..＼..＼etc／passwd.docx"),
        ("报告\x00\n\t", "报告_.docx"),
        ("标题：“引号”？*|<>", "标题：“引号”？____.docx"),
        ("\u202e反向", "反向.docx"),
    ],
)
def test_names_of_files_are_safe_everywhere(title, name):
    assert channel.file_name(Document(title=title), "docx") == name


def test_name_of_a_title_of_300_characters_fits_every_system():
    name = channel.file_name(Document(title="长" * 300), "docx")
    assert len(name.encode()) <= 240
    assert name.endswith(".docx")
