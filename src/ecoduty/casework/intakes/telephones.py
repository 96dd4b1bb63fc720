"""Telephone numbers as people type them: full-width digits, blanks and dashes are nobody's mistake."""

from __future__ import annotations

import re

_WIDE = str.maketrans("０１２３４５６７８９－—＋　", "0123456789--+ ")
_NUMBER = re.compile(r"\+?[0-9][0-9 \-]{5,18}[0-9]")
_MOBILE = re.compile(r"1[0-9]{10}")


def typed(text: str) -> str:
    """What was typed, in digits of the usual width."""
    return text.translate(_WIDE)


def bare(text: str) -> str:
    """The number without blanks and dashes."""
    return re.sub(r"[\s\-]", "", typed(text))


def is_number(text: str) -> bool:
    """Whether it can be called: seven to twenty digits, blanks and dashes, a plus in front at most."""
    return _NUMBER.fullmatch(typed(text)) is not None


def takes_texts(text: str) -> bool:
    """Whether text messages can be sent to it: the eleven digits of a mobile telephone."""
    return is_number(text) and _MOBILE.fullmatch(bare(text)) is not None
