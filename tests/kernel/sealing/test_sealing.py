"""Secrets open with their key, in their place, and not otherwise; a lost or damaged key file is told in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ecoduty.kernel.sealing import SealingError, cipher, keyring

TEXT = "一个秘密 JBSWY3DPEHPK3PXP"


@pytest.fixture
def key_file(tmp_path: Path, settings) -> Path:
    settings.KEY_FILE = tmp_path / "apart" / "keys.json"
    keyring.create(settings.KEY_FILE, "2026-01-01T00:00:00+08:00")
    return settings.KEY_FILE


def test_what_is_sealed_opens_and_shows_nothing_of_itself(key_file: Path) -> None:
    first, second = cipher.seal(TEXT, "table.column:1"), cipher.seal(TEXT, "table.column:1")

    assert cipher.open_sealed(first, "table.column:1") == TEXT
    assert first != second
    assert "JBSWY3" not in first
    assert cipher.key_of(first) == cipher.keys()[-1].id


def test_a_sealed_value_opens_nowhere_else_and_not_when_changed(key_file: Path) -> None:
    sealed = cipher.seal(TEXT, "table.column:1")
    head, _, body = sealed.rpartition("$")
    changed = head + "$" + body[:20] + ("A" if body[20] != "A" else "B") + body[21:]

    for value, place in ((sealed, "table.column:2"), (changed, "table.column:1"), (head + "$x", "table.column:1")):
        with pytest.raises(SealingError, match="打不开"):
            cipher.open_sealed(value, place)
    with pytest.raises(SealingError):
        cipher.key_of("plain text")


def test_the_newest_key_seals_and_the_older_ones_still_open(key_file: Path) -> None:
    before = cipher.seal(TEXT, "x")
    fresh = keyring.add(key_file, "2026-02-01T00:00:00+08:00")

    assert cipher.open_sealed(before, "x") == TEXT
    assert cipher.key_of(cipher.seal(TEXT, "x")) == fresh.id


def test_the_key_file_is_for_this_user_alone_and_never_overwritten(key_file: Path) -> None:
    assert key_file.stat().st_mode & 0o077 == 0
    content = key_file.read_bytes()
    with pytest.raises(FileExistsError):
        keyring.create(key_file, "2026-02-01T00:00:00+08:00")
    assert key_file.read_bytes() == content
    assert [path.name for path in key_file.parent.iterdir()] == ["keys.json"]


@pytest.mark.parametrize(
    "content", ["", "no json", "{}", '{"keys": []}', '{"keys": [{"id": "k", "made": "", "key": "c2hvcnQ="}]}', "[1]"]
)
def test_a_damaged_key_file_is_told(key_file: Path, content: str) -> None:
    key_file.write_text(content)
    with pytest.raises(keyring.KeyFileBrokenError, match="内容不完整或被改过"):
        cipher.seal(TEXT, "x")


def test_a_missing_key_file_and_a_missing_key_are_told(key_file: Path) -> None:
    sealed = cipher.seal(TEXT, "x")
    key_file.unlink()
    with pytest.raises(keyring.KeyFileMissingError, match="找不到密钥文件"):
        cipher.open_sealed(sealed, "x")
    keyring.create(key_file, "2026-02-01T00:00:00+08:00")
    with pytest.raises(keyring.UnknownKeyError, match="没有编号"):
        cipher.open_sealed(sealed, "x")


def test_the_file_is_readable_by_a_person_who_must_restore_it(key_file: Path) -> None:
    rows = json.loads(key_file.read_text())["keys"]
    assert [sorted(row) for row in rows] == [["id", "key", "made"]]
