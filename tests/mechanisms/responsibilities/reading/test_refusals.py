"""Files that are not read at all, each with a sentence; nothing raises for what is merely odd."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from ecoduty.kernel.files.reading import gate
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.responsibilities.reading.understanding import understand
from tests.mechanisms.responsibilities.reading import biff
from tests.mechanisms.responsibilities.reading.shelf import BODIES, LAW, TODAY, WORDS, codes, document, read, workbook

_LIST = [["序号", "事项", "依据", "责任科室"], [1, "水库巡查", "法典第一条", "水库科"]]


def changed(content: bytes, **parts: bytes) -> bytes:
    """An office file with other parts; `vba` adds macros."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(
                entry.filename, parts.get(entry.filename.rpartition("/")[2].replace(".", "_"), old.read(entry))
            )
        if "vba" in parts:
            new.writestr("xl/vbaProject.bin", parts["vba"])
    return stream.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("清单.xlsx", b"", "file_empty"),
        ("清单.xlsx", workbook(_LIST)[:-400], "file_broken"),
        ("清单.xlsx", changed(workbook(_LIST), sheet1_xml=b"<worksheet><sheetData><row><c"), "list_file_broken"),
        ("清单.xlsx", changed(workbook(_LIST), workbook_xml=b"no xml"), "list_file_broken"),
        ("清单.docx", changed(document(["一、负责巡查"]), document_xml=b"<w:document"), "list_file_broken"),
        ("清单.xlsx", changed(workbook(_LIST), vba=b"\x00"), "file_macros"),
        ("清单.xlsm", workbook(_LIST), "file_macros"),
        ("清单.docm", document(["一、负责巡查"]), "file_macros"),
        ("清单.docx", workbook(_LIST), "file_lies"),
        ("清单.xlsx", _OLE + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        ("清单.doc", _OLE + "WordDocument".encode("utf-16-le"), "list_file_kind"),
        ("清单.xls", _OLE + "Workbook".encode("utf-16-le"), "list_file_broken"),
        ("清单.csv", "序号,事项\n1,巡查".encode(), "list_file_kind"),
        ("清单.xls", biff.workbook(_LIST, password=True), "file_encrypted"),
        ("清单.xls", biff.workbook(_LIST)[:3000], "list_file_broken"),
        ("清单.xls", biff.compound({"Other": b"", "WordDocument": b""}), "file_lies"),
        ("清单.xlsb", workbook(_LIST), "file_macros"),
        ("清单.pdf", b"%PDF-1.4", "list_file_kind"),
    ],
)
def test_what_cannot_or_must_not_be_read_is_refused(name, content, code):
    with pytest.raises(Refused) as refused:
        read(name, content)
    assert refused.value.code == code
    assert name in refused.value.sentence


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("导出.xls", b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        ("导出.xls", b"MIME-Version: 1.0\nX-Document-Type: Workbook\n", "网页"),
        ("导出.xls", b'<?xml version="1.0"?><Workbook></Workbook>', "XML"),
        ("导出.xls", "序号,事项\n1,巡查".encode("gb18030"), "纯文本"),
        ("导出.xls", workbook(_LIST), "后缀改成.xlsx"),
        ("导出.xlsx", document(["一、负责巡查"]), "后缀改成.docx"),
        ("导出.docx", b"{\\rtf1 }", "RTF"),
        ("导出.zip", changed(document([]), nothing=b"").replace(b"word/", b"text/"), "解开"),
        ("模板.xltx", workbook(_LIST), "模板"),
        ("空的.xlsx", b"", "一个字也没有"),
        ("图片.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(40), "名字不符"),
    ],
)
def test_a_file_under_a_false_name_is_told_what_it_is_and_what_to_do(name, content, words):
    with pytest.raises(Refused, match=words):
        read(name, content)


def test_a_file_too_large_is_refused_without_being_opened(tmp_path: Path):
    path = tmp_path / "清单.xlsx"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    path.chmod(0)
    with pytest.raises(Refused) as refused:
        understand(path.name, path, BODIES, LAW, WORDS, TODAY)
    assert refused.value.code == "list_file_too_large"
    assert "50 MB" in refused.value.sentence
    with pytest.raises(Refused, match="20 MB"):
        read("清单.xlsx", bytes(gate.MOST_BYTES + 1))


def test_a_cell_far_away_does_not_take_all_memory():
    sheet = workbook(_LIST)
    with zipfile.ZipFile(BytesIO(sheet)) as archive:
        part = archive.read("xl/worksheets/sheet1.xml")
    far = part.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>')
    with pytest.raises(Refused) as refused:
        read("清单.xlsx", changed(sheet, sheet1_xml=far))
    assert refused.value.code == "list_sheet_too_large"


def test_more_than_five_thousand_rows_are_read_up_to_there_and_said():
    rows = [
        ["序号", "事项", "依据", "责任科室"],
        *([n, f"巡查{n}号水库", "法典第一条", "水库科"] for n in range(1, 5003)),
    ]
    found = read("清单.xlsx", workbook(rows))
    assert len(found.rows) == 5000
    assert codes(found) == [("清单!B5002", "list_too_many_rows")]
