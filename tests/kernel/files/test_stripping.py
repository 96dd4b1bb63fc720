"""What a picture says beside itself goes; the picture stays as it was."""

from __future__ import annotations

import struct

import pytest

from ecoduty.kernel.files import stripping
from ecoduty.kernel.files.kinds import KINDS
from ecoduty.kernel.flow.refusal import Refused
from tests.kernel.files.pictures import chunk, jpeg, png_with_note


@pytest.fixture
def strip(tmp_path):
    def work(content: bytes, kind: str) -> bytes:
        path = tmp_path / "picture"
        path.write_bytes(content)
        stripping.strip(path, KINDS[kind], "图")
        return path.read_bytes()

    return work


def test_jpeg_loses_notes_comment_and_what_hangs_behind_its_end(strip):
    bare = strip(jpeg(), "jpeg")
    for word in (b"Exif", b"GPS", "李四".encode()):
        assert word not in bare
    assert bare.startswith(b"\xff\xd8\xff\xe0")
    assert bare.endswith(b"\x3f\xff\0\x3f\xff\xd9")
    assert strip(bare, "jpeg") == bare


def test_turned_jpeg_stays_upright(strip):
    bare = strip(jpeg(orientation=6), "jpeg")
    assert b"GPS" not in bare
    at = bare.index(b"Exif\0\0")
    assert struct.unpack_from(">HHIH", bare, at + 16)[3] == 6
    assert strip(bare, "jpeg") == bare


def test_png_loses_texts_and_what_hangs_behind_its_end(strip):
    bare = strip(png_with_note("李四"), "png")
    assert "李四".encode() not in bare
    assert bare.endswith(chunk(b"IEND", b""))


@pytest.mark.parametrize(
    ("content", "kind"), [(jpeg()[:60], "jpeg"), (png_with_note("x")[:50], "png"), (jpeg()[:-40], "jpeg")]
)
def test_picture_without_an_end_is_broken(strip, content, kind):
    with pytest.raises(Refused, match="不完整或已损坏"):
        strip(content, kind)


def test_picture_that_would_fill_the_memory_of_whoever_opens_it_is_refused(strip):
    huge = jpeg().replace(b"\xff\xc0\0\x0b\x08\0\x08\0\x08", b"\xff\xc0\0\x0b\x08\xff\xff\xff\xff")
    with pytest.raises(Refused, match="像素"):
        strip(huge, "jpeg")
