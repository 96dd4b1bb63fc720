"""How an entry is bound to the one before it: canonical JSON and SM3. Pure functions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes

DIGEST_SIZE = 32  # bytes


def _bundled_sm3(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def _native_sm3(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


# Python's own OpenSSL is three times quicker where it carries SM3; the bundled one always does.
sm3: Callable[[bytes], bytes] = _native_sm3 if "sm3" in hashlib.algorithms_available else _bundled_sm3


class Sm3:
    """A digest fed in parts, for what should not stand in memory as a whole."""

    def __init__(self, data: bytes = b"") -> None:
        self._native = hashlib.new("sm3") if sm3 is _native_sm3 else None
        self._bundled = hashes.Hash(hashes.SM3())
        self.update(data)

    def update(self, data: bytes) -> None:
        """Take some more."""
        (self._native or self._bundled).update(data)

    def digest(self) -> bytes:
        """The 32 bytes over all that was taken."""
        return self._native.digest() if self._native else self._bundled.copy().finalize()


def canonical(value: Any) -> bytes:
    """The one byte form of a JSON value: sorted keys, no spaces, UTF-8.

    Raises TypeError for floats, whose text differs between machines, for keys that are not text, because their order
    changes once they become text, and for what JSON cannot hold. Raises ValueError for text that the database cannot
    give back (NUL, halves of surrogate pairs).
    """
    _refuse_what_changes(value)
    return _encode(value).encode()


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _refuse_what_changes(value: Any) -> None:
    """What would not be the same after a way through the database and back."""
    if isinstance(value, str):
        if "\0" in value:  # half a surrogate pair is refused by the encoding itself
            raise ValueError("a ledger entry holds no NUL character")
    elif isinstance(value, float):
        raise TypeError("a ledger entry holds no floating-point number: write it as text or in smaller units")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("the keys of a ledger entry are text")
            _refuse_what_changes(key)
            _refuse_what_changes(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_what_changes(inner)


def instant(moment: datetime) -> str:
    """A moment as text that does not depend on the zone it was read in (microseconds, UTC)."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def genesis(stream: str) -> bytes:
    """What the first entry of a stream points back to: its own name, so that no stream passes for another."""
    return sm3(b"ecoduty stream\n" + stream.encode())


def link(previous: bytes, content: Mapping[str, Any]) -> bytes:
    """The digest of an entry: 32 bytes over its predecessor's digest and its own content, which is canonical already
    in everything that was entered (`append` makes it so, once).
    """
    return sm3(previous + _encode(content).encode())
