"""Names of instruments made comparable, character by character, so that a place in one is the same place in the other."""

from __future__ import annotations

import re

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ALIKE = {"«": "《", "»": "》", "≪": "《", "≫": "》", "<": "〈", ">": "〉", "＜": "〈", "＞": "〉", "﹤": "〈", "﹥": "〉",
          "〔": "(", "〕": ")", "[": "(", "]": ")", "［": "(", "］": ")", "【": "(", "】": ")", "﹝": "(", "﹞": ")",
          "〖": "(", "〗": ")", "–": "-", "—": "-", "－": "-", "―": "-", "～": "~", "〜": "~", "∼": "~", "•": "·", "・": "·",
          "\r": "\n", "\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"}  # fmt: skip
_TABLE: dict[int, int | str] = {**_FULL_WIDTH, **{ord(letter): other for letter, other in _ALIKE.items()}}
_QUOTES = re.compile(r"[“”\"'‘’「」]")
_STATE = "中华人民共和国"
_WRAPPED = re.compile(r"[〈《]([^〈〉《》]+)[〉》]的(?:通知|公告|决定)$")


def alike(text: str) -> str:
    """The text with full-width signs and kinds of brackets and dashes made one; as long as before."""
    return text.translate(_TABLE)


def fold(name: str) -> str:
    """A name for comparing: no blanks, no quotation marks, one kind of brackets."""
    return _QUOTES.sub("", "".join(alike(name).split())).replace("《", "〈").replace("》", "〉")


def spellings(name: str) -> tuple[str, ...]:
    """The folded name, and without the state's name before it."""
    folded = fold(name)
    short = folded.removeprefix(_STATE)
    return (folded,) if short in {folded, ""} else (folded, short)


def wrapped(name: str) -> str:
    """The text that a notice issues, by the notice's title (关于印发〈…〉的通知); empty for any other title."""
    found = _WRAPPED.search(fold(name))
    return found[1] if found else ""


__all__ = ["alike", "fold", "spellings", "wrapped"]
