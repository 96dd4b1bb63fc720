"""What a file is, told by its bytes. The name only serves to catch a lie."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

from ecoduty.kernel.files import archives
from ecoduty.kernel.files.refusals import refuse
from ecoduty.kernel.flow.refusal import Refused

HEAD = 4096  # bytes that tell most kinds apart


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken in: its code, its Chinese name, media type, and the endings a name may have."""

    code: str
    label: str
    media_type: str
    endings: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.code: kind
    for kind in (
        FileKind("pdf", "PDF 文件", "application/pdf", ("pdf",)),
        FileKind("docx", "Word 文档", _OOXML + "wordprocessingml.document", ("docx",)),
        FileKind("xlsx", "Excel 表格", _OOXML + "spreadsheetml.sheet", ("xlsx",)),
        FileKind("pptx", "演示文稿", _OOXML + "presentationml.presentation", ("pptx",)),
        FileKind("ofd", "OFD 版式文件", "application/ofd", ("ofd",)),
        FileKind("doc", "旧版 Word 文档", "application/msword", ("doc", "wps")),
        FileKind("xls", "旧版 Excel 表格", "application/vnd.ms-excel", ("xls", "et")),
        FileKind("ppt", "旧版演示文稿", "application/vnd.ms-powerpoint", ("ppt", "dps")),
        FileKind("png", "PNG 图片", "image/png", ("png",)),
        FileKind("jpeg", "JPEG 图片", "image/jpeg", ("jpg", "jpeg")),
        FileKind("tiff", "TIFF 扫描件", "image/tiff", ("tif", "tiff")),
        FileKind(
            "package", "案卷交换包", "application/zip", ("zip",)
        ),  # kept by the exchange alone: no upload is taken for one
        FileKind("txt", "纯文本", "text/plain; charset=utf-8", ("txt", "csv")),
    )
}
BY_ENDING = {ending: kind for kind in KINDS.values() for ending in kind.endings}
PROGRAMS = frozenset((
    "exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta",
    "jar", "apk", "sh", "py", "php", "lnk", "reg", "html", "htm", "svg", "xhtml", "mht", "swf",
))  # fmt: skip
MACRO_ENDINGS = frozenset(("docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "potm", "xlam"))
_PROGRAM_HEADS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xce")
_PICTURES = (
    ("png", (b"\x89PNG\r\n\x1a\n",)),
    ("jpeg", (b"\xff\xd8\xff",)),
    ("tiff", (b"II*\x00", b"MM\x00*")),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = tuple(
    (code, stream.encode("utf-16-le"))
    for code, stream in (("doc", "WordDocument"), ("xls", "Workbook"), ("xls", "Book"), ("ppt", "PowerPoint Document"))
)
_OLE_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros", "_VBA_PROJECT_CUR"))
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PDF_SCRIPTS = re.compile(rb"/(JavaScript|JS\s*[(<]|Launch)\b")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
BLOCK = 1024 * 1024
OVERLAP = 64  # bytes; longer than any marker
MOST_PIXELS = 250_000_000  # an A0 drawing at 250 dpi; beyond that a picture is meant to exhaust whoever opens it


def recognise(path: Path, name: str) -> FileKind:
    """The kind of the file at `path`, which calls itself `name`.

    Raises Refused: `file_empty`, `file_program`, `file_macros`, `file_encrypted`, `file_bomb`, `file_broken`,
    `file_kind_unknown`, or `file_lies` when name and content disagree.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    with path.open("rb") as file:
        head = file.read(HEAD)
        if not head:
            raise refuse("file_empty", name=name)
        if head.startswith(_PROGRAM_HEADS) or ending in PROGRAMS:
            raise refuse("file_program", name=name)
        if ending in MACRO_ENDINGS:
            raise refuse("file_macros", name=name)
        found = KINDS[_code(file, head, name)]
    said = BY_ENDING.get(ending)
    if ending and said is None:
        raise _unknown(name)
    if said is not None and said is not found:
        raise refuse("file_lies", name=name, said=said.label, found=found.label)
    return found


def _code(file: BinaryIO, head: bytes, name: str) -> str:
    if b"%PDF-" in head[:1024]:
        return _pdf(file, name)
    if head.startswith(b"PK\x03\x04"):
        return archives.office_kind(file, name) or _raise_unknown(name)
    if head.startswith(_OLE):
        return _ole(file, name)
    picture = next((code for code, starts in _PICTURES if head.startswith(starts)), None)
    if picture == "png":
        width, height = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
        if width * height > MOST_PIXELS:
            raise refuse("file_bomb", name=name, detail=f"{width}×{height} 像素")
    return picture or ("txt" if _is_text(file) else _raise_unknown(name))


def _pdf(file: BinaryIO, name: str) -> str:
    if any(_PDF_SCRIPTS.search(block) for block in _blocks(file)):
        raise refuse("file_macros", name=name)
    return "pdf"


def _ole(file: BinaryIO, name: str) -> str:
    """A compound file of old office programs; its directory holds stream names in UTF-16."""
    found = ""
    for block in _blocks(file):
        if any(marker in block for marker in _OLE_MACROS):
            raise refuse("file_macros", name=name)
        if _OLE_ENCRYPTED in block:
            raise refuse("file_encrypted", name=name)
        found = found or next((code for code, stream in _OLE_STREAMS if stream in block), "")
    return found or _raise_unknown(name)


def _is_text(file: BinaryIO) -> bool:
    """UTF-8 or GB 18030 without control characters, read to the end; markup of web pages is no plain text."""
    for codec in ("utf-8", "gb18030"):
        if _decodes(file, codec):
            file.seek(0)
            start = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
            return not start.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script"))
    return False


def _decodes(file: BinaryIO, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    file.seek(0)
    try:
        while block := file.read(BLOCK):
            if _CONTROL.search(block):
                return False
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """The file from its start in blocks that overlap, so that no marker falls between two."""
    file.seek(0)
    tail = b""
    while block := file.read(BLOCK):
        yield tail + block
        tail = block[-OVERLAP:]


def _raise_unknown(name: str) -> NoReturn:
    raise _unknown(name)


def _unknown(name: str) -> Refused:
    return refuse("file_kind_unknown", name=name, kinds="、".join(kind.endings[0] for kind in KINDS.values()))
