"""Which characters a font can draw: read from the cmap table of its file. Nothing of the shapes is read."""

from __future__ import annotations

import functools
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_FILES = {".otf", ".ttf", ".ttc", ".otc"}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Spans of code points, sorted, that do not touch: `starts[i]` to `ends[i]`, both included."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def has(self, character: str) -> bool:
        """Whether there is a glyph for the character."""
        at = bisect_right(self.starts, ord(character)) - 1
        return at >= 0 and ord(character) <= self.ends[at]

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> Coverage:
        """From spans in any order, overlapping or not."""
        starts: list[int] = []
        ends: list[int] = []
        for first, last in sorted(spans):
            if ends and first <= ends[-1] + 1:
                ends[-1] = max(ends[-1], last)
            else:
                starts.append(first)
                ends.append(last)
        return cls(tuple(starts), tuple(ends))


@functools.cache
def covered(folders: tuple[str, ...]) -> Coverage:
    """What the fonts in these folders can draw together; read once per process."""
    files = sorted(path for folder in folders for path in Path(folder).rglob("*") if path.suffix.lower() in _FILES)
    return Coverage.of(span for path in files for span in spans_in(path))


def spans_in(path: Path) -> Iterator[tuple[int, int]]:
    """The spans of a font file or of every font of a collection; none where it cannot be read."""
    try:
        data = path.read_bytes()
        for offset in _fonts(data):
            yield from _cmap(data, offset)
    except (OSError, struct.error, IndexError):
        return


def _fonts(data: bytes) -> tuple[int, ...]:
    """Where the fonts of a file begin."""
    if data[:4] != b"ttcf":
        return (0,)
    (count,) = struct.unpack_from(">I", data, 8)
    found: tuple[int, ...] = struct.unpack_from(f">{count}I", data, 12)
    return found


def _cmap(data: bytes, font: int) -> Iterator[tuple[int, int]]:
    (tables,) = struct.unpack_from(">H", data, font + 4)
    for row in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, font + 12 + 16 * row)
        if tag == b"cmap":
            yield from _subtables(data, offset)


def _subtables(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for row in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * row)
        if platform == 0 or (platform == 3 and encoding in {1, 10}):  # Unicode, and Microsoft's two names for it
            yield from _spans(data, cmap + offset)


def _spans(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (layout,) = struct.unpack_from(">H", data, at)
    if layout == 12:
        (groups,) = struct.unpack_from(">I", data, at + 12)
        for first, last, _ in struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * groups]):
            yield first, last
    elif layout == 4:
        (double,) = struct.unpack_from(">H", data, at + 6)
        ends = struct.unpack_from(f">{double // 2}H", data, at + 14)
        starts = struct.unpack_from(f">{double // 2}H", data, at + 16 + double)
        yield from ((first, last) for first, last in zip(starts, ends, strict=True) if first != 0xFFFF)
