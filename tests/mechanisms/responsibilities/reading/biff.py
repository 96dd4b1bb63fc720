"""Old workbooks (.xls) made by hand, record by record: what no library of ours writes and this machine's office cannot."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


@dataclass(frozen=True)
class Formula:
    """A formula cell (1+1, whatever it shows) with the result that the file keeps: a text, a number, or None for none."""

    result: str | float | None
    error: int = 0


def workbook(rows: Sequence[Sequence[object]], name: str = "清单", *, password: bool = False) -> bytes:
    """A workbook of one sheet as Excel 97 wrote it; with a password nothing but the kinds of records can be read."""
    bof = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    lock = _record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(range(48))) if password else b""
    title = name.encode("utf-16-le")
    sheet = struct.pack("<BB", len(name), 1) + title
    start = _record(0x809, bof) + lock
    length = len(start) + 4 + 6 + len(sheet) + 4
    pointed = _record(0x85, struct.pack("<IBB", length, 0, 0) + sheet)
    cells = b"".join(_cell(row, column, value) for row, line in enumerate(rows) for column, value in enumerate(line))
    page = _record(0x809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6)) + cells + _record(0x0A, b"")
    content = start + pointed + _record(0x0A, b"") + page
    return compound({"Workbook": content})


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(value: str) -> bytes:
    return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if value is None:
        return b""
    if isinstance(value, Formula):
        body = struct.pack("<HIH", 0, 0, 7) + b"\x1e\x01\x00\x1e\x01\x00\x03"
        if value.error:
            return _record(0x06, place + bytes((2, 0, value.error, 0, 0, 0, 0xFF, 0xFF)) + body)
        if value.result is None:
            return _record(0x06, place + bytes((3, 0, 0, 0, 0, 0, 0xFF, 0xFF)) + body)
        if isinstance(value.result, str):
            kept = _record(0x207, _text(value.result))
            return _record(0x06, place + bytes((0, 0, 0, 0, 0, 0, 0xFF, 0xFF)) + body) + kept
        return _record(0x06, place + struct.pack("<d", value.result) + body)
    if isinstance(value, str):
        return _record(0x204, place + _text(value))
    return _record(0x203, place + struct.pack("<d", float(str(value))))


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, each long enough to stand in whole sectors."""
    content, fat, entries = b"", [_FAT, _END], [_entry("Root Entry", 5, _END, 0, child=1)]
    for place, (name, stream) in enumerate(streams.items(), 1):
        length = max(len(stream), 4096)
        count = ceil(length / _SECTOR)
        first = len(fat)
        fat += [*range(first + 1, first + count), _END]
        content += stream.ljust(count * _SECTOR, b"\0")
        following = place + 1 if place < len(streams) else _FREE
        entries.append(_entry(name, 2, first, length, right=following))
    assert len(fat) <= _SECTOR // 4, "one sector of chains is all that is written"
    assert len(entries) <= 4, "one sector of names is all that is written"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, _END, 0, _END, 0, 0) + struct.pack("<I", _FREE) * 108
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(_SECTOR, b"\xff")
    names = b"".join(entries).ljust(_SECTOR, b"\0")
    return head + table + names + content


def _entry(name: str, kind: int, first: int, length: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    title = name.encode("utf-16-le")
    return (
        title.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(title) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", first, length)
    )
