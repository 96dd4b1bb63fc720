"""Which files are read at all: known by content, within limits, without macros or passwords."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from ecoduty.kernel.files import kinds
from ecoduty.kernel.files.refusals import size_in_words
from ecoduty.kernel.flow import Refused

MOST_BYTES = 20 * 1024 * 1024  # a list of five thousand rows has one; more is pictures
MOST_UNPACKED = 300 * 1024 * 1024
WORKBOOKS = ("xlsx", "xls")
_INSTEAD = {
    "doc": "旧版Word文档请在Word或WPS里另存为.docx再导入。",
    "pdf": "PDF里的表格读不准，请用排版前的Excel或Word文件导入。",
    "txt": "纯文本没有表格，请放进Excel或Word再导入。",
    "zip": "压缩包请先解开，逐个文件导入。",
    "rar": "压缩包请先解开，逐个文件导入。",
    "7z": "压缩包请先解开，逐个文件导入。",
    "xltx": "这是模板，请打开后另存为.xlsx再导入。",
    "dotx": "这是模板，请打开后另存为.docx再导入。",
}
_HEAD = 2048
_PLAIN = "其实是纯文本（多半是CSV）。请在Excel或WPS里打开，另存为.xlsx再导入。"
_TEXTS = (
    (
        (b"<html", b"<!doctype html", b"<table", b"<meta", b"mime-version"),
        "其实是网页，有些系统导出的“Excel”就是这样。请在Excel或WPS里打开，另存为.xlsx再导入。",
    ),
    ((b"<?xml",), "是XML文本，不是工作簿。请在Excel或WPS里打开，另存为.xlsx再导入。"),
    ((b"{\\rtf",), "其实是RTF文档。请在Word或WPS里打开，另存为.docx再导入。"),
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a file is to be: what people call it, and the kinds it may come in."""

    word: str
    kinds: tuple[str, ...] = WORKBOOKS

    @property
    def endings(self) -> str:
        """The kinds as people see them."""
        return "、".join(f".{kind}" for kind in self.kinds)


def kind_of(path: Path, name: str, purpose: Purpose) -> str:
    """Which of the purpose's kinds it is. Raises Refused for whatever cannot or must not be read; a file too large is not
    even opened.

    Codes: `list_file_too_large`, `list_file_kind`, and those of `kernel.files.kinds.recognise`.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise _too_large(name, size, purpose)
    kind = _recognised(path, name, purpose)
    if kind not in purpose.kinds:
        said = f"文件“{name}”是{kinds.KINDS[kind].label}，{purpose.word}只能从{purpose.endings}导入。{_instead(kind, purpose)}"
        raise Refused("list_file_kind", said, status=422)
    if kind != "xls":
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MOST_UNPACKED:
            said = f"文件“{name}”解开后有{size_in_words(unpacked)}，体积异常，没有读。请重新导出后再导入。"
            raise Refused("list_file_bomb", said, status=422)
    return kind


def _recognised(path: Path, name: str, purpose: Purpose) -> str:
    """The kind by its content; what is refused is refused in words about lists. Raises Refused."""
    try:
        return kinds.recognise(path, name).code
    except Refused as refused:
        advice = _advice(path, name, refused.code, purpose)
        if not advice:
            raise
        raise Refused(refused.code, f"文件“{name}”{advice}", status=422) from refused


def _advice(path: Path, name: str, code: str, purpose: Purpose) -> str:
    """What to do about a file that is not what its name says; empty where nothing more is known than the refusal says."""
    if code == "file_empty":
        return "是空的，一个字也没有。请重新导出或另存后再导入。"
    if code not in {"file_kind_unknown", "file_lies", "file_program"}:
        return ""
    with path.open("rb") as file:
        head = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    told = next((advice for starts, advice in _TEXTS if head.startswith(starts)), "")
    if told:
        return told
    if code == "file_kind_unknown":
        told = _instead(_ending(name), purpose) or "请另存后再导入。"
        return f"不是{purpose.word}能用的类型，{purpose.word}只能从{purpose.endings}导入。{told}"
    return _other_name(path, purpose) if code == "file_lies" else ""


def _instead(kind: str, purpose: Purpose) -> str:
    """What to do with a file of a kind that is not read; the word documents that are not read either are not spoken of."""
    told = _INSTEAD.get(kind, "")
    return told if "docx" in purpose.kinds or ".docx" not in told else ""


def _too_large(name: str, size: int, purpose: Purpose) -> Refused:
    said = (
        f"文件“{name}”有{size_in_words(size)}，{purpose.word}文件不超过{size_in_words(MOST_BYTES)}。"
        "请去掉图片和无关的工作表，或拆分后再导入。"
    )
    return Refused("list_file_too_large", said, status=413)


def _other_name(path: Path, purpose: Purpose) -> str:
    """Under which name a file could be read, or that it is none of these."""
    for kind in (*sorted(purpose.kinds), "txt"):
        with suppress(Refused):
            if kinds.recognise(path, f"{purpose.word}.{kind}").code == kind:
                label = kinds.KINDS[kind].label
                return f"的内容是{label}，名字却不是。请把后缀改成.{kind}再导入。" if kind in purpose.kinds else _PLAIN
    last = "另存为.xlsx或.docx再导入。" if "docx" in purpose.kinds else "另存为.xlsx再导入。"
    return f"的内容和名字不符，不是工作簿也不是文档。请在本机打开，{last}"


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


@contextmanager
def on_disk(content: Path | bytes, name: str, purpose: Purpose) -> Iterator[Path]:
    """The content as a file; bytes are put into a passing one, unless there are too many of them.

    Raises Refused `list_file_too_large`.
    """
    if isinstance(content, Path):
        yield content
        return
    if len(content) > MOST_BYTES:
        raise _too_large(name, len(content), purpose)
    with NamedTemporaryFile(prefix="ecoduty-list-") as file:
        file.write(content)
        file.flush()
        yield Path(file.name)


def broken(name: str) -> Refused:
    """The refusal for a file that looks right and cannot be read."""
    return Refused(
        "list_file_broken", f"文件“{name}”不完整或已损坏，读不出来。请在本机打开，另存一份再导入。", status=422
    )


def encrypted(name: str) -> Refused:
    """The refusal for a file with a password."""
    return Refused("file_encrypted", f"文件“{name}”加了密码，读不出来。请去掉密码再导入。", status=422)


__all__ = ["MOST_BYTES", "WORKBOOKS", "Purpose", "broken", "encrypted", "kind_of", "on_disk"]
