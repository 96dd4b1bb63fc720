"""What the reader of workbooks does not tell of an .xls: where formulas stand, how far a sheet reaches, whether it is locked.

An .xls is a compound file ([MS-CFB]) whose stream Workbook is a run of records ([MS-XLS]): kind, length, content.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from ecoduty.kernel.files.reading.sheets import Scan

_SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # sectors are numbered below
_STREAMS = ("Workbook", "Book")
_BOF, _EOF, _LOCK, _SHEET, _FORMULA, _ERROR, _KEPT = 0x0809, 0x000A, 0x002F, 0x0085, 0x0006, 0x0205, 0x0207
_CELLS = frozenset((0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6, _FORMULA, _ERROR))
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class LockedError(Exception):
    """The workbook has a password."""


def formulas(path: Path) -> dict[str, Scan]:
    """Every sheet of an .xls by its name. Raises LockedError, and ValueError for a file that is none."""
    stream = _stream(path.read_bytes())
    sheets: list[tuple[str, int]] = []
    modern = True
    for kind, start, end in _records(stream, 0):
        if kind == _BOF:
            modern = stream[start : start + 2] == b"\x00\x06"
        elif kind == _LOCK:
            raise LockedError
        elif kind == _SHEET and end - start > 7:
            sheets.append((_name(stream[start + 6 : end], modern=modern), struct.unpack_from("<I", stream, start)[0]))
        elif kind == _EOF:
            break
    return {name: _scan(stream, offset) for name, offset in sheets}


def _name(written: bytes, *, modern: bool) -> str:
    """A short text: its length, since 1997 whether it takes two bytes a letter, and the letters."""
    if not modern:
        return written[1 : 1 + written[0]].decode("gb18030", errors="replace")
    wide = written[1] & 1
    letters = written[2 : 2 + written[0] * (2 if wide else 1)]
    return letters.decode("utf-16-le" if wide else "latin-1", errors="replace")


def _records(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Kind, beginning and end of each record from a place on."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        end = min(place + 4 + length, len(stream))
        yield kind, place + 4, end
        place = end


def _scan(stream: bytes, offset: int) -> Scan:
    """One sheet; charts inside it are sheets of their own within."""
    found = Scan()
    depth = 0
    awaited: tuple[int, int] | None = None  # a formula whose text follows
    for kind, start, end in _records(stream, offset):
        if kind in {_BOF, _EOF}:
            depth += 1 if kind == _BOF else -1
            if depth == 0:
                break
        elif kind == _KEPT and awaited is not None:
            found.formulas[awaited] = end - start > 3
            awaited = None
        elif kind in _CELLS and depth == 1 and end - start >= 6:
            row, column = struct.unpack_from("<HH", stream, start)
            found.rows, found.columns = max(found.rows, row + 1), max(found.columns, column + 1)
            if kind == _ERROR and end - start >= 8 and stream[start + 7]:
                found.errors[row, column] = _ERRORS.get(stream[start + 6], "")
            elif kind == _FORMULA and end - start >= 14:
                awaited = _formula(stream[start + 6 : start + 14], row, column, found)
    return found


def _formula(result: bytes, row: int, column: int, found: Scan) -> tuple[int, int] | None:
    """Note a formula by what is kept of its result; its place where a text is still to come."""
    if result[6:8] != b"\xff\xff":
        found.formulas[row, column] = True  # a number
        return None
    if result[0] == 2:
        found.errors[row, column] = _ERRORS.get(result[2], "")
        return None
    found.formulas[row, column] = result[0] == 1
    return (row, column) if result[0] == 0 else None


# ------------------------------------------------------------------ the compound file


def _stream(content: bytes) -> bytes:
    """The workbook's stream. Raises ValueError where there is none."""
    if not content.startswith(_SIGN) or len(content) < 512:
        raise ValueError("no compound file")
    size = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)
    if size < 512:
        raise ValueError("no sectors")
    chains = _chains(content, size)
    names = _read(content, chains, struct.unpack_from("<I", content, 48)[0], size)
    entries = [names[place : place + 128] for place in range(0, len(names) - 127, 128)]
    for wanted in _STREAMS:
        for entry in entries:
            if _called(entry) == wanted:
                first, length = struct.unpack_from("<II", entry, 116)
                return _content(content, chains, entries[0], first, length, size)
    raise ValueError("no workbook")


def _called(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")


def _content(content: bytes, chains: list[int], root: bytes, first: int, length: int, size: int) -> bytes:
    """A stream; short ones stand in small pieces inside the root's."""
    if length >= struct.unpack_from("<I", content, 56)[0]:
        return _read(content, chains, first, size)[:length]
    small = _read(content, chains, struct.unpack_from("<I", root, 116)[0], size)
    table = _read(content, chains, struct.unpack_from("<I", content, 60)[0], size)
    links = list(struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4]))
    pieces = [small[place * 64 : place * 64 + 64] for place in _walk(links, first)]
    return b"".join(pieces)[:length]


def _chains(content: bytes, size: int) -> list[int]:
    """For each sector the one that follows; the places of the table itself stand in the head and in sectors that it names."""
    places = list(struct.unpack_from("<109I", content, 76))
    more, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) // size)):
        if more >= _LAST:
            break
        table = _sector(content, more, size)
        if len(table) < size:
            break
        *some, more = struct.unpack(f"<{size // 4}I", table)
        places += some
    found: list[int] = []
    for place in places:
        table = _sector(content, place, size) if place < _LAST else b""
        found += struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
    return found


def _sector(content: bytes, number: int, size: int) -> bytes:
    return content[(number + 1) * size : (number + 2) * size]


def _read(content: bytes, chains: list[int], first: int, size: int) -> bytes:
    return b"".join(_sector(content, place, size) for place in _walk(chains, first))


def _walk(links: list[int], first: int) -> Iterator[int]:
    """The places of a chain, never more than there are."""
    for _ in range(len(links)):
        if first >= len(links):
            return
        yield first
        first = links[first]


__all__ = ["LockedError", "formulas"]
