"""The key file: several keys, each with an id; the last one seals, all of them open. Knows neither Django nor a database.

    {"keys": [{"id": "k3f9c2a1", "made": "2026-11-25T10:00:00+08:00", "key": "base64 of 16 bytes"}, …]}

The file belongs to this machine's user alone and to no backup: whoever has the backup has no keys, whoever has the keys
has no data.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 16  # SM4 has keys of 128 bits


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


def read(path: Path) -> list[Key]:
    """The keys of a file, oldest first. Raises KeyFileMissingError or KeyFileBrokenError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise KeyFileMissingError(missing(path)) from error
    except OSError as error:
        raise KeyFileBrokenError(f"读不出密钥文件 {path}：{error.strerror}。") from error
    try:
        keys = [Key(str(row["id"]), str(row["made"]), base64.b64decode(row["key"])) for row in json.loads(text)["keys"]]
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise KeyFileBrokenError(f"密钥文件 {path} 的内容不完整或被改过，请从保管处取回原文件。") from error
    if not keys or any(len(key.secret) != KEY_BYTES for key in keys):
        raise KeyFileBrokenError(f"密钥文件 {path} 的内容不完整或被改过，请从保管处取回原文件。")
    return keys


def missing(path: Path) -> str:
    """What is said where the file is not, and something waits to be opened with it."""
    return (
        f"找不到密钥文件 {path}，而库中有用它加密的内容（如动态口令）。请把原密钥文件放回此处，或用 ECODUTY_KEY_FILE "
        "指明位置；确已丢失的，用 ecoduty keys create --lost 重建，各账号须重新绑定动态口令。"
    )


def create(path: Path, made: str) -> Key:
    """A new file with one new key, readable by this user only. Raises FileExistsError where there is one; OSError."""
    key = _new(made)
    _write(path, [key], fresh=True)
    return key


def add(path: Path, made: str) -> Key:
    """One more key, which seals from now on. Raises what `read` raises; OSError."""
    key = _new(made)
    _write(path, [*read(path), key], fresh=False)
    return key


def _new(made: str) -> Key:
    return Key(f"k{secrets.token_hex(4)}", made, secrets.token_bytes(KEY_BYTES))


def _write(path: Path, keys: list[Key], *, fresh: bool) -> None:
    """Whole or not at all: a new file beside it takes its place; a fresh one never takes another's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    rows = [{"id": key.id, "made": key.made, "key": base64.b64encode(key.secret).decode()} for key in keys]
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({"keys": rows}, file, indent=1)
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
