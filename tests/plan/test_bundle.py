"""The archive for machines without a network: what is in it, what its list says, what its script refuses.

Downloading every wheel takes minutes, so these tests make a small bundle by hand; the whole one was tried in a bare
machine with the network cut off (docs/operations/install.md says how to make it).
"""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import tarfile
import tomllib
from pathlib import Path

import pytest

from tests.database import ROOT

spec = importlib.util.spec_from_file_location("bundle", ROOT / "deploy" / "bundle.py")
assert spec
assert spec.loader
bundle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bundle)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a bundle looks like, without wheels."""
    made = tmp_path / f"ecoduty-{bundle.version()}"
    (made / "wheels").mkdir(parents=True)
    for name in ("requirements.txt", "LICENSE", "NOTICE"):
        (made / name).write_text(name)
    (made / "VERSION").write_text(bundle.version())
    (made / "install.sh").write_text((ROOT / "deploy" / "install.sh").read_text(encoding="utf-8"))
    (made / bundle.SUMS).write_text("".join(bundle.sums(made)))
    return made


def install(folder: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(folder.parent), **extra}
    return subprocess.run(
        ["sh", str(folder / "install.sh"), *arguments], capture_output=True, text=True, check=False, env=surroundings
    )


def test_every_pin_is_there_with_its_hashes_and_without_conditions():
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    plain = bundle.without_markers(pins)
    assert ";" not in plain.replace("#", ";#").split(";#")[0]
    assert plain.count("--hash=sha256:") == pins.count("--hash=sha256:")
    for line in plain.splitlines():
        if line and not line.startswith((" ", "#")):
            assert line.rstrip().endswith("\\"), line
            assert ";" not in line, line


def test_pin_for_some_machines_only_is_refused():
    with pytest.raises(ValueError, match="python_version"):
        bundle.without_markers("attrs==1.0 ; python_version < '3.12' \\\n    --hash=sha256:00\n")


def test_list_names_every_file_and_any_change_is_found(folder):
    lines = dict(reversed(line.split("  ")) for line in (folder / bundle.SUMS).read_text().splitlines())
    assert set(lines) == {"requirements.txt", "LICENSE", "NOTICE", "VERSION", "install.sh"}
    assert lines["VERSION"] == hashlib.sha256(bundle.version().encode()).hexdigest()
    (folder / "NOTICE").write_text("changed")
    done = install(folder, str(folder.parent / "target"))
    assert (done.returncode, "安装包不完整或被改动过" in done.stderr) == (1, True)
    assert not (folder.parent / "target").exists()


def test_script_says_which_python_it_wants(folder):
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        old = folder.parent / "bin" / name
        old.parent.mkdir(exist_ok=True)
        old.write_text("#!/bin/sh\nexit 1\n")
        old.chmod(0o755)
    done = install(folder, PATH=f"{folder.parent / 'bin'}:/usr/bin:/bin")
    assert (done.returncode, "没有找到 Python 3.11" in done.stderr) == (1, True)


def test_installed_version_is_not_overwritten(folder):
    (folder.parent / "target" / "releases" / bundle.version()).mkdir(parents=True)
    done = install(folder, str(folder.parent / "target"))
    assert (done.returncode, "已经存在" in done.stderr) == (1, True)


def test_nothing_in_the_archive_depends_on_who_made_it(folder, monkeypatch):
    monkeypatch.setenv(bundle.EPOCH, "1700000000")
    first = bundle.pack(folder, folder.parent / "first.tar.gz").read_bytes()
    (folder / "VERSION").touch()
    second = bundle.pack(folder, folder.parent / "second.tar.gz")
    assert second.read_bytes() == first
    with tarfile.open(second) as tar:
        members = tar.getmembers()
    assert {(member.uid, member.uname, member.mtime) for member in members} == {(0, "root", 1700000000)}
    assert {member.name for member in members if member.mode == 0o755 and member.isfile()} == {
        f"{folder.name}/install.sh"
    }


def test_own_wheel_carries_every_kind_of_file_that_the_code_has():
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    known = {Path(pattern).suffix for pattern in patterns["package-data"]["*"]} | {".py", ".typed"}
    source = ROOT / "src" / "ecoduty"
    kinds = {path.suffix for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert kinds - known <= {".md"}  # what is only read in the checkout


def test_units_run_commands_that_exist_and_read_one_file_of_settings():
    units = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
    assert [unit.stem for unit in units] == ["ecoduty-backup", "ecoduty-desk", "ecoduty-portal", "ecoduty-worker"]
    for unit in units:
        text = unit.read_text(encoding="utf-8")
        assert "ExecStart=/opt/ecoduty/current/venv/bin/ecoduty " in text
        assert "EnvironmentFile=/opt/ecoduty/ecoduty.env" in text
        for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes"):
            assert line in text, (unit.name, line)
