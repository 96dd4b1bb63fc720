"""The key file: several keys, each with an id; the last one seals, all of them open. Knows neither Django nor a database.

    {"keys": [{"id": "k3f9c2a1", "made": "2026-11-25T10:00:00+08:00", "key": "base64 of 16 bytes"}, …],
     "boxes": [{"id": "b81d04ce", "made": "…", "key": "base64 of 32 bytes"}, …],
     "signers": [{"id": "s27c0e1f", "made": "…", "key": "base64 of 32 bytes"}, …]}

`boxes` are private keys whose public halves others seal to (boxes.py), `signers` such whose public halves others check by
(signing.py); a file from before them gets one when first asked.
The file belongs to this machine's user alone and to no backup: whoever has the backup has no keys, whoever has the keys
has no data.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 16  # SM4 has keys of 128 bits
BOX_BYTES = 32  # X25519 and Ed25519 have keys of 256 bits


class SealingError(Exception):
    """A secret cannot be sealed or opened; the message is a sentence for whoever runs the installation."""

    code = "sealing_failed"


class KeyFileMissingError(SealingError):
    """There is no key file where it should be."""

    code = "key_file_missing"


class KeyFileBrokenError(SealingError):
    """The key file cannot be read, or is no key file."""

    code = "key_file_broken"


class UnknownKeyError(SealingError):
    """Something was sealed with a key that the file does not have."""

    code = "key_unknown"


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `made` is when, as ISO text."""

    id: str
    made: str
    secret: bytes


@dataclass(frozen=True, slots=True)
class _Section:
    """A part of the file beside the first: its name, how ids begin, how long keys are."""

    name: str
    begins: str
    size: int

    def fresh(self, made: str) -> Key:
        return Key(f"{self.begins}{secrets.token_hex(4)}", made, secrets.token_bytes(self.size))


_BOXES, _SIGNERS = _Section("boxes", "b", BOX_BYTES), _Section("signers", "s", BOX_BYTES)


def read(path: Path) -> list[Key]:
    """The keys of a file, oldest first. Raises KeyFileMissingError or KeyFileBrokenError."""
    keys = _rows(path, "keys", KEY_BYTES)
    if not keys:
        raise _broken(path)
    return keys


def box_keys(path: Path) -> list[Key]:
    """The private keys of boxes, oldest first, at least one. Raises as `read`."""
    return _at_least_one(path, _BOXES)


def signer_keys(path: Path) -> list[Key]:
    """The private keys that sign what goes to another zone, oldest first, at least one. Raises as `read`."""
    return _at_least_one(path, _SIGNERS)


def _at_least_one(path: Path, section: _Section) -> list[Key]:
    found = _rows(path, section.name, section.size)
    if not found:
        with _alone(path):
            found = _rows(path, section.name, section.size)  # another process may have been faster
            if not found:
                found = [section.fresh(read(path)[-1].made)]
                _write(path, {**_all(path), section.name: found}, fresh=False)
    return found


def _all(path: Path) -> dict[str, list[Key]]:
    """Every section of a file. Raises as `read`."""
    return {"keys": read(path), **{one.name: _rows(path, one.name, one.size) for one in (_BOXES, _SIGNERS)}}


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else writes the file meanwhile."""
    with path.with_name(f".{path.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _rows(path: Path, section: str, size: int) -> list[Key]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise KeyFileMissingError(missing(path)) from error
    except OSError as error:
        raise KeyFileBrokenError(f"读不出密钥文件 {path}：{error.strerror}。") from error
    try:
        rows = json.loads(text).get(section, [])
        keys = [Key(str(row["id"]), str(row["made"]), base64.b64decode(row["key"])) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise _broken(path) from error
    if any(len(key.secret) != size for key in keys):
        raise _broken(path)
    return keys


def _broken(path: Path) -> KeyFileBrokenError:
    return KeyFileBrokenError(f"密钥文件 {path} 的内容不完整或被改过，请从保管处取回原文件。")


def missing(path: Path) -> str:
    """What is said where the file is not, and something waits to be opened with it."""
    return (
        f"找不到密钥文件 {path}，而库中有用它加密的内容（如动态口令）。请把原密钥文件放回此处，或用 ECODUTY_KEY_FILE "
        "指明位置；确已丢失的，用 ecoduty keys create --lost 重建，各账号须重新绑定动态口令。"
    )


def create(path: Path, made: str) -> Key:
    """A new file with one new key, readable by this user only. Raises FileExistsError where there is one; OSError."""
    key = _new(made)
    _write(path, {"keys": [key]}, fresh=True)
    return key


def add(path: Path, made: str) -> Key:
    """One more key, which seals from now on, and one more for boxes. Raises what `read` raises; OSError.

    Keys that sign are left: whoever checks them knows them by their public halves.
    """
    read(path)
    key = _new(made)
    with _alone(path):
        found = _all(path)
        fresh = {"keys": [*found["keys"], key], _BOXES.name: [*found[_BOXES.name], _BOXES.fresh(made)]}
        _write(path, {**found, **fresh}, fresh=False)
    return key


def _new(made: str) -> Key:
    return Key(f"k{secrets.token_hex(4)}", made, secrets.token_bytes(KEY_BYTES))


def _write(path: Path, sections: dict[str, list[Key]], *, fresh: bool) -> None:
    """Whole or not at all: a new file beside it takes its place; a fresh one never takes another's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = {name: _as_json(keys) for name, keys in sections.items() if keys}
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    try:
        if fresh:
            os.link(beside, path)  # fails where there is a file already
        else:
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _as_json(keys: list[Key]) -> list[dict[str, str]]:
    return [{"id": key.id, "made": key.made, "key": base64.b64encode(key.secret).decode()} for key in keys]
