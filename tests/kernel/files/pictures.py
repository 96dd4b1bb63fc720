"""Pictures that say more than they show."""

from __future__ import annotations

import struct
import zlib


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_with_note(note: str) -> bytes:
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"tEXt", b"Author\0" + note.encode())
        + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"") + note.encode()
    )  # fmt: skip


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*, orientation: int = 1, place: bool = True, taken: str = "") -> bytes:
    """A grey picture of eight by eight with notes, a comment, and something behind its end; `taken` as cameras write it."""
    tiff = b"MM\0*" + struct.pack(">IH", 8, 1) + struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + bytes(4)
    notes = b"Exif\0\0" + tiff + (b"GPS 24.48,118.08" if place else b"") + (taken.encode() + b"\0" if taken else b"")
    return (
        b"\xff\xd8" + _segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + _segment(0xE1, notes) + _segment(0xFE, "李四拍".encode())
        + _segment(0xDB, b"\0" + bytes([1] * 64)) + _segment(0xC0, b"\x08\0\x08\0\x08\1\1\x11\0")
        + _segment(0xC4, b"\0" + bytes([0, 1] + [0] * 14) + b"\0") + _segment(0xC4, b"\x10" + bytes([0, 1] + [0] * 14) + b"\0")
        + _segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x3f\xff\0\x3f" + b"\xff\xd9" + "李四的录像".encode()
    )  # fmt: skip


JPEG_WITH_PLACE = jpeg()
