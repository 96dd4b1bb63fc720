"""Names of files, made safe to show, to store and to download under."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120  # characters, the ending included
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
# Marks that turn the direction of writing can make `gpj.exe` read `exe.jpg`.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
NAMELESS = "附件"


def sanitised(name: str) -> str:
    """The name without folders, invisible and forbidden characters, at most LONGEST characters; never empty."""
    last = re.split(r"[\\/]", name)[-1]
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", last))
    plain = _FORBIDDEN.sub("_", plain).lstrip(" ").rstrip(" .")
    plain = re.sub(r"\s+", " ", plain)
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    if not stem or _DEVICES.match(plain):
        stem = f"{NAMELESS}{stem and '_' + stem}"
    room = LONGEST - len(ending) - 1
    return f"{stem[:room].rstrip()}{dot}{ending[:20]}"


def with_ending(name: str, ending: str) -> str:
    """The name with an ending, if it has none."""
    return name if "." in name else f"{name}.{ending}"
