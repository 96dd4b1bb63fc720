"""Identity numbers where they must not stand: in a title or a free text they are masked, and whoever wrote it is told."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SIGNS = "10X98765432"
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_GAPS = re.compile(r"(?<=[0-9])[\s\-·]+(?=[0-9Xx])")


def is_identity_number(text: str) -> bool:
    """Whether it is a resident's identity number: form and check sign (GB 11643)."""
    if _NUMBER.fullmatch(text) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return text[-1].upper() == _SIGNS[total % 11]


def without_numbers(text: str) -> tuple[str, int]:
    """The text with every identity number masked but for its first six digits (the district), and how many there were.

    Full-width digits and gaps between digits do not hide one. A text without any comes back as it was.
    """
    plain = _GAPS.sub("", text.translate(_WIDE))
    found = 0

    def masked(match: re.Match[str]) -> str:
        nonlocal found
        number = match.group()
        if not is_identity_number(number):
            return number
        found += 1
        return f"{number[:6]}{'＊' * 12}"

    changed = _NUMBER.sub(masked, plain)
    return (changed, found) if found else (text, 0)


__all__ = ["is_identity_number", "without_numbers"]
