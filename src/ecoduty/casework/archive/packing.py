"""Writing packages: a folder with everything, a list of digests over it, and a zip of the same that is always the same.

A zip made here is plain: nothing compressed, names in order, no times, no comments. So it can be made again from its own
contents, and `checking` finds any byte that differs.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from cryptography.hazmat.primitives import hashes

from ecoduty.casework.archive.gathering import MANIFEST, Gathered, Piece
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Refused

BLOCK = 1024 * 1024
_TIME = (1980, 1, 1, 0, 0, 0)  # the format knows nothing earlier, and needs something
NOTE = "说明.txt"
_NOTE = """本文件夹是一件已办结事项的归档包，由环责按规则书规定的保管期限整理。

metadata.json      元数据：题名、责任者、文号、日期、保管期限及依据、收文与回执
documents/         公文：盖章原件、版式稿、附件、回执，以及正文各稿
files/             办理过程中的其他文件
ledger/            全部留痕（逐条以 SM3 前后相接）和承诺过它们的检查点
manifest.json      以上每个文件的大小和 SM3、SHA-256 摘要

核验：ecoduty archive verify 文件名.zip ，任何一个字节被改动都会指出。不用本平台也可以核验：逐个文件计算 SM3，
与 manifest.json 对照；留痕每条的摘要是 SM3（前一条摘要＋本条 content 按键名排序、不留空格的 JSON），
第一条的“前一条摘要”是 SM3（“ecoduty stream”换行＋串名）。
"""


class Sink(Protocol):
    """What a zip is written to: a file, or something that compares."""

    def write(self, data: bytes, /) -> int:
        """Take bytes; how many."""
        ...

    def flush(self) -> None:
        """Nothing more for now."""
        ...


@dataclass(frozen=True, slots=True)
class Packed:
    """A package that stands in the folder: the zip, its SM3, how many files, how many bytes; `new` says whether it was
    written now.
    """

    path: Path
    sm3: str
    files: int
    size: int
    new: bool


class Digests:
    """SM3 and SHA-256 of what passes by."""

    def __init__(self) -> None:
        self._sm3, self._sha256, self.size = hashes.Hash(hashes.SM3()), hashlib.sha256(), 0

    def update(self, block: bytes) -> None:
        """Take a block in."""
        self._sm3.update(block)
        self._sha256.update(block)
        self.size += len(block)

    def as_data(self) -> dict[str, Any]:
        """Size and digests, hexadecimal."""
        return {"size": self.size, "sm3": self._sm3.copy().finalize().hex(), "sha256": self._sha256.hexdigest()}


def pack(gathered: Gathered, target: Path) -> Packed:
    """Write the package into `target` as NAME/ and NAME.zip, unless the very same stands there already.

    Written beside and moved in one step: nothing half written bears the name. A package that differs from what stands
    there (something was recorded after the first time) takes its place; the earlier one is kept as NAME.zip.old.
    Raises Refused what `storage.open_file` raises, `file_altered`, and OSError.
    """
    with _made(gathered, target) as made:
        if not made.same:
            if made.package.exists():
                made.package.replace(made.package.with_suffix(".zip.old"))
            (made.part / "zip").replace(made.package)
        if not made.same or not made.folder.exists():
            shutil.rmtree(made.folder, ignore_errors=True)
            (made.part / "folder").replace(made.folder)
    return made.packed


def standing(gathered: Gathered, target: Path) -> Packed | None:
    """The package as it stands in `target`, folder and zip, if it is the very same as these would make; None otherwise.

    Leaves nothing behind. Raises what `pack` raises.
    """
    with _made(gathered, target) as made:
        return made.packed if made.same and made.folder.exists() else None


@dataclass(frozen=True, slots=True)
class _Made:
    """A package written beside its place: `same` where the zip that stands there has every byte of it."""

    part: Path
    folder: Path
    package: Path
    packed: Packed

    @property
    def same(self) -> bool:
        return not self.packed.new


@contextmanager
def _made(gathered: Gathered, target: Path) -> Iterator[_Made]:
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder, package = target / gathered.name, target / f"{gathered.name}.zip"
    part = target / f".{gathered.name}.part"
    shutil.rmtree(part, ignore_errors=True)
    try:
        files = _write_folder(gathered, part / "folder")
        digests = Digests()
        with (part / "zip").open("wb") as file:
            write_zip(_Counting(file, digests), contents_of(part / "folder"))
            file.flush()
            os.fsync(file.fileno())
        told = digests.as_data()
        same = package.exists() and digest_of(package)["sm3"] == told["sm3"]
        yield _Made(part, folder, package, Packed(package, told["sm3"], files, told["size"], new=not same))
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _write_folder(gathered: Gathered, folder: Path) -> int:
    """Everything and the list of digests; how many files the list has."""
    listed = {}
    for piece in (*gathered.pieces, Piece(NOTE, _NOTE.encode())):
        path = folder / piece.path
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        digests = Digests()
        with path.open("xb") as file:
            for block in _blocks(piece):
                digests.update(block)
                file.write(block)
        listed[piece.path] = digests.as_data()
        if piece.file is not None and listed[piece.path]["sm3"] != piece.file.sm3:
            raise Refused(
                "file_altered",
                f"文件“{piece.file.name}”与存入时的内容不一致，没有归档。请立即告知系统管理员。",
                status=500,
            )
    listing = {"name": gathered.name, "files": [{"path": path, **listed[path]} for path in sorted(listed)]}
    text = json.dumps(listing, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
    (folder / MANIFEST).write_bytes(text)
    return len(listed)


def _blocks(piece: Piece) -> Iterator[bytes]:
    if piece.file is None:
        yield piece.data
        return
    with storage.open_file(piece.file) as opened:
        while block := opened.read(BLOCK):
            yield block


def contents_of(folder: Path) -> list[tuple[str, Path]]:
    """All files of a folder, by their place in it, in the order of a package."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return sorted((path.relative_to(folder).as_posix(), path) for path in found)


def write_zip(sink: Sink, contents: list[tuple[str, Path]]) -> None:
    """The one zip that these files make."""
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as package:  # type: ignore[call-overload]  # writing needs no more
        for name, path in contents:
            with path.open("rb") as file:
                add(package, name, path.stat().st_size, file)


def add(package: zipfile.ZipFile, name: str, size: int, file: IO[bytes]) -> None:
    """One file of a package, as all are written."""
    entry = zipfile.ZipInfo(name, _TIME)
    entry.external_attr = 0o600 << 16
    entry.create_system = 3
    entry.file_size = size
    with package.open(entry, "w", force_zip64=size > 2**31) as place:
        shutil.copyfileobj(file, place, BLOCK)


def digest_of(path: Path) -> dict[str, Any]:
    """Size and digests of a file."""
    digests = Digests()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digests.update(block)
    return digests.as_data()


class _Counting:
    """A sink that digests what it writes. It cannot be rewound, so that the zip is written in one way only."""

    def __init__(self, file: IO[bytes], digests: Digests) -> None:
        self.file, self.digests = file, digests

    def write(self, data: bytes, /) -> int:
        self.digests.update(bytes(data))
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()
