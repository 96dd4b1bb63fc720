"""The token itself: random, shown once, kept only as its SM3."""

from __future__ import annotations

import re
import secrets

from ecoduty.kernel.ledger.chain import sm3

PREFIX = "ecoduty_"  # lets scanners of repositories and mail find one that was left lying about
_SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")


def fresh() -> str:
    """A new token: 256 random bits, so that its digest needs no slow hash."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What is kept of it: 32 bytes."""
    return sm3(token.encode())


def looks_like_one(text: str) -> bool:
    """Whether it can be a token at all; what cannot is not looked up."""
    return _SHAPE.fullmatch(text) is not None
