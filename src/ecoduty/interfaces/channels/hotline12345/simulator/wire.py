"""The protocol's signature, written a second time from its description."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as keyed

from ecoduty.kernel.clock import wall_now

WINDOW = 300  # seconds


@dataclass(frozen=True, slots=True)
class Credentials:
    """Under which name and with which secret both sides sign."""

    app: str
    secret: bytes
    algorithm: str = "HMAC-SM3"

    def headers(self, path: str, body: bytes, message_id: str) -> dict[str, str]:
        """The headers of a signed request, with a time and a value used once of their own."""
        at, once = str(int(wall_now().timestamp())), secrets.token_hex(16)
        return {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": message_id,
            "X-Hotline-App": self.app,
            "X-Hotline-Algorithm": self.algorithm,
            "X-Hotline-Time": at,
            "X-Hotline-Nonce": once,
            "X-Hotline-Signature": base64.b64encode(self._mac(self._lines(path, at, once, body))).decode(),
        }

    def fits(self, path: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether a request is signed with this secret, and lately."""
        at, once = headers.get("X-Hotline-Time", ""), headers.get("X-Hotline-Nonce", "")
        if not at.isdecimal() or abs(wall_now().timestamp() - int(at)) > WINDOW:
            return False
        wanted = base64.b64encode(self._mac(self._lines(path, at, once, body))).decode()
        given = headers.get("X-Hotline-Signature", "").split(",")
        return any(hmac.compare_digest(wanted, one.strip()) for one in given)

    def _lines(self, path: str, at: str, once: str, body: bytes) -> bytes:
        return "\n".join(("hotline-1", self.algorithm, "POST", path, at, once, self._digest(body))).encode()

    def _digest(self, body: bytes) -> str:
        if self.algorithm == "HMAC-SHA256":
            return hashlib.sha256(body).hexdigest()
        made = hashes.Hash(hashes.SM3())
        made.update(body)
        return made.finalize().hex()

    def _mac(self, text: bytes) -> bytes:
        if self.algorithm == "HMAC-SHA256":
            return hmac.new(self.secret, text, hashlib.sha256).digest()
        made = keyed.HMAC(self.secret, hashes.SM3())
        made.update(text)
        return made.finalize()
