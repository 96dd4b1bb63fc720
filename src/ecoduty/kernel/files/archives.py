"""Looking into zip containers without unpacking them: which office format, and whether opening it would do harm."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from ecoduty.kernel.files.refusals import refuse, size_in_words

MOST_ENTRIES = 20_000
MOST_UNPACKED = 1024 * 1024 * 1024  # bytes
MOST_RATIO = 200  # honest office documents stay below 60
RATIO_MATTERS_FROM = 50 * 1024 * 1024  # bytes unpacked; small files may compress as well as they like
ENCRYPTED = 0x1
_MARKS = (
    ("docx", "word/document.xml"),
    ("xlsx", "xl/workbook.xml"),
    ("pptx", "ppt/presentation.xml"),
    ("ofd", "OFD.xml"),
)
_ARMED = ("vbaproject.bin", "vbadata.xml")
_ARMED_FOLDERS = ("/activex/", "/macrosheets/")
_CONTENT_TYPES = "[Content_Types].xml"
_CONTENT_TYPES_LIMIT = 2 * 1024 * 1024


def office_kind(file: BinaryIO, name: str) -> str | None:
    """The code of the office format inside a zip, None for any other zip.

    Raises Refused `file_broken`, `file_bomb`, `file_encrypted` or `file_macros`.
    """
    file.seek(0, 2)
    size = file.tell()
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _refuse_bombs(entries, size, name)
            names = {entry.filename for entry in entries}
            kind = next((code for code, mark in _MARKS if mark in names), None)
            if kind is not None:
                _refuse_armed(archive, names, name)
            return kind
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, zipfile.LargeZipFile) as error:
        raise refuse("file_broken", name=name) from error


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int, name: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise refuse("file_bomb", name=name, detail=f"内含{len(entries)}个文件")
    # Entries that together are longer than the file overlap: the trick of the densest bombs.
    overlapping = sum(entry.compress_size for entry in entries) > size
    dense = unpacked > RATIO_MATTERS_FROM and unpacked > MOST_RATIO * size
    if overlapping or dense or unpacked > MOST_UNPACKED:
        raise refuse("file_bomb", name=name, detail=f"{size_in_words(size)} 解开后 {size_in_words(unpacked)}")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise refuse("file_encrypted", name=name)
    if any(entry.filename.startswith("/") or ".." in entry.filename.split("/") for entry in entries):
        raise refuse("file_broken", name=name)


def _refuse_armed(archive: zipfile.ZipFile, names: set[str], name: str) -> None:
    """Macros, controls and old macro sheets, by the parts they live in and by the declared type."""
    lowered = [entry.lower() for entry in names]
    if any(entry.endswith(_ARMED) or any(folder in entry for folder in _ARMED_FOLDERS) for entry in lowered):
        raise refuse("file_macros", name=name)
    if _CONTENT_TYPES in names:
        with archive.open(_CONTENT_TYPES) as part:
            if b"macroenabled" in part.read(_CONTENT_TYPES_LIMIT).lower():
                raise refuse("file_macros", name=name)
