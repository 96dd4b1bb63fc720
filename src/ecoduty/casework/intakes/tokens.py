"""The form's own token: signed, good for a day, and the riddle that a browser solves instead of a person.

A browser with script looks for a number whose digest with the token begins with enough zero bits (proof of work): a second
for one who writes, too dear for one who sends thousands. Nobody is ever shown a picture.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

from ecoduty.kernel.clock import wall_now

GOOD_FOR = timedelta(hours=24)
_LONGEST_SOLUTION = 20  # digits


@dataclass(frozen=True, slots=True)
class Token:
    """A form handed out: its secret, when, and how many zero bits its riddle asks for."""

    nonce: str
    at: datetime
    bits: int
    text: str

    @property
    def age(self) -> timedelta:
        """How long ago the form was handed out."""
        return wall_now() - self.at

    @property
    def usable(self) -> bool:
        """Whether it is not too old."""
        return timedelta(0) <= self.age < GOOD_FOR


def hand_out(bits: int) -> Token:
    """A new token."""
    nonce, second = secrets.token_hex(16), int(wall_now().timestamp())
    body = f"{nonce}.{second}.{bits}"
    return Token(nonce, datetime.fromtimestamp(second, UTC), bits, f"{body}.{_signature(body)}")


def read(text: str) -> Token | None:
    """The token, or None for what was not handed out here."""
    body, _, signature = text.rpartition(".")
    if not hmac.compare_digest(_signature(body).encode(), signature.encode(errors="replace")):
        return None
    nonce, second, bits = body.split(".")
    return Token(nonce, datetime.fromtimestamp(int(second), UTC), int(bits), text)


def solved(token: Token, solution: str) -> bool:
    """Whether the number given solves the token's riddle; SHA-256 of `nonce:number`."""
    if not solution.isascii() or not solution.isdecimal() or len(solution) > _LONGEST_SOLUTION:
        return False
    digest = hashlib.sha256(f"{token.nonce}:{solution}".encode()).digest()
    return int.from_bytes(digest) >> (256 - token.bits) == 0


def _signature(body: str) -> str:
    return hmac.digest(settings.INTAKE_KEY.encode(), f"token\0{body}".encode(errors="replace"), hashlib.sha256).hex()[
        :40
    ]
