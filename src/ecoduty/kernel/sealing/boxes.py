"""Sealing to a public key: whoever has it can put something in, only the holder of the key file can take it out again.

X25519 with a fresh key for every box, HKDF-SHA256, AES-256-GCM bound to the place the box stands in. For a process that
must write what it must never read, such as the public's own pages.
"""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from ecoduty.kernel.sealing import keyring
from ecoduty.kernel.sealing.keyring import SealingError, UnknownKeyError

_MARK = "x25519"
_POINT, _NONCE, _KEY = 32, 12, 32  # bytes


def public_key() -> str:
    """`<key id>$<base64>` of the key that boxes are made for now; a key is made where the file has none yet.

    Needs the key file: for the desk's zone alone. Raises SealingError.
    """
    key = keyring.box_keys(Path(settings.KEY_FILE))[-1]
    point = X25519PrivateKey.from_private_bytes(key.secret).public_key().public_bytes_raw()
    return f"{key.id}${base64.urlsafe_b64encode(point).decode()}"


def seal_to(public: str, text: str, place: str) -> str:
    """`x25519$<key id>$<base64>`; needs no key file. `place` is needed to open it. Raises SealingError for a bad key."""
    key, _, point = public.partition("$")
    try:
        receiver = X25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(point))
    except (ValueError, binascii.Error) as error:
        raise SealingError("公开的加密密钥不完整，不能加密。") from error
    own = X25519PrivateKey.generate()
    sender = own.public_key().public_bytes_raw()
    nonce = os.urandom(_NONCE)
    secret = _secret(own.exchange(receiver), sender, receiver.public_bytes_raw())
    sealed = AESGCM(secret).encrypt(nonce, text.encode(), place.encode())
    return f"{_MARK}${key}${base64.urlsafe_b64encode(sender + nonce + sealed).decode()}"


def open_box(box: str, place: str) -> str:
    """The text again. Raises SealingError: key file or key missing, or the box was changed or moved."""
    mark, _, rest = box.partition("$")
    wanted, _, body = rest.partition("$")
    if mark != _MARK or not body:
        raise SealingError("这不是本平台加密的内容。")
    key = next((one for one in keyring.box_keys(Path(settings.KEY_FILE)) if one.id == wanted), None)
    if key is None:
        raise UnknownKeyError(f"密钥文件 {settings.KEY_FILE} 里没有编号 {wanted} 的密钥，打不开用它加密的内容。")
    own = X25519PrivateKey.from_private_bytes(key.secret)
    try:
        raw = base64.urlsafe_b64decode(body)
        sender, nonce, sealed = raw[:_POINT], raw[_POINT : _POINT + _NONCE], raw[_POINT + _NONCE :]
        shared = own.exchange(X25519PublicKey.from_public_bytes(sender))
        secret = _secret(shared, sender, own.public_key().public_bytes_raw())
        return AESGCM(secret).decrypt(nonce, sealed, place.encode()).decode()
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise SealingError(f"用密钥 {wanted} 加密的内容打不开：被改过，或不是写在原处的。") from error


def _secret(shared: bytes, sender: bytes, receiver: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=b"ecoduty.box" + sender + receiver).derive(shared)
