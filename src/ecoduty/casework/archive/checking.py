"""Checking a package, with nothing but the package: any altered byte is found, and the ledger in it has to hold.

With a file of exported checkpoints the ledger is held against what was kept outside as well.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ecoduty.casework.archive.gathering import ENTRIES, MANIFEST, PROOF
from ecoduty.casework.archive.packing import BLOCK, Digests, add
from ecoduty.kernel.ledger import checkpoints, proofs


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that does not hold: a stable code and a sentence."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in a package: its name, files, entries of the ledger, the checkpoint that commits to them."""

    name: str = ""
    files: int = 0
    entries: int = 0
    checkpoint: int = 0
    finding: Finding | None = None

    @property
    def ok(self) -> bool:
        """True when everything holds."""
        return self.finding is None


class _Broken(Exception):  # noqa: N818 -- an answer, not a failure
    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.finding = Finding(code, sentence)


def check(path: Path, against: Path | None = None) -> Verdict:
    """Check a package. Raises OSError when it cannot be opened."""
    with path.open("rb") as file:
        try:
            return _checked(file, path, against)
        except _Broken as broken:
            return Verdict(finding=broken.finding)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            return Verdict(finding=Finding("package_broken", f"归档包打不开或已损坏：{error}。"))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return Verdict(finding=Finding("package_broken", f"归档包里的清单或留痕读不出来：{error}。"))


def _checked(file: IO[bytes], path: Path, against: Path | None) -> Verdict:
    with zipfile.ZipFile(file) as package:
        name, files = _contents(package)
        entries, number = _ledger(package, against)
        _made_again(package, path)
    return Verdict(name, files, entries, number)


def _contents(package: zipfile.ZipFile) -> tuple[str, int]:
    """Every file against the list of digests."""
    manifest: dict[str, Any] = json.loads(_read(package, MANIFEST))
    listed = {one["path"]: one for one in manifest["files"]}
    there = set(package.namelist()) - {MANIFEST}
    if there != set(listed):
        odd = min(there ^ set(listed))
        raise _Broken("package_incomplete", f"归档包的文件与清单不符：“{odd}”{'多出' if odd in there else '缺少'}。")
    for path, told in listed.items():
        digests = Digests()
        for block in _blocks(package, path):
            digests.update(block)
        if {"path": path, **digests.as_data()} != told:
            raise _Broken("package_altered", f"归档包里的“{path}”与清单的摘要不符：内容被改过。")
    return str(manifest["name"]), len(listed)


def _ledger(package: zipfile.ZipFile, against: Path | None) -> tuple[int, int]:
    """The chain from its first entry, the checkpoint over it, and what was kept outside."""
    proof = json.loads(_read(package, PROOF))
    entries = [json.loads(line) for line in _read(package, ENTRIES).splitlines()]
    try:
        length, head = proofs.head_after(proof["stream"], entries)
    except proofs.ProofBrokenError as error:
        raise _Broken("package_ledger", f"归档包里的留痕不符：{error}。") from error
    line = checkpoints.Line.from_json(json.dumps(proof["checkpoint"]))
    committed = {name: (size, digest) for name, size, digest in line.streams}
    if (length, head.hex()) != (proof["length"], proof["head"]) or line.computed_root() != line.root:
        raise _Broken("package_ledger", "归档包里的检查点与其内容不符。")
    size, digest = committed.get(proof["stream"], (0, b""))
    if size < length or (size == length and digest != head):
        raise _Broken("package_ledger", "归档包里的留痕与检查点记下的摘要不同。")
    if against is not None:
        outside = next((one for one in checkpoints.read(against) if one.number == line.number), None)
        if outside is None or outside.root != line.root:
            raise _Broken("package_checkpoint", f"第{line.number}个检查点与库外保存的不同：留痕被整串重写过。")
    return length, line.number


def _made_again(package: zipfile.ZipFile, path: Path) -> None:
    """The package made again from its contents is the same, byte by byte: nothing hides between the files either."""
    with path.open("rb") as file:
        comparing = _Comparing(file)
        with zipfile.ZipFile(comparing, "w", zipfile.ZIP_STORED) as again:  # type: ignore[call-overload]  # as above
            for name in sorted(package.namelist()):
                with package.open(name) as one:
                    add(again, name, package.getinfo(name).file_size, one)
        if file.read(1):
            raise _Broken("package_altered", "归档包末尾多出内容：包被改过。")


class _Comparing:
    """A sink that holds what is written against a file."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.at = file, 0

    def write(self, data: bytes, /) -> int:
        if self.file.read(len(data)) != bytes(data):
            raise _Broken("package_altered", f"归档包第{self.at + 1}字节前后与应有的内容不同：包被改过。")
        self.at += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept."""


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        return b"".join(_blocks(package, name))
    except KeyError as error:
        raise _Broken("package_incomplete", f"归档包缺少“{name}”。") from error


def _blocks(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    try:
        with package.open(name) as file:
            while block := file.read(BLOCK):
                yield block
    except zipfile.BadZipFile as error:
        raise _Broken("package_altered", f"归档包里的“{name}”被改过：{error}。") from error
