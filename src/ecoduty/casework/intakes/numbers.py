"""The number and the code a sender keeps, both derived from his form, so that the same form sent twice has the same ones.

The number is spoken on the telephone: the day, seven digits and one that catches a slip. The code is for the eyes: twelve
letters and digits without 0/O and 1/I/L, 60 bits, kept as a keyed digest only.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date

from django.conf import settings

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE = 12  # letters of five bits
_DIGITS = 7
_MEANT = str.maketrans("OILＯＩＬ０１２３４５６７８９", "011011" + "0123456789")
_NUMBER = re.compile(r"^\d{6}-\d{4}-\d{4}$")


def reference(nonce: str, day: date, attempt: int = 0) -> str:
    """`261122-4821-9370` for a form of that day; another `attempt` gives another number where one is taken."""
    raw = int.from_bytes(_keyed("number", f"{nonce}:{attempt}")[:8])
    digits = f"{day:%y%m%d}{raw % 10**_DIGITS:0{_DIGITS}d}"
    digits += str(_check_digit(digits))
    return f"{digits[:6]}-{digits[6:10]}-{digits[10:]}"


def code(nonce: str) -> str:
    """`7K2M-9QXD-4TRW` for a form."""
    raw = int.from_bytes(_keyed("code", nonce)[:8])
    letters = "".join(_LETTERS[(raw >> (5 * n)) & 31] for n in range(_CODE))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def code_digest(number: str, given: str) -> str:
    """What is kept of a code, 64 hexadecimal digits."""
    return _keyed("digest", f"{number}:{meant_code(given)}").hex()


def form_digest(nonce: str) -> str:
    """By which a form is known again, 64 hexadecimal digits."""
    return _keyed("form", nonce).hex()


def content_digest(words: str) -> str:
    """By which it is told whether the same form says the same, 64 hexadecimal digits."""
    return _keyed("content", words).hex()


def meant_code(given: str) -> str:
    """The code without blanks and dashes, with letters that look like digits read as them."""
    return re.sub(r"[\s\-—–_.·]", "", given.upper()).translate(_MEANT)[:40]


def meant_reference(given: str) -> str:
    """The number in its own form, or empty where it cannot be one: wrong length, or a slip in a digit."""
    digits = re.sub(r"\D", "", given.translate(_MEANT))
    found = f"{digits[:6]}-{digits[6:10]}-{digits[10:]}"
    if not _NUMBER.match(found) or str(_check_digit(digits[:-1])) != digits[-1]:
        return ""
    return found


def _check_digit(digits: str) -> int:
    """Luhn's: catches one wrong digit and two neighbours changed over."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def _keyed(what: str, text: str) -> bytes:
    return hmac.digest(settings.INTAKE_KEY.encode(), f"{what}\0{text}".encode(), hashlib.sha256)
