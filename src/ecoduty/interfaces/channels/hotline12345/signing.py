"""Signatures of messages, both ways. Pure functions; a further algorithm is one more row of ALGORITHMS.

What is signed are seven lines: version, algorithm, method, path, time (Unix seconds), a value used once, digest of the body.
A message may carry several signatures, separated by commas: while secrets are changed, one for each that is valid.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as keyed

from ecoduty.kernel.ledger.chain import sm3

VERSION = "hotline-1"
HMAC_SM3, HMAC_SHA256 = "HMAC-SM3", "HMAC-SHA256"
SECRET_BYTES = 32
MOST_SIGNATURES = 4  # more than that is no changing of secrets


@dataclass(frozen=True, slots=True)
class Algorithm:
    """How a body is digested and how the signed lines are sealed with a secret."""

    digest: Callable[[bytes], bytes]
    mac: Callable[[bytes, bytes], bytes]


def _hmac_sm3(secret: bytes, message: bytes) -> bytes:
    made = keyed.HMAC(secret, hashes.SM3())
    made.update(message)
    return made.finalize()


ALGORITHMS: dict[str, Algorithm] = {
    HMAC_SM3: Algorithm(sm3, _hmac_sm3),
    HMAC_SHA256: Algorithm(
        lambda body: hashlib.sha256(body).digest(),
        lambda secret, message: hmac.new(secret, message, hashlib.sha256).digest(),
    ),
}


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature covers, and the signatures. `method` is POST, or FILE with the file's name for a path."""

    algorithm: str
    method: str
    path: str
    at: int
    once: str
    body: bytes
    signatures: tuple[str, ...] = ()

    def lines(self) -> bytes:
        """The text that is signed. Raises KeyError for an unknown algorithm."""
        digest = ALGORITHMS[self.algorithm].digest(self.body).hex()
        return "\n".join((VERSION, self.algorithm, self.method, self.path, str(self.at), self.once, digest)).encode()


def sign(message: Signed, secrets: Iterable[bytes]) -> str:
    """The value of the signature header: one base64 signature for each secret."""
    lines, mac = message.lines(), ALGORITHMS[message.algorithm].mac
    return ",".join(base64.b64encode(mac(secret, lines)).decode() for secret in secrets)


def read(header: str) -> tuple[str, ...]:
    """The signatures of a header, at most MOST_SIGNATURES."""
    return tuple(part.strip() for part in header.split(",", MOST_SIGNATURES)[:MOST_SIGNATURES])


def fits(message: Signed, secrets: Sequence[bytes]) -> bool:
    """Whether one of the signatures is by one of the secrets. Compares all of them, in constant time."""
    lines, mac = message.lines(), ALGORITHMS[message.algorithm].mac
    wanted = [mac(secret, lines) for secret in secrets]
    given = [_bytes(text) for text in message.signatures]
    return any([hmac.compare_digest(one, other) for one in wanted for other in given])  # noqa: C419 -- a list: no early end


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
