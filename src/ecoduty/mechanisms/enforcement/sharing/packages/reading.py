"""Reading a package from elsewhere. Nothing in it is believed before the signature is right, nothing opened before every byte is.

In this order: is it a plain zip of a size that can be read, with members of our names and nothing else (no compression, so no
bomb; no path leads out); who signed the manifest; does every member lie there as it was signed; is there not a byte besides;
is it for us. Refusals say which of these failed.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import ValidationError

from ecoduty.casework.archive import packing
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.sealing import SealingError, boxes, signing
from ecoduty.mechanisms.enforcement.sharing.packages.manifest import FORMAT, MANIFEST, SIGNATURE, Manifest
from ecoduty.mechanisms.enforcement.sharing.packages.writing import nonce

LARGEST = 200 * 1024**2  # bytes
MOST_MEMBERS = 2_002
_MANIFEST_LARGEST, _SIGNATURE_LARGEST = 2 * 1024**2, 300  # bytes
_OURS = re.compile(r"(manifest\.json|manifest\.sig|content\.json|entries\.jsonl|files/\d{4})")
_AGAIN = "请重新拷贝一份；仍不行的，请对方重新导出。"


@dataclass(frozen=True, slots=True)
class Opened:
    """A package in which everything is right: the manifest, its SM3, the id of the key that signed it, the members' content."""

    manifest: Manifest
    digest: str
    signer: str
    content: Callable[[str], bytes]

    def names(self) -> list[str]:
        """The members in their order."""
        return [one.name for one in self.manifest.members]


def read(data: bytes, trusted: Sequence[str]) -> Opened:
    """Check a package from end to end; `trusted` are public keys as `signing.public_key()` gives them.

    Raises Refused (422): `package_too_large`, `package_broken`, `package_foreign`, `package_tampered`, `package_release`,
    `package_not_ours`.
    """
    if len(data) > LARGEST:
        raise _refused("package_too_large", f"这个文件超过{LARGEST // 1024**2}兆，没有导入。请对方分次导出。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = _sizes(archive, len(data))
            manifest, digest, signer = _signed(archive, sizes, trusted)
            _as_signed(archive, manifest)
            _made_again(archive, data)
            sealed = {one.name: _content(archive, one.name) for one in manifest.members}
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        KeyError,
        OSError,
    ) as error:
        raise _broken() from error
    key = _key_of(manifest)
    return Opened(manifest, digest, signer, _opener(manifest, sealed, key))


def _sizes(archive: zipfile.ZipFile, whole: int) -> dict[str, int]:
    """Names and sizes of a plain zip of our making. Raises Refused `package_broken`."""
    entries = archive.infolist()
    sizes = {entry.filename: entry.file_size for entry in entries}
    strange = [entry.filename for entry in entries if not _OURS.fullmatch(entry.filename)]
    if strange or len(sizes) != len(entries) or len(entries) > MOST_MEMBERS:
        raise _refused("package_broken", "这不是案卷交换包，或者包里混进了别的文件，没有导入。请核对文件是否选对。")
    if any(entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 0x1 for entry in entries):
        raise _refused(
            "package_broken", "这不是本平台导出的案卷交换包（内含压缩或加密的文件），没有导入。请核对文件是否选对。"
        )
    if sum(sizes.values()) > whole:
        raise _broken()
    return sizes


def _signed(archive: zipfile.ZipFile, sizes: dict[str, int], trusted: Sequence[str]) -> tuple[Manifest, str, str]:
    if sizes.get(MANIFEST, 0) > _MANIFEST_LARGEST or sizes.get(SIGNATURE, 0) > _SIGNATURE_LARGEST:
        raise _broken()
    said, signature = _content(archive, MANIFEST), _content(archive, SIGNATURE).decode("ascii", errors="replace")
    signer = signing.signed_by(signature, said, trusted) if _as_we_write(signature) else None
    if signer == "":
        raise _refused(
            "package_foreign",
            "签发这个包的密钥不在信任名单里（或签名被改过），没有导入。请安全管理员向对方核对公钥后登记，或请对方重新导出。",
        )
    if signer is None:
        raise _refused("package_tampered", f"清单与签名不符：签发之后被改过，没有导入。{_AGAIN}")
    return _manifest(said), sm3(said).hex(), signer


def _as_we_write(signature: str) -> bool:
    """Base64 says the same in several ways; we accept the one we write, so that no byte of it can be altered."""
    try:
        text = signature.partition("$")[2]
        return base64.urlsafe_b64encode(base64.urlsafe_b64decode(text)).decode() == text
    except ValueError:
        return False


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    """The whole of a member. Raises Refused `package_tampered` where it is not what its own sum says, KeyError for none."""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, EOFError) as error:
        raise _refused("package_tampered", f"包里的“{name}”被改过或没有拷贝完整，没有导入。{_AGAIN}") from error


def _manifest(said: bytes) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(said)
    except ValidationError as error:
        raise _refused(
            "package_release", "清单的格式读不懂：可能是另一版平台导出的，没有导入。请先把两边升级到同一版。"
        ) from error
    if manifest.format != FORMAT:
        raise _refused(
            "package_release", f"这个包是另一版平台导出的（格式{manifest.format}），没有导入。请先把两边升级到同一版。"
        )
    return manifest


def _as_signed(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Every member is there as it was signed, and nothing else is."""
    there = set(archive.namelist()) - {MANIFEST, SIGNATURE}
    listed = {one.name for one in manifest.members}
    if there != listed or len(listed) != len(manifest.members):
        odd = min(there ^ listed, default="重复的一项")
        raise _refused("package_tampered", f"包里的文件与清单不符：“{odd}”多出或缺少，没有导入。{_AGAIN}")
    for one in manifest.members:
        content = _content(archive, one.name)
        if len(content) != one.size or sm3(content).hex() != one.sm3:
            raise _refused("package_tampered", f"包里的“{one.name}”与签发时不同（摘要不符），没有导入。{_AGAIN}")


def _made_again(archive: zipfile.ZipFile, data: bytes) -> None:
    """The package made again from its members is the same, byte by byte: nothing hides between them."""
    again = _Comparing(data)
    with zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as package:  # type: ignore[call-overload]  # writing needs no more
        for name in sorted(archive.namelist()):
            with archive.open(name) as one:
                packing.add(package, name, archive.getinfo(name).file_size, one)
    if again.at != len(data):
        raise _refused("package_tampered", f"包的末尾多出内容，没有导入。{_AGAIN}")


class _Comparing:
    """A sink that holds what is written against the file."""

    def __init__(self, data: bytes) -> None:
        self._data, self.at = memoryview(data), 0

    def write(self, data: bytes, /) -> int:
        if self._data[self.at : self.at + len(data)] != bytes(data):
            raise _refused("package_tampered", f"包的第{self.at + 1}字节前后与应有的内容不同，没有导入。{_AGAIN}")
        self.at += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept."""


def _key_of(manifest: Manifest) -> bytes:
    """The members' key. Raises Refused `package_not_ours` where it was sealed to somebody else."""
    try:
        return base64.b64decode(boxes.open_box(manifest.sealed, manifest.place))
    except SealingError as error:
        raise _refused(
            "package_not_ours",
            f"这个包是给{manifest.recipient.name}的，用的不是本机的公钥，打不开，没有导入。请核对是否送错；"
            "本机换过密钥的，请把新的公钥交给对方后重新导出。",
        ) from error


def _opener(manifest: Manifest, sealed: dict[str, bytes], key: bytes) -> Callable[[str], bytes]:
    order = {one.name: place for place, one in enumerate(manifest.members)}

    def opened(name: str) -> bytes:
        try:
            return AESGCM(key).decrypt(nonce(order[name]), sealed[name], name.encode())
        except (InvalidTag, ValueError) as error:
            raise _refused("package_tampered", f"包里的“{name}”打不开，没有导入。{_AGAIN}") from error

    return opened


def _broken() -> Refused:
    return _refused("package_broken", "这个文件读不出来：不是案卷交换包，或者没有拷贝完整。请重新拷贝一份。")


def _refused(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, status=422, clause="18.5")


def lines(content: bytes) -> Iterator[bytes]:
    """The lines of a member."""
    return (line for line in content.split(b"\n") if line)


__all__ = ["LARGEST", "Opened", "lines", "read"]
