"""The file that is carried: a zip of members, a manifest with the SM3 of each, a signature over the manifest.

Whoever reads one trusts nothing before the signature and the digests of all members are checked, and reads no more of a
member than the manifest says.
"""

from __future__ import annotations

import base64
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from ecoduty.kernel.flow.refusal import Refused
from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.kernel.sealing import boxes, signing

FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
LARGEST = 16 * 1024**3  # bytes of all members together
_MANIFEST_LARGEST = 8 * 1024**2
_BLOCK = 1024 * 1024
_KEY, _NONCE = 32, 12


@dataclass(frozen=True, slots=True)
class Member:
    """One member as it lies in the file."""

    name: str
    size: int
    sm3: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package says of itself. `confirmed` are the packages of the other course that its maker has taken in;
    `sealed` is the key its members are encrypted with, sealed to the receiver, empty for open ones.
    """

    course: str
    number: int
    previous: int
    city: str
    made_at: str
    confirmed: list[int] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)
    sealed: str = ""
    members: list[Member] = field(default_factory=list)
    format: int = FORMAT

    @property
    def place(self) -> str:
        """Where the sealed key belongs."""
        return f"zones:{self.course}:{self.number}"


class Writer:
    """Members one after another; encrypted where a public key to seal to is given."""

    def __init__(self, archive: zipfile.ZipFile, place: str, seal_to: str = "") -> None:
        self.archive, self.members = archive, list[Member]()
        self.key = os.urandom(_KEY) if seal_to else b""
        self.sealed = boxes.seal_to(seal_to, base64.b64encode(self.key).decode(), place) if seal_to else ""

    def add(self, name: str, blocks: Iterable[bytes]) -> None:
        """Write a member, block by block; an encrypted one whole."""
        if self.key:
            nonce = len(self.members).to_bytes(_NONCE)
            blocks = [AESGCM(self.key).encrypt(nonce, b"".join(blocks), name.encode())]
        digest, size = hashes.Hash(hashes.SM3()), 0
        with self.archive.open(name, "w", force_zip64=True) as out:
            for block in blocks:
                digest.update(block)
                size += len(block)
                out.write(block)
        self.members.append(Member(name, size, digest.finalize().hex()))


def seal_up(archive: zipfile.ZipFile, manifest: Manifest) -> str:
    """Write manifest and signature; the manifest's digest. Raises SealingError."""
    content = canonical(asdict(manifest))
    archive.writestr(MANIFEST, content)
    archive.writestr(SIGNATURE, signing.sign(content))
    return sm3(content).hex()


class Package:
    """A package whose signature and members are checked."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest, digest: str) -> None:
        self.archive, self.manifest, self.digest = archive, manifest, digest
        self._order = {member.name: place for place, member in enumerate(manifest.members)}
        self._key = b""

    def blocks(self, name: str) -> Iterator[bytes]:
        """The content of an open member."""
        with self.archive.open(name) as file:
            while block := file.read(_BLOCK):
                yield block

    def opened(self, name: str) -> bytes:
        """The content of an encrypted member. Raises SealingError, Refused."""
        if not self._key:
            self._key = base64.b64decode(boxes.open_box(self.manifest.sealed, self.manifest.place))
        nonce = self._order[name].to_bytes(_NONCE)
        try:
            return AESGCM(self._key).decrypt(nonce, b"".join(self.blocks(name)), name.encode())
        except InvalidTag as error:
            raise _tampered(name) from error

    def names(self) -> list[str]:
        """All members in their order."""
        return list(self._order)


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """A package from the other zone, checked. Raises Refused, SealingError."""
    if not settings.ZONE_PARTNERS:
        raise Refused("zone_partner_unset", "还没有登记对方的公钥，不能导入。请在对方执行 ecoduty portal key，把显示的一行设为本方的 ECODUTY_ZONE_PARTNER。")  # fmt: skip
    try:
        with zipfile.ZipFile(path) as archive:
            content, signature = _small(archive, MANIFEST), _small(archive, SIGNATURE).decode(errors="replace")
            signer = signing.signed_by(signature.strip(), content, settings.ZONE_PARTNERS)
            if signer == "":
                raise Refused(
                    "package_foreign", f"{path.name} 不是登记的对方签发的（签名密钥 {signature[:9]}），没有导入。"
                )
            if signer is None:
                raise Refused("package_tampered", f"{path.name} 的签名不对：签发之后被改过，没有导入。请重新拷贝一份；仍不行的，请对方重新导出。")  # fmt: skip
            manifest = _manifest(content, path)
            _check_members(archive, manifest)
            yield Package(archive, manifest, sm3(content).hex())
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, NotImplementedError) as error:
        raise Refused("package_broken", f"{path.name} 读不出来：不是摆渡包，或者没有拷贝完整。请重新拷贝。") from error


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        content = file.read(_MANIFEST_LARGEST + 1)
    if len(content) > _MANIFEST_LARGEST:
        raise zipfile.BadZipFile(name)
    return content


def _manifest(content: bytes, path: Path) -> Manifest:
    """What was signed. A newer form of it is said to be one."""
    given: dict[str, Any] = json.loads(content)
    if given.get("format") != FORMAT:
        raise Refused(
            "package_release", f"{path.name} 是另一版平台导出的（格式 {given.get('format')}），请先把两边升级到同一版。"
        )
    return Manifest(**{**given, "members": [Member(**one) for one in given["members"]]})


def _check_members(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Every member is there as it was signed, and nothing else is."""
    names = [member.name for member in manifest.members]
    if sorted(archive.namelist()) != sorted([*names, MANIFEST, SIGNATURE]):
        raise Refused("package_tampered", "包里多了或少了文件，没有导入。请重新拷贝一份；仍不行的，请对方重新导出。")
    if sum(member.size for member in manifest.members) > LARGEST:
        raise Refused("package_broken", "包太大，读不下。请对方分次导出。")
    for member in manifest.members:
        digest, size = hashes.Hash(hashes.SM3()), 0
        with archive.open(member.name) as file:
            while size <= member.size and (block := file.read(_BLOCK)):
                digest.update(block)
                size += len(block)
        if size != member.size or digest.finalize().hex() != member.sm3:
            raise _tampered(member.name)


def _tampered(name: str) -> Refused:
    return Refused(
        "package_tampered", f"包里的 {name} 与签发时不同，没有导入。请重新拷贝一份；仍不行的，请对方重新导出。"
    )
