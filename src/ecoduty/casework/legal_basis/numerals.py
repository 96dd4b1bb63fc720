"""Numbers as statutes write them: 一千二百四十二, up to 9,999, both ways."""

from __future__ import annotations

GREATEST = 9999
_DIGITS = "零一二三四五六七八九"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TENS = {"廿": "二十", "卅": "三十"}
LETTERS = "".join(_VALUES) + "".join(_UNITS) + "".join(_TENS)  # whatever a number can be made of, digits 0–9 beside


def to_chinese(number: int) -> str:
    """The number in Chinese: 10 is 十, 110 一百一十, 1001 一千零一. ValueError outside 1 to 9,999."""
    if not 1 <= number <= GREATEST:
        raise ValueError(f"{number} is no number of a provision")
    found, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            found += ("零" if gap else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = bool(found)
    return found[1:] if 10 <= number < 20 else found


def from_chinese(text: str) -> int | None:
    """The number that a text is, in Chinese letters, in Chinese figures (二五〇) or in Arabic; None where it is none.

    What could be two numbers (二百五) is none.
    """
    if text.isascii() and text.isdecimal():
        return int(text) if len(text) <= 4 else None
    if len(text) <= 4 and all(letter in _VALUES for letter in text):
        return int("".join(str(_VALUES[letter]) for letter in text)) if text else None
    return _counted("".join(_TENS.get(letter, letter) for letter in text)) if len(text) <= 9 else None


def _counted(text: str) -> int | None:
    """Thousands, hundreds, tens and ones, each at most once and in this order."""
    total, last = 0, 10 * 1000
    digit: int | None = None
    gap = False
    for letter in text:
        value, unit = _VALUES.get(letter), _UNITS.get(letter)
        if unit is not None:
            if digit is None and unit == 10 and not gap:
                digit = 1  # 十, 一百十
            if not digit or unit >= last:
                return None
            total, last, digit, gap = total + digit * unit, unit, None, False
        elif value is None or digit is not None or (value == 0 and (gap or not total)):
            return None
        elif value == 0:
            gap = True
        else:
            digit = value
    if digit is not None:
        return total + digit if last == 10 or gap else None
    return None if gap else total
