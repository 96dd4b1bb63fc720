"""Which files are read at all: known by content, within limits, without macros or passwords."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from ecoduty.kernel.files import kinds
from ecoduty.kernel.files.refusals import size_in_words
from ecoduty.kernel.flow import Refused

MOST_BYTES = 20 * 1024 * 1024  # a list of five thousand rows has one; more is pictures
MOST_UNPACKED = 300 * 1024 * 1024
_READ = {"xlsx", "xls", "docx"}
_INSTEAD = {
    "doc": "旧版Word文档请在Word或WPS里另存为.docx再导入。",
    "pdf": "PDF里的表格读不准，请用排版前的Excel或Word文件导入。",
    "txt": "纯文本没有表格，请放进Excel或Word再导入。",
}


def kind_of(path: Path, name: str) -> str:
    """xlsx, xls or docx. Raises Refused for whatever cannot or must not be read; a file too large is not even opened.

    Codes: `list_file_too_large`, `list_file_kind`, and those of `kernel.files.kinds.recognise`.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        said = f"文件“{name}”有{size_in_words(size)}，清单文件不超过{size_in_words(MOST_BYTES)}。请去掉图片和无关的工作表，或拆分后再导入。"
        raise Refused("list_file_too_large", said, status=413)
    kind = kinds.recognise(path, name).code
    if kind not in _READ:
        advice = _INSTEAD.get(kind, "")
        said = f"文件“{name}”是{kinds.KINDS[kind].label}，清单只能从.xlsx、.xls、.docx导入。{advice}"
        raise Refused("list_file_kind", said, status=422)
    if kind != "xls":
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MOST_UNPACKED:
            said = f"文件“{name}”解开后有{size_in_words(unpacked)}，体积异常，没有读。请重新导出后再导入。"
            raise Refused("list_file_bomb", said, status=422)
    return kind


@contextmanager
def on_disk(content: Path | bytes, name: str) -> Iterator[Path]:
    """The content as a file; bytes are put into a passing one, unless there are too many of them.

    Raises Refused `list_file_too_large`.
    """
    if isinstance(content, Path):
        yield content
        return
    if len(content) > MOST_BYTES:
        said = f"文件“{name}”有{size_in_words(len(content))}，清单文件不超过{size_in_words(MOST_BYTES)}。请去掉图片和无关的工作表，或拆分后再导入。"
        raise Refused("list_file_too_large", said, status=413)
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


__all__ = ["MOST_BYTES", "broken", "encrypted", "kind_of", "on_disk"]
