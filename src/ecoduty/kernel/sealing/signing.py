"""Signing what goes to another zone, and knowing who signed what comes from there. Ed25519, keys in the key file."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from ecoduty.kernel.sealing import keyring
from ecoduty.kernel.sealing.keyring import SealingError


def public_key() -> str:
    """`<key id>$<base64>` of the key that signs here now: what the other zone is given once. Raises SealingError."""
    key = _own()
    point = Ed25519PrivateKey.from_private_bytes(key.secret).public_key().public_bytes_raw()
    return f"{key.id}${base64.urlsafe_b64encode(point).decode()}"


def sign(content: bytes) -> str:
    """`<key id>$<base64>`. Raises SealingError."""
    key = _own()
    signature = Ed25519PrivateKey.from_private_bytes(key.secret).sign(content)
    return f"{key.id}${base64.urlsafe_b64encode(signature).decode()}"


def signed_by(signature: str, content: bytes, trusted: Sequence[str]) -> str | None:
    """The id of the trusted public key that signed it; empty for a key that is not trusted, None where the signature is
    wrong. Raises SealingError for a trusted key that is none.
    """
    name, _, text = signature.partition("$")
    for known in trusted:
        key, _, point = known.partition("$")
        if key != name:
            continue
        try:
            public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(point))
        except (ValueError, binascii.Error) as error:
            raise SealingError(f"登记的对方公钥“{known[:12]}…”不完整。") from error
        try:
            public.verify(base64.urlsafe_b64decode(text), content)
        except (InvalidSignature, ValueError, binascii.Error):
            return None
        return key
    return ""


def _own() -> keyring.Key:
    return keyring.signer_keys(Path(settings.KEY_FILE))[-1]
