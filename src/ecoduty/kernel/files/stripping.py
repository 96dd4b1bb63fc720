"""Taking out of a picture what it says beside itself: where and when it was taken, with which device, by whom.

The picture's own bytes are copied, never drawn anew. Of a JPEG's notes one thing is kept, which way up it is.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from ecoduty.kernel.files.kinds import MOST_PIXELS, FileKind
from ecoduty.kernel.files.refusals import refuse

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD",
     b"acTL", b"fcTL", b"fdAT")
)  # fmt: skip
_SOI, _EOI, _SOS, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_APP_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}  # what drawing it needs
_FRAMES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))  # markers without a length
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112


def strip(path: Path, kind: FileKind, name: str) -> None:
    """Write the picture anew without its notes. Raises Refused `file_no_picture`, `file_broken` or `file_bomb`."""
    if kind.code not in {"jpeg", "png"}:
        raise refuse("file_no_picture", name=name, found=kind.label)
    content = path.read_bytes()
    try:
        parts = list(_jpeg(content, name) if kind.code == "jpeg" else _png(content))
    except (IndexError, struct.error) as error:
        raise refuse("file_broken", name=name) from error
    if not parts:
        raise refuse("file_broken", name=name)
    path.write_bytes(b"".join(parts))


def _png(content: bytes) -> Iterator[bytes]:
    """The chunks that draw it, up to its end; what follows the end goes. Raises IndexError where it has no end."""
    yield _PNG_HEAD
    at = len(_PNG_HEAD)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + length + 12]
        if len(chunk) < length + 12 or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]):
            raise IndexError
        if kind in _PNG_KEPT:
            yield chunk
        if kind == b"IEND":
            return
        at += length + 12


def _jpeg(content: bytes, name: str) -> Iterator[bytes]:
    """The segments that draw it, up to its end."""
    yield b"\xff\xd8"
    turned = _orientation(content)
    if turned > 1:
        yield _upright(turned)
    at = 2
    while (marker := _marker(content, at)) != _EOI:
        if marker == 0xFF:  # bytes that fill
            at += 1
            continue
        if marker in _ALONE:
            yield content[at : at + 2]
            at += 2
            continue
        segment = _segment(content, at)
        _refuse_huge(marker, segment, name)
        end = at + len(segment)
        if marker == _SOS:
            end = _end_of_scan(content, end)
            yield content[at:end]
        elif _draws(marker, segment):
            yield segment
        at = end
    yield b"\xff\xd9"


def _marker(content: bytes, at: int) -> int:
    if content[at] != 0xFF:
        raise IndexError
    return content[at + 1]


def _segment(content: bytes, at: int) -> bytes:
    """A marker with what belongs to it. Raises IndexError where the file ends within."""
    (length,) = struct.unpack_from(">H", content, at + 2)
    segment = content[at : at + 2 + length]
    if length < 2 or len(segment) < length + 2:
        raise IndexError
    return segment


def _refuse_huge(marker: int, segment: bytes, name: str) -> None:
    if marker in _FRAMES:
        height, width = struct.unpack_from(">HH", segment, 5)
        if height * width > MOST_PIXELS:
            raise refuse("file_bomb", name=name, detail=f"{width}×{height} 像素")


def _draws(marker: int, segment: bytes) -> bool:
    if marker == _COMMENT:
        return False
    return marker not in _APPLICATION or segment[4:].startswith(_APP_KEPT.get(marker, b"\xff\xff"))


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands behind the picture's data. Raises IndexError where there is none."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise IndexError
        following = content[at + 1]
        if following not in {0, 0xFF} and following not in _ALONE:
            return at
        at += 1 if following == 0xFF else 2


def _orientation(content: bytes) -> int:
    """1 to 8 as the camera noted it, 1 where it said nothing that can be read."""
    at = content.find(_EXIF, 0, 1 << 17)
    if at < 0:
        return 1
    tiff = at + len(_EXIF)
    order = {b"II": "<", b"MM": ">"}.get(content[tiff : tiff + 2])
    if order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", content, tiff + 4)
        (count,) = struct.unpack_from(f"{order}H", content, tiff + first)
        for n in range(min(count, 64)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", content, tiff + first + 2 + 12 * n)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _upright(orientation: int) -> bytes:
    """Notes that say which way up the picture is, and nothing else."""
    tiff = b"MM\x00*" + struct.pack(">IH", 8, 1) + struct.pack(">HHIHH", _ORIENTATION, 3, 1, orientation, 0) + bytes(4)
    body = _EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
