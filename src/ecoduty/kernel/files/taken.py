"""On which day a photo was taken, as its own notes say: the EXIF of a JPEG. Read with bounds, never trusted with more than a date."""

from __future__ import annotations

import re
from datetime import date

from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.files.storage import path_of

_HEAD = 128 * 1024  # bytes: the notes stand before the picture
_EXIF = b"Exif\0\0"
_STAMP = re.compile(rb"(\d{4}):(\d{2}):(\d{2}) \d{2}:\d{2}:\d{2}\0")


def taken_on(file: StoredFile) -> date | None:
    """The day, None where the file says none, is no JPEG or is gone. Of several stamps the earliest: the others are of editing."""
    if file.kind != "jpeg":
        return None
    try:
        with path_of(file.sm3).open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError:
        return None
    start = head.find(_EXIF)
    days = [found for stamp in _STAMP.finditer(head, start) if (found := _day(stamp))] if start >= 0 else []
    return min(days, default=None)


def _day(stamp: re.Match[bytes]) -> date | None:
    try:
        return date(*(int(part) for part in stamp.groups()))
    except ValueError:
        return None


__all__ = ["taken_on"]
