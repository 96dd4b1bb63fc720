"""Making the file: members sealed to the receiver, the manifest over them, the signature over the manifest.

The zip is as plain as those of the archive (`casework/archive/packing.py`): nothing compressed, names in order, no times. So
whoever reads it can make it again and finds any byte that differs, also between the members.
"""

from __future__ import annotations

import base64
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ecoduty.casework.archive import packing
from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.kernel.sealing import boxes, signing
from ecoduty.mechanisms.enforcement.sharing.packages.manifest import MANIFEST, SIGNATURE, Manifest, Member

_KEY = 32  # bytes


@dataclass(frozen=True, slots=True)
class Written:
    """A package that was made: its bytes, the SM3 of its manifest, the manifest."""

    content: bytes
    digest: str
    manifest: Manifest


def write(manifest: Manifest, members: Iterable[tuple[str, bytes]], seal_to: str) -> Written:
    """The package of these members, for whoever holds the private half of `seal_to`.

    `manifest` comes with what is known before; members and their key are put in here. Raises SealingError.
    """
    key = os.urandom(_KEY)
    with tempfile.TemporaryDirectory(prefix="ecoduty-exchange-") as place:
        folder = Path(place)
        listed = [_lay(folder, order, name, content, key) for order, (name, content) in enumerate(members)]
        sealed = boxes.seal_to(seal_to, base64.b64encode(key).decode(), manifest.place)
        full = manifest.model_copy(update={"members": tuple(listed), "sealed": sealed})
        said = canonical(full.model_dump(mode="json"))
        (folder / MANIFEST).write_bytes(said)
        (folder / SIGNATURE).write_bytes(signing.sign(said).encode())
        file = folder / ".zip"
        with file.open("wb") as sink:
            packing.write_zip(_Sink(sink), [one for one in packing.contents_of(folder) if one[0] != file.name])
        return Written(file.read_bytes(), sm3(said).hex(), full)


def nonce(order: int) -> bytes:
    """Of the member in this place: no two members of a package are sealed alike."""
    return order.to_bytes(12)


def _lay(folder: Path, order: int, name: str, content: bytes, key: bytes) -> Member:
    sealed = AESGCM(key).encrypt(nonce(order), content, name.encode())
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(sealed)
    return Member(name=name, size=len(sealed), sm3=sm3(sealed).hex())


class _Sink:
    """A file that cannot be rewound, so that the zip is written in the one way that can be checked."""

    def __init__(self, file: object) -> None:
        self._file = file

    def write(self, data: bytes, /) -> int:
        return self._file.write(data)  # type: ignore[attr-defined, no-any-return]

    def flush(self) -> None:
        self._file.flush()  # type: ignore[attr-defined]


__all__ = ["Written", "nonce", "write"]
