"""A city folder in one zip: looked at before anything of it is read, and unpacked nowhere but into a folder that goes again."""

from __future__ import annotations

import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ecoduty.kernel.flow import Refused

MOST_BYTES = 8 * 1024 * 1024
MOST_ENTRIES = 1000
MOST_UNPACKED = 32 * 1024 * 1024
MOST_OF_ONE = 8 * 1024 * 1024
_ENCRYPTED, _NAMED_IN_UTF8 = 0x1, 0x800
_READ = (".yaml", ".yml")


@contextmanager
def unpacked(file: BinaryIO, size: int) -> Iterator[Path]:
    """The folder inside a zip, for as long as the block runs. What is no rule (pictures, notes) is left out.

    Raises Refused: `rulebook_zip_broken`, `rulebook_zip_too_large`, `rulebook_zip_path`, `rulebook_zip_encrypted`,
    `rulebook_zip_empty`.
    """
    if size > MOST_BYTES:
        raise _too_large(f"文件有{size // 1024 // 1024 + 1}MB，最多{MOST_BYTES // 1024 // 1024}MB")
    with tempfile.TemporaryDirectory(prefix="rulebook-") as place:
        root = Path(place) / "book"
        root.mkdir()
        try:
            with zipfile.ZipFile(file) as archive:
                _write(archive, _looked_at(archive.infolist()), root)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise Refused(
                "rulebook_zip_broken", "这个文件不是完好的 zip 压缩包，请把规则书文件夹重新压缩后上传。", status=422
            ) from error
        yield _folder_in(root)


def _looked_at(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The entries with rules in them, every entry having been looked at."""
    if len(entries) > MOST_ENTRIES:
        raise _too_large(f"里面有{len(entries)}个文件，最多{MOST_ENTRIES}个")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _too_large(f"解开后超过{MOST_UNPACKED // 1024 // 1024}MB")
    wanted: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        _refuse_paths(entry)
        if entry.flag_bits & _ENCRYPTED:
            raise Refused("rulebook_zip_encrypted", "压缩包设了密码，请不设密码重新压缩。", status=422)
        if entry.is_dir() or not entry.filename.lower().endswith(_READ) or _of_the_system(entry.filename):
            continue
        if entry.file_size > MOST_OF_ONE:
            raise _too_large(f"“{entry.filename}”超过{MOST_OF_ONE // 1024 // 1024}MB")
        if entry.filename in wanted:
            raise _bad_path(entry.filename, "出现了两次")
        wanted[entry.filename] = entry
    if not wanted:
        raise Refused("rulebook_zip_empty", "压缩包里没有规则书文件（*.yaml），请压缩整个规则书文件夹。", status=422)
    return list(wanted.values())


def _refuse_paths(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if name.startswith("/") or "\\" in entry.orig_filename or ":" in name:
        raise _bad_path(name, "是绝对路径或带有盘符")
    if ".." in PurePosixPath(name).parts:
        raise _bad_path(name, "指向文件夹之外")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _bad_path(name, "是链接或特殊文件")
    if not name.isascii() and not entry.flag_bits & _NAMED_IN_UTF8 and name.lower().endswith(_READ):
        raise _bad_path(name, "的文件名不是 UTF-8 编码，读不出来，请改用英文文件名")
    if any(ord(letter) < 32 for letter in name) or len(name) > 200:
        raise _bad_path(name[:60], "的文件名太长或带有控制字符")


def _of_the_system(name: str) -> bool:
    """What some systems put into every zip."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")


def _write(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], root: Path) -> None:
    """What an entry says of its own length is not believed."""
    left = MOST_UNPACKED
    for entry in entries:
        with archive.open(entry) as packed:
            content = packed.read(min(MOST_OF_ONE, left) + 1)
        left -= len(content)
        if len(content) > MOST_OF_ONE or left < 0:
            raise _too_large("解开后比压缩包自己说的大")
        target = root / PurePosixPath(entry.filename)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _folder_in(root: Path) -> Path:
    """The rulebook's own folder, whether it was packed with its name or without."""
    inside = list(root.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else root


def _too_large(what: str) -> Refused:
    return Refused("rulebook_zip_too_large", f"压缩包太大：{what}。请只压缩规则书文件夹。", status=422)


def _bad_path(name: str, what: str) -> Refused:
    return Refused("rulebook_zip_path", f"压缩包里的“{name}”{what}，没有解开。请重新压缩规则书文件夹。", status=422)


__all__ = ["unpacked"]
