"""Sealing a text: SM4-GCM, bound to the place it stands in, so that a sealed value moved elsewhere does not open."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from ecoduty.kernel.sealing import keyring
from ecoduty.kernel.sealing.keyring import Key, SealingError, UnknownKeyError

_MARK = "sm4"  # the cipher's name stands first, so that another can follow one day
_NONCE, _TAG = 12, 16  # bytes
_read: dict[Path, tuple[tuple[int, int], list[Key]]] = {}


def seal(text: str, place: str) -> str:
    """`sm4$<key id>$<base64>`; `place` says where it will stand and is needed to open it. Raises SealingError."""
    key = keys()[-1]
    nonce = os.urandom(_NONCE)
    sealer = Cipher(algorithms.SM4(key.secret), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(place.encode())
    body = sealer.update(text.encode()) + sealer.finalize()
    return f"{_MARK}${key.id}${base64.urlsafe_b64encode(nonce + body + sealer.tag).decode()}"


def open_sealed(sealed: str, place: str) -> str:
    """The text again. Raises SealingError: key file or key missing, or the value was changed or moved."""
    wanted = key_of(sealed)
    key = next((one for one in keys() if one.id == wanted), None)
    if key is None:
        raise UnknownKeyError(f"密钥文件 {settings.KEY_FILE} 里没有编号 {wanted} 的密钥，打不开用它加密的内容。")
    try:
        raw = base64.urlsafe_b64decode(sealed.split("$", 2)[2])
        nonce, body, tag = raw[:_NONCE], raw[_NONCE:-_TAG], raw[-_TAG:]
        opener = Cipher(algorithms.SM4(key.secret), modes.GCM(nonce, tag)).decryptor()
        opener.authenticate_additional_data(place.encode())
        return (opener.update(body) + opener.finalize()).decode()
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise SealingError(f"用密钥 {wanted} 加密的内容打不开：被改过，或不是写在原处的。") from error


def key_of(sealed: str) -> str:
    """The id of the key a value was sealed with. Raises SealingError for what is no sealed value."""
    mark, _, rest = sealed.partition("$")
    if mark != _MARK or "$" not in rest:
        raise SealingError("这不是本平台加密的内容。")
    return rest.partition("$")[0]


def keys() -> list[Key]:
    """The keys of this installation; the file is read again once it has changed. Raises SealingError."""
    path = Path(settings.KEY_FILE)
    try:
        state = path.stat()
    except OSError:
        return keyring.read(path)
    stamp = (state.st_mtime_ns, state.st_ino)
    known = _read.get(path)
    if known is None or known[0] != stamp:
        _read[path] = known = (stamp, keyring.read(path))
    return known[1]
