"""The drawn pages, read back: paper size, grid of 22 lines by 28 characters, order of text, fonts inside, no tricks."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from pypdf import PdfReader

from ecoduty.casework.documents.models import Document
from ecoduty.casework.documents.rendering import channel, faces, press
from ecoduty.casework.documents.rendering.paper import Line, Paper, lines_of, numeral, title_lines
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.models import Message

LINE = "坚持把节约用水作为绿色发展的重要抓手全年新增节水型单位三"  # 28 characters: one full line
BROUGHT = faces.look_up(())  # only the faces the platform brings along: the same on every machine

SAMPLE = Paper(
    issuer="云泽市农业农村水利局",
    number="云农水〔2026〕12号",
    title=title_lines("市农水局2025年度生态环境保护履职专题报告"),
    main="市委、市政府：",
    blocks=lines_of(
        [
            {"title": "绿色低碳发展", "text": f"（一）总体情况。{LINE * 9}。"},
            {"title": "督察整改", "text": f"{LINE * 40}。"},
        ]
    ),
    attachments=("履职事项完成情况表", "重点任务进度表"),
    signature="云泽市农业农村水利局",
    dated="2026年1月28日",
    copies="江岭省水利厅，市生态环境局",
    printed_by="云泽市农业农村水利局",
    printed_on="2026年1月28日",
    upward=True,
    signer="局长",
)


def read(data):
    return PdfReader(io.BytesIO(data))


def lines_of(page):
    """Baselines from the top in points → the text on each, from left to right."""
    found = {}

    def visit(text, cm, tm, font, size):
        if text.strip():
            y = round(841.89 - (tm[5] * cm[3] + cm[5]), 1)
            found.setdefault(y, []).append(text.strip("\n"))

    page.extract_text(visitor_text=visit)
    return {y: "".join(parts) for y, parts in sorted(found.items())}


@pytest.fixture(scope="module")
def pages():
    return read(press.draw(SAMPLE, BROUGHT)).pages


def test_paper_is_a4_and_every_font_is_inside(pages):
    for page in pages:
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile3" in descendant["/FontDescriptor"]
            assert "+Noto" in descendant["/BaseFont"]


def test_text_stands_in_the_order_of_the_standard(pages):
    text = "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
    parts = [
        "云泽市农业农村水利局", "云农水〔2026〕12号", "签发人：局长", "市农水局2025年度", "专题报告", "市委、市政府：",
        "一、绿色低碳发展", "（一）总体情况。", "二、督察整改", "附件：1.履职事项完成情况表", "2.重点任务进度表",
        "云泽市农业农村水利局2026年1月28日", "抄送：江岭省水利厅，市生态环境局。", "2026年1月28日印发",
    ]  # fmt: skip
    places = [text.find(part, 1 if part == parts[11] else 0) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_full_page_has_22_lines_of_28_characters(pages):
    lines = {y: text for y, text in lines_of(pages[2]).items() if "—" not in text}
    assert [len(text) for text in lines.values()] == [28] * 22
    gaps = [round(b - a, 1) for a, b in zip(list(lines), list(lines)[1:], strict=False)]
    assert all(abs(gap - 225 / 22 / 25.4 * 72) < 0.11 for gap in gaps)


def test_first_line_of_a_paragraph_is_two_characters_shorter_and_its_end_is_not_stretched(pages):
    lines = [text for text in lines_of(pages[1]).values() if "—" not in text]
    ends, heading = lines.index("手全年新增节水型单位三。"), lines.index("二、督察整改")
    assert heading == ends + 1
    assert [len(text) for text in lines] == [28] * ends + [12, 6, 26] + [28] * (22 - ends - 3)


def test_pages_are_numbered_outside(pages):
    for number, page in enumerate(pages, 1):
        assert f"— {number} —" in page.extract_text()


def test_type_area_is_where_the_standard_has_it(pages):
    first, *_ = lines_of(pages[1])
    assert 37 <= first / 72 * 25.4 <= 37 + 225 / 22
    *_, last, _ = lines_of(pages[1])
    assert 297 - 35 - 225 / 22 <= last / 72 * 25.4 <= 297 - 35


def test_same_paper_gives_the_same_bytes():
    assert press.draw(SAMPLE, BROUGHT) == press.draw(SAMPLE, BROUGHT)


@pytest.mark.parametrize(
    "text",
    [
        '#import "@preview/x:1.0.0": *', '#read("/etc/passwd")', "$ x^2 $", "*bold* _slant_ `raw`", "= Heading",
        "#set page(fill: red)", '"; evil', "</text>", "\\u{41} \\# \\", '[#eval("1")]', "<label> @ref", "//comment /*x*/",
    ],
)  # fmt: skip
def test_text_is_never_a_command(text):
    drawn = press.draw(
        replace(SAMPLE, title=(text,), issuer=text[:20], number=text, main=text, blocks=(Line("text", text),)), BROUGHT
    )
    shown = "".join(page.extract_text() for page in read(drawn).pages)
    bare = "".join(shown.split())
    assert bare.count("".join(text.split())) >= 3


def test_draft_is_marked_and_a_fair_copy_is_not():
    assert "草稿" in read(press.draw(replace(SAMPLE, watermark="草稿"), BROUGHT)).pages[0].extract_text()
    assert "草稿" not in read(press.draw(SAMPLE, BROUGHT)).pages[0].extract_text()


def test_letter_without_anything_optional_fits_a_page():
    letter = replace(
        SAMPLE, upward=False, attachments=(), copies="", main="", blocks=(Line("text", "请抓紧办理。"),), printed_on=""
    )
    assert len(read(press.draw(letter, BROUGHT)).pages) == 1


def test_rare_characters_and_symbols_are_drawn():
    drawn = press.draw(replace(SAMPLE, blocks=(Line("text", "㙍头、堃、喆、PM₂.₅、㎡、‰、①"),)), BROUGHT)
    assert "堃、喆" in "".join(page.extract_text() for page in read(drawn).pages)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于开展巡查的函", ("关于开展巡查的函",)),
        ("市农水局2025年度生态环境保护履职专题报告", ("市农水局2025年度", "生态环境保护履职专题报告")),
        ("市农水局 履职专题报告", ("市农水局", "履职专题报告")),
        ("甲" * 20, ("甲" * 20,)),
        ("甲" * 21, ("甲" * 10, "甲" * 11)),
    ],
)
def test_titles_break_into_lines_of_about_one_length(title, lines):
    assert title_lines(title) == lines


@pytest.mark.parametrize("length", [1, 19, 41, 77, 150, 300])
def test_long_titles_lose_nothing_and_fit(length):
    title = ("关于2026年度《某项工作方案》的通知（试行）" * 30)[:length]
    lines = title_lines(title)
    assert "".join(lines) == title
    assert max(map(len, lines)) <= 20


def test_numerals():
    assert [numeral(n) for n in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]


def test_missing_faces_are_named():
    assert BROUGHT.missing == ("小标宋", "仿宋", "黑体", "楷体", "宋体")


def test_signed_document_is_drawn_once_after_commit(office):
    matter = office.open(body="agriculture-water-bureau")
    office.do("save", matter, sections={"履职情况": "巡查。"})
    office.do("sign", matter, number="云农水〔2026〕1号")
    assert Document.objects.get().rendered is None
    drainer.drain()
    document = Document.objects.get()
    assert document.rendered.owner == matter.stream
    assert document.rendered.name == "关于河道的公开信.pdf"
    with storage.open_file(document.rendered) as opened:
        assert "云农水〔2026〕1号" in PdfReader(opened).pages[0].extract_text()
    channel.deliver("", {"document": document.pk})
    assert StoredFile.objects.count() == 1
    office.do("send", matter)
    drainer.drain()
    document.refresh_from_db()
    with storage.open_file(document.rendered) as opened:
        assert "抄送：省农业农村厅，省水利厅，市生态环境局。" in PdfReader(opened).pages[-1].extract_text().replace(
            "\n", ""
        )
    assert not Message.objects.exclude(state="sent").exists()


def test_preview_of_a_draft_is_marked(office):
    matter = office.open()
    office.do("save", matter, sections={"履职情况": "巡查。"})
    text = PdfReader(io.BytesIO(channel.preview(matter.documents.get()))).pages[0].extract_text()
    assert "草稿" in text
    assert json.dumps("巡查。", ensure_ascii=False)[1:-1] in text
