"""What must not be written or uploaded is caught, with its place, and nothing of it is told again."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook import load_rulebook
from ecoduty.mechanisms.accountability import interception

RULEBOOKS = Path(__file__).parents[3] / "rulebooks"
BOOK = load_rulebook(RULEBOOKS / "xiamen")
NUMBER = "11010519491231002X"  # the made-up one that everybody takes: its check sign is right
CAUGHT = [
    ("机密★10年", ["密级标志"]),
    ("第一行\n这是 机 密 材料", ["密级字样"]),
    ("机\u200b密", ["密级字样"]),
    (f"身份证{NUMBER}。", ["居民身份证号码"]),
    ("身份证１１０１０５１９４９１２３１００２Ｘ", ["居民身份证号码"]),
    ("110105 1949 1231 002x", ["居民身份证号码"]),
    ("根据厦环密〔2026〕12号", ["涉密文号"]),
    ("密发(2026)第3号", ["涉密文号"]),
    ("电话13800138000", ["手机号码"]),
]
HARMLESS = [
    "整改方案已经批准",
    "涉及商业秘密，依法不公开",
    "厦环〔2026〕12号",
    "110105194912310022",
    "2026-11-26 12:00",
    "办公电话0592-5182600",
]


@pytest.mark.parametrize(("text", "labels"), CAUGHT)
def test_what_must_not_be_written_is_caught(text, labels):
    assert [one.label for one in interception.caught(text, BOOK)] == labels


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_words_are_let_pass(text):
    assert interception.caught(text, BOOK) == []


def test_the_place_is_told_and_the_words_are_not():
    with pytest.raises(Refused) as refused:
        interception.refuse_text("text", f"第一行\n号码{NUMBER}\n又是绝密", BOOK)

    assert refused.value.code == "intercepted"
    assert "第2行第3字有居民身份证号码" in refused.value.sentence
    assert "第3行第3字有密级字样" in refused.value.sentence
    assert NUMBER not in refused.value.sentence
    assert [one.field for one in refused.value.problems] == ["text"]


def test_all_fields_of_a_form_are_told_at_once():
    with pytest.raises(Refused) as refused:
        interception.refuse_fields({"name": "绝密材料", "note": "没有什么", "basis": "机密"}, BOOK)

    assert [one.field for one in refused.value.problems] == ["name", "basis"]


@given(st.text("甲乙丙0123 \n", max_size=40), st.text("丁戊己 \n", max_size=20))
def test_a_word_is_found_wherever_it_stands(before, after):
    found = interception.caught(f"{before}绝密{after}", BOOK)

    assert "密级字样" in [one.label for one in found]
    lines = f"{before}绝密{after}".split("\n")
    secret = next(one for one in found if one.label == "密级字样")
    assert lines[secret.line - 1][secret.sign - 1] == "绝"


@given(st.text("甲乙丙丁 \n,。", max_size=60))
def test_text_without_any_of_them_is_never_caught(text):
    assert interception.caught(text, BOOK) == []


def _docx(**where: str) -> io.BytesIO:
    document = Document()
    document.add_paragraph("整改情况")
    document.add_paragraph(where.get("body", ""))
    document.add_table(1, 2).cell(0, 1).text = where.get("cell", "")
    document.sections[0].header.paragraphs[0].text = where.get("header", "")
    document.core_properties.comments = where.get("properties", "")
    return _written(document)


def _xlsx(value: str, *, state: str = "visible") -> io.BytesIO:
    book = Workbook()
    book.active["A1"] = "序号"
    sheet = book.create_sheet("附表")
    sheet["B2"] = value
    sheet.sheet_state = state
    return _written(book)


def _written(made: object) -> io.BytesIO:
    file = io.BytesIO()
    made.save(file)
    return file


@pytest.mark.parametrize(
    ("file", "kind", "place"),
    [
        (_docx(body="这是机密"), "docx", "正文第2段有密级字样"),
        (_docx(cell=f"身份证 {NUMBER}"), "docx", "正文第2段有居民身份证号码"),
        (_docx(header="绝密★"), "docx", "页眉页脚第1段有密级标志"),
        (_docx(properties="秘密"), "docx", "文件属性有密级字样"),
        (_xlsx("机密"), "xlsx", "工作表的B2有密级字样"),
        (_xlsx(NUMBER, state="hidden"), "xlsx", "工作表的B2有居民身份证号码"),
        (io.BytesIO("说明\n秘密".encode("gb18030")), "txt", "文件有密级字样"),
    ],
)
def test_files_are_looked_into_also_where_people_do_not_look(file, kind, place):
    with pytest.raises(Refused) as refused:
        interception.refuse_file("file", "材料", file, kind, BOOK)

    assert refused.value.code == "intercepted"
    assert place in refused.value.sentence


def test_the_name_of_any_file_is_looked_at_and_what_is_not_read_is_said():
    with pytest.raises(Refused, match="文件名第1行第1字有密级字样"):
        interception.refuse_file("file", "绝密.pdf", io.BytesIO(b"%PDF-1.7"), "pdf", BOOK)

    assert interception.refuse_file("file", "方案.pdf", io.BytesIO(b"%PDF-1.7"), "pdf", BOOK) is False
    assert "PDF 文件的内容读不出来" in interception.unread("pdf")
    assert interception.refuse_file("file", "方案.docx", _docx(body="没有什么"), "docx", BOOK) is True


def test_a_broken_file_is_refused_and_not_let_pass():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")

    with pytest.raises(Refused) as refused:
        interception.refuse_file("file", "坏的.docx", file, "docx", BOOK)

    assert refused.value.code == "list_file_broken"
