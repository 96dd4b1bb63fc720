"""A backup as it lies on a disk: a folder that is whole or not there, every byte of it under an SM3 digest.

    ecoduty-20261125-101500/
        manifest.json        what it is: version, migrations, last checkpoint, key ids that are needed, digests
        manifest.sm3         digest of the manifest
        database.sql.gz      the database
        checkpoints.jsonl    the exported checkpoints of that very moment
        files.list           digest and size of every file, one a line
        files/ab/cd/…        the files under their digests, as in the home

Keys are never in it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes

from ecoduty.interfaces.console.language import ProblemError

FORMAT = 1
PREFIX = "ecoduty-"
MANIFEST, SEAL = "manifest.json", "manifest.sm3"
DATABASE, CHECKPOINTS, FILES_LIST, FILES = "database.sql.gz", "checkpoints.jsonl", "files.list", "files"
BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the set: size in bytes and SM3 digest."""

    size: int
    sm3: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a set says of itself. `migrations` are app.name; `checkpoint` is (number, root) or None before the first."""

    version: str
    made_at: str
    postgresql: str
    migrations: tuple[str, ...]
    entries: int
    checkpoint: tuple[int, str] | None
    keys: tuple[str, ...]
    parts: dict[str, Part]
    files: int
    file_bytes: int
    missing_files: tuple[str, ...] = ()
    format: int = FORMAT

    def to_json(self) -> str:
        """The text of manifest.json."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read it back. Raises ValueError, KeyError or TypeError when it is none."""
        data: dict[str, Any] = json.loads(text)
        point = data["checkpoint"]
        parts = {name: Part(**part) for name, part in data.pop("parts").items()}
        lists = {name: tuple(data.pop(name)) for name in ("migrations", "keys", "missing_files")}
        return cls(**{**data, **lists, "parts": parts, "checkpoint": (int(point[0]), str(point[1])) if point else None})


def digest(path: Path, tick: Callable[[int], None] = lambda _: None) -> str:
    """The SM3 of a file, in hex; `tick` hears of every block's bytes."""
    state = hashes.Hash(hashes.SM3())
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            state.update(block)
            tick(len(block))
    return state.finalize().hex()


def part(path: Path) -> Part:
    """A file of the set as the manifest names it."""
    return Part(path.stat().st_size, digest(path))


def seal(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, the last thing to be written."""
    (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    (folder / SEAL).write_text(digest(folder / MANIFEST) + "\n", encoding="utf-8")


def sets_in(folder: Path) -> list[Path]:
    """The whole sets in a folder, newest first."""
    found = [path.parent for path in folder.glob(f"{PREFIX}*/{SEAL}")] if folder.is_dir() else []
    return sorted(found, key=lambda path: path.name, reverse=True)


def read(folder: Path) -> Manifest:
    """The manifest of a set. Raises ProblemError: no set, damaged, of a form this software does not know."""
    if not (folder / MANIFEST).exists():
        others = sets_in(folder)
        hint = f"其中有：{'、'.join(one.name for one in others[:5])}，请指明一份。" if others else "请核对路径。"
        raise ProblemError("backup_missing", f"{folder} 不是一份备份（没有 {MANIFEST}）。{hint}")
    try:
        if digest(folder / MANIFEST) != (folder / SEAL).read_text(encoding="utf-8").strip():
            raise damaged(folder, MANIFEST, "内容与登记的摘要不符")
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        if json.loads(text).get("format") != FORMAT:
            raise ProblemError(
                "backup_newer", f"{folder.name} 的格式本版本不认识，可能由更新的版本备份。请先升级平台再恢复。"
            )
        return Manifest.from_json(text)
    except OSError as error:
        raise damaged(folder, Path(str(error.filename)).name, "读不出来") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(folder, MANIFEST, "内容不完整") from error


def files_of(folder: Path) -> Iterator[Part]:
    """The files that a set holds."""
    with (folder / FILES_LIST).open(encoding="ascii") as lines:
        for line in lines:
            sm3, _, size = line.partition(" ")
            yield Part(int(size), sm3)


def path_of(root: Path, sm3: str) -> Path:
    """Where a file lies below `root`: the same places as in the home."""
    return root / sm3[:2] / sm3[2:4] / sm3


def copy_checked(source: Path, target: Path, file: Part) -> bool:
    """Copy content whose digest is known; False, and nothing left, where the source is gone or is not that content.

    Raises OSError when the target cannot be written.
    """
    if not source.is_file():
        return False
    part = target.with_name(f"{target.name}.part")
    shutil.copyfile(source, part)
    part.chmod(0o600)
    if part.stat().st_size != file.size or digest(part) != file.sm3:
        part.unlink()
        return False
    part.replace(target)
    return True


def check(folder: Path, manifest: Manifest, tick: Callable[[int], None]) -> None:
    """Hold every byte against its digest. Raises ProblemError `backup_damaged` that names the first that differs."""
    for name, told in manifest.parts.items():
        _compare(folder, folder / name, told, name, tick)
    for file in files_of(folder):
        if file.sm3 not in manifest.missing_files:
            path = path_of(folder / FILES, file.sm3)
            _compare(folder, path, file, str(path.relative_to(folder)), tick)


def _compare(folder: Path, path: Path, told: Part, name: str, tick: Callable[[int], None]) -> None:
    try:
        size = path.stat().st_size
        if size != told.size:
            raise damaged(folder, name, f"应有 {told.size} 字节，实有 {size} 字节")
        if digest(path, tick) != told.sm3:
            raise damaged(folder, name, "内容与登记的摘要不符")
    except OSError as error:
        raise damaged(folder, name, "缺少，或读不出来") from error


def damaged(folder: Path, name: str, how: str) -> ProblemError:
    """The sentence for a set that is not what it was."""
    return ProblemError(
        "backup_damaged", f"备份 {folder.name} 已损坏：{name} {how}。没有作任何改动，请换一份备份，或重新复制后再试。"
    )
