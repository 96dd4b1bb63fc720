"""A file is what its bytes say."""

from __future__ import annotations

import zipfile

import pytest

from ecoduty.kernel.files import kinds
from ecoduty.kernel.files.names import LONGEST, sanitised
from ecoduty.kernel.flow import Refused
from tests.kernel.files import makers


def recognise(tmp_path, name, data):
    path = tmp_path / "part"
    path.write_bytes(data)
    return kinds.recognise(path, name)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("报告.pdf", makers.PDF, "pdf"),
        ("报告", makers.PDF, "pdf"),
        ("图.png", makers.png(), "png"),
        ("照片.JPG", makers.JPEG, "jpeg"),
        ("正文.docx", makers.docx(), "docx"),
        ("表.xlsx", makers.zipped({"xl/workbook.xml": b"<x/>"}), "xlsx"),
        ("版式.ofd", makers.zipped({"OFD.xml": b"<ofd/>"}), "ofd"),
        ("旧稿.doc", makers.ole("WordDocument"), "doc"),
        ("旧稿.wps", makers.ole("WordDocument"), "doc"),
        ("旧表.xls", makers.ole("Workbook"), "xls"),
        ("说明.txt", "环境保护履职说明".encode(), "txt"),
        ("国标.txt", "环境保护履职说明".encode("gb18030"), "txt"),
        ("数据.csv", "单位,数量\n某局,3\n".encode("utf-8-sig"), "txt"),
    ],
)
def test_kind_is_told_by_content(tmp_path, name, data, code):
    assert recognise(tmp_path, name, data).code == code


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("报告.pdf", makers.png(), "file_lies"),
        ("照片.jpg", makers.PDF, "file_lies"),
        ("表.xlsx", makers.docx(), "file_lies"),
        ("说明.txt", makers.PDF, "file_lies"),
        ("空.pdf", b"", "file_empty"),
        ("工具.exe", b"MZ\x90\x00", "file_program"),
        ("报告.pdf", b"MZ\x90\x00" + b"\x00" * 100, "file_program"),
        ("脚本.txt", b"#!/bin/sh\nrm -rf /\n", "file_program"),
        ("网页.html", b"<p>x</p>", "file_program"),
        ("网页.txt", b"<html><script>1</script></html>", "file_kind_unknown"),
        ("包.zip", makers.zipped({"a.txt": b"x"}), "file_kind_unknown"),
        ("未知.bin", b"\x00\xff\x01\xfe" * 9, "file_kind_unknown"),
        ("奇怪.abc", b"plain words", "file_kind_unknown"),
        ("宏.docm", makers.docx(), "file_macros"),
        ("宏.docx", makers.docx(**{"word/vbaProject.bin": b"x"}), "file_macros"),
        ("控件.docx", makers.docx(**{"word/activeX/activeX1.xml": b"x"}), "file_macros"),
        (
            "宏.docx",
            makers.zipped({"[Content_Types].xml": b"x.document.macroEnabled.main", "word/document.xml": b"<x/>"}),
            "file_macros",
        ),
        ("宏.doc", makers.ole("WordDocument") + "_VBA_PROJECT".encode("utf-16-le"), "file_macros"),
        ("脚本.pdf", makers.PDF + b"<< /S /JavaScript /JS (app.alert(1)) >>", "file_macros"),
        ("密.docx", makers.OLE + "EncryptedPackage".encode("utf-16-le"), "file_encrypted"),
        ("断.docx", makers.docx()[:-30], "file_broken"),
        ("穿越.docx", makers.docx(**{"../../etc/passwd": b"x"}), "file_broken"),
        ("巨图.png", makers.png(60_000, 60_000), "file_bomb"),
    ],
)
def test_dishonest_files_are_refused_by_name_of_the_fault(tmp_path, name, data, code):
    with pytest.raises(Refused) as caught:
        recognise(tmp_path, name, data)
    assert caught.value.code == code
    assert name in caught.value.sentence


def test_bomb_is_refused_without_unpacking(tmp_path):
    path = tmp_path / "bomb"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<x/>")
        archive.writestr("word/media/1.bin", b"\x00" * (60 * 1024 * 1024))
    with pytest.raises(Refused, match="解开后 60 MB") as caught:
        kinds.recognise(path, "炸弹.docx")
    assert caught.value.code == "file_bomb"


def test_marker_across_two_blocks_is_found(tmp_path):
    data = b"%PDF-1.7\n" + b" " * (kinds.BLOCK - 15) + b"/JavaScript " + b" " * 100
    with pytest.raises(Refused) as caught:
        recognise(tmp_path, "跨块.pdf", data)
    assert caught.value.code == "file_macros"


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\公文\\报告.pdf", "报告.pdf"),
        ("报\u202efdp.exe.pdf", "报fdp.exe.pdf"),
        ("a\x00b\n.txt", "a_b_.txt"),
        ("...", "附件"),
        ("", "附件"),
        (".pdf", "附件.pdf"),
        ("con.txt", "附件_con.txt"),
    ],
)
def test_names_are_made_safe(given, safe):
    assert sanitised(given) == safe


def test_long_names_keep_their_ending():
    name = sanitised("长" * 500 + ".pdf")
    assert len(name) <= LONGEST
    assert name.endswith("长.pdf")
