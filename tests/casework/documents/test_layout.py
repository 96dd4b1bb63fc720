"""Golden figures of GB/T 9704, read back from the drawn pages: points of the PDF, colours of the picture."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace

import pytest
from pypdf import PdfReader

from ecoduty.casework.documents.rendering import press
from ecoduty.casework.documents.rendering.paper import Line, lines_of
from tests.casework.documents.samples import BROUGHT, LETTER, MINUTES, REPORT, of_twenty_pages, with_lines

MM = 72 / 25.4
PPI = 76.2  # three dots a millimetre
RED, BLACK = "red", "black"


def reader(paper):
    return PdfReader(io.BytesIO(press.draw(paper, BROUGHT)))


def strokes(page):
    """Straight lines of a page: (x from the left edge, y from the upper edge, length, thickness), millimetres."""
    found, start = [], [None]

    def visit(operator, operands, cm, tm):
        if operator == b"w":
            found.append(("w", float(operands[0]) * abs(cm[3]) / MM))
        if operator == b"m":
            start[0] = [float(one) for one in operands]
        if operator == b"l" and start[0]:
            (x, y), (to, _) = start[0], [float(one) for one in operands]
            found.append(((cm[0] * x + cm[4]) / MM, 297 - (cm[3] * y + cm[5]) / MM, cm[0] * (to - x) / MM))

    page.extract_text(visitor_operand_before=visit)
    thickness, lines = 0.0, []
    for one in found:
        if one[0] == "w":
            thickness = one[1]
        elif abs(one[2]) > 1:
            lines.append((*one, thickness))
    return lines


def texts(page):
    """Baselines: (text, x, y from the upper edge, size), millimetres and points."""
    found = []

    def visit(text, cm, tm, font, size):
        if text.strip():
            x, y = cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5]
            found.append((text.strip("\n"), x / MM, 297 - y / MM, abs(size * tm[0] * cm[0])))

    page.extract_text(visitor_text=visit)
    return found


class Picture:
    """A page as dots."""

    def __init__(self, paper, number=1):
        drawn, _ = press._fit(paper, BROUGHT, format="png", ppi=PPI)
        self.width, self.rows = dots((drawn if isinstance(drawn, list) else [drawn])[number - 1])

    def box(self, colour, top=0.0, bottom=297.0, left=0.0, right=210.0):
        """Edges of everything of that colour in a part of the page: left, upper, right, lower, in millimetres."""
        xs, ys = [], []
        for y, row in enumerate(self.rows):
            if not top <= y * 25.4 / PPI <= bottom:
                continue
            for x in range(int(left / 25.4 * PPI), min(self.width, int(right / 25.4 * PPI))):
                r, g, b = row[4 * x : 4 * x + 3]
                if (r > 150 and g < 110 and b < 110) if colour == RED else r + g + b < 200:
                    xs.append(x)
                    ys.append(y)
        assert xs, f"nothing {colour} between {top} and {bottom} mm"
        return tuple(n * 25.4 / PPI for n in (min(xs), min(ys), max(xs) + 1, max(ys) + 1))


def dots(png):
    """A PNG of 8 bits and four channels, decoded: width and rows."""
    at, packed, width = 8, b"", 0
    while at < len(png):
        size, kind = struct.unpack_from(">I4s", png, at)
        if kind == b"IHDR":
            width, _, depth, channels = struct.unpack_from(">IIBB", png, at + 8)
            assert (depth, channels) == (8, 6)
        if kind == b"IDAT":
            packed += png[at + 8 : at + 8 + size]
        at += 12 + size
    raw, line = zlib.decompress(packed), width * 4
    rows, before = [], bytearray(line)
    for start in range(0, len(raw), line + 1):
        before = unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + line]), before)
        rows.append(before)
    return width, rows


def unfiltered(kind, row, above):
    if kind == 2:
        return bytearray((a + b) & 255 for a, b in zip(row, above, strict=True))
    for n in range(len(row) if kind else 0):
        left, up, corner = row[n - 4] if n >= 4 else 0, above[n], above[n - 4] if n >= 4 else 0
        if kind == 1:
            row[n] = (row[n] + left) & 255
        elif kind == 3:
            row[n] = (row[n] + (left + up) // 2) & 255
        else:
            guess = left + up - corner
            nearest = min((left, up, corner), key=lambda one: abs(guess - one))
            row[n] = (row[n] + nearest) & 255
    return row


@pytest.fixture(scope="module")
def report():
    return reader(REPORT).pages


@pytest.fixture(scope="module")
def first():
    return Picture(REPORT)


def test_red_head_stands_35_mm_below_the_type_area(first):
    left, top, right, bottom = first.box(RED, bottom=90)
    assert top == pytest.approx(37 + 35, abs=0.5)
    assert left + right == pytest.approx(28 + 184, abs=2)  # in the middle of the type area
    assert bottom - top < 44 / MM


def test_red_rule_is_as_wide_as_the_type_area_and_4_mm_below_the_number(first, report):
    number = next(y for text, _, y, _ in texts(report[0]) if "云农水" in text)
    left, top, right, bottom = first.box(RED, top=number)
    assert (left, right) == (pytest.approx(28, abs=0.3), pytest.approx(184, abs=0.3))
    _, _, _, under = first.box(BLACK, top=number - 6, bottom=top)
    assert top - under == pytest.approx(4, abs=0.8)
    assert bottom - top < 1


def test_sizes_are_those_of_the_standard(report):
    sizes = {}
    for page in report:
        for text, _, _, size in texts(page):
            sizes.setdefault(round(size, 1), []).append(text)
    assert {14.0, 16.0, 22.0} <= set(sizes)
    assert any("履职专题报告" in text for text in sizes[22.0])
    assert any("签发人" in text for text in sizes[16.0])
    assert any("抄送" in text for text in sizes[14.0])


def test_signer_and_number_stand_on_one_line_one_character_in(report):
    lines = texts(report[0])
    number = next(one for one in lines if one[0].startswith("云农水"))
    signer = next(one for one in lines if "签发人" in one[0])
    assert number[2] == pytest.approx(signer[2], abs=0.1)
    assert number[1] == pytest.approx(28 + 156 / 28, abs=0.3)


@pytest.mark.parametrize(("number", "outside"), [(2, "left"), (3, "right")])
def test_page_number_is_7_mm_below_the_type_area_one_character_in(number, outside):
    picture = Picture(REPORT, number)
    left, _, right, bottom = picture.box(BLACK, top=263)
    dash = picture.box(BLACK, top=263, **({"right": left + 3} if outside == "left" else {"left": right - 3}))
    assert dash[1] == pytest.approx(262 + 7, abs=0.5)
    edge = left - 28 if outside == "left" else 184 - right
    assert edge == pytest.approx(14 / MM, abs=0.7)
    assert bottom < 275


def test_imprint_stands_on_the_lower_edge_of_an_even_page_with_rules_of_the_standard(report):
    assert len(report) % 2 == 0
    rules = [line for line in strokes(report[-1]) if line[2] == pytest.approx(156, abs=0.2)]
    assert [round(line[3], 2) for line in rules] == [0.35, 0.25, 0.35]
    assert rules[-1][1] == pytest.approx(262, abs=0.4)
    assert all(line[0] == pytest.approx(28, abs=0.1) for line in rules)


@pytest.mark.parametrize("lines", [1, 9, 14, 17, 31, 36, 38, 53, 58])
def test_imprint_is_always_on_an_even_page_and_pages_without_text_bear_no_number(lines):
    paper = with_lines(lines)
    pages, body_end = reader(paper).pages, press.places(paper, BROUGHT).body_end
    assert len(pages) % 2 == 0
    assert "印发" in pages[-1].extract_text()
    numbered = [n for n, page in enumerate(pages, 1) if f"— {n} —" in page.extract_text()]
    assert numbered == list(range(1, body_end + 1))


@pytest.mark.parametrize("lines", [*range(1, 18), 31, 33, 53])
@pytest.mark.parametrize("sealed", [True, False])
def test_signature_never_stands_on_a_page_without_text(lines, sealed):
    places = press.places(with_lines(lines, sealed=sealed), BROUGHT)
    assert places.signed == places.text_end


def test_table_repeats_its_head_on_every_page(report):
    read = ["".join(page.extract_text().split()) for page in report]
    with_table = [text for text in read if "建立台账" in text]
    assert len(with_table) >= 3
    assert all("序号" in text and "牵头单位" in text for text in with_table)


def test_headings_are_numbered_by_level(report):
    text = "".join(page.extract_text() for page in report)
    for heading in ("一、绿色低碳发展", "（一）用水", "1.管控", "——甲类", "二、督察整改", "2.第二项。"):
        assert heading in text.replace("\n", "").replace(" ", "")


def test_headings_numbered_by_hand_keep_their_numbers():
    found = lines_of([{"title": "三、整改", "text": "# （五）情况\n# 又一个\n## 3．措施"}])
    assert [line.text for line in found] == ["三、整改", "（五）情况", "（二）又一个", "3．措施"]


def test_letter_has_double_lines_of_170_mm_and_no_number_on_its_first_page():
    picture = Picture(LETTER)
    mark = picture.box(RED, bottom=40, left=35, right=175)
    assert mark[1] == pytest.approx(30, abs=0.5)
    left, _, right, bottom = picture.box(RED, top=200)
    assert (left, right) == (pytest.approx(20, abs=0.4), pytest.approx(190, abs=0.4))
    assert bottom == pytest.approx(297 - 20, abs=0.4)
    pages = reader(LETTER).pages
    assert "— 1 —" not in pages[0].extract_text()
    assert "— 2 —" in pages[1].extract_text()
    assert "印发" not in "".join(page.extract_text() for page in pages)


def test_minutes_name_who_was_there_and_bear_no_signature():
    text = reader(MINUTES).pages[0].extract_text()
    assert "会议纪要" in text
    assert "出席：" in text
    assert text.count("2026年1月28日") == 0


def test_name_without_seal_stands_two_characters_in_and_the_date_two_further():
    page = reader(with_lines(3, sealed=False, signature="云泽市人民政府办公厅市生态环境保护委员会办公室")).pages[0]
    found = texts(page)
    name = next(one for one in found if one[0].startswith("云泽市人民政府"))
    dated = next(one for one in found if one[0].startswith("2026") and one[3] == pytest.approx(16, abs=0.1))
    assert dated[1] - name[1] == pytest.approx(2 * 156 / 28, abs=0.5)


@pytest.mark.parametrize("letter", ["堃", "㙍", "𥔲", "𫖮", "龘"])
def test_rare_characters_with_a_shape_are_drawn(letter):
    paper = replace(REPORT, blocks=(Line("text", f"联系人{letter}某"),), signer=letter)
    assert press.undrawable(paper, BROUGHT) == ""
    assert f"联系人{letter}某" in "".join(page.extract_text() for page in reader(paper).pages)


@pytest.mark.parametrize("letter", ["𠮷", "😀", "﷐", "ꀀ"])
def test_a_character_without_a_shape_is_told_and_stops_nothing(letter):
    paper = replace(REPORT, blocks=(Line("text", f"联系人{letter}某"),))
    assert press.undrawable(paper, BROUGHT) == letter
    assert "联系人〓某" in "".join(page.extract_text() for page in reader(paper).pages)


@pytest.mark.parametrize("nasty", ["\x00\x07\x1f", "\u2028\u2029", "\ud800", "\ufeff\u202e", "\ufffe"])
def test_control_characters_are_harmless(nasty):
    assert reader(replace(REPORT, blocks=(Line("text", f"正文{nasty}结束"),), signer=nasty)).pages


def test_a_word_longer_than_a_line_does_not_run_over_the_edge():
    picture = Picture(replace(REPORT, blocks=(Line("text", "https://example.gov.cn/" + "a" * 300),)))
    assert picture.box(BLACK, top=100)[2] <= 184.5


def test_widest_table_stays_inside_the_type_area():
    row = "| " + " | ".join(f"第{n}列内容" for n in range(1, 17)) + " |"
    wide = Picture(replace(REPORT, blocks=lines_of([{"title": "", "text": "\n".join([row] * 3)}])))
    left, _, right, _ = wide.box(BLACK, top=120, bottom=262)
    assert left >= 27.5
    assert right <= 184.5


def test_twenty_pages_are_twenty_pages():
    assert 18 <= len(reader(of_twenty_pages()).pages) <= 26
