"""What makes a start impossible is said in one clear sentence, with exit code 1 and no traceback."""

from __future__ import annotations

import subprocess
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg import sql

from ecoduty.kernel.database import system_errors
from tests.database import Database
from tests.processes.platform import CONSOLE, environment, free_port, run

pytestmark = pytest.mark.processes


def refused(home: Path, *arguments: str, **extra: str) -> str:
    done = run(home, *arguments, **extra)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("错误：")
    return done.stderr


def test_home_that_cannot_be_written():
    assert "不能写入 /proc/ecoduty" in refused(Path("/proc/ecoduty"), "serve", ECODUTY_PORT=str(free_port()))


def test_home_that_is_a_file(tmp_path):
    (tmp_path / "home").write_text("")
    assert "不是目录" in refused(tmp_path / "home", "serve")


def test_full_disk(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "probe").symlink_to("/dev/full")
    assert "磁盘已满" in refused(tmp_path, "serve")


@pytest.mark.parametrize(
    "said",
    [
        'FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes\nHINT:  Check free disk space.',
        'FATAL:  could not write to file "pg_wal/xlogtemp.9": No space left on device',
    ],
)
def test_full_disk_as_the_database_says_it(said):
    assert system_errors.tells_of_full_disk(said)
    assert not system_errors.tells_of_full_disk("FATAL:  lock file exists")


def test_port_that_is_no_number(tmp_path):
    assert "ECODUTY_PORT 须是" in refused(tmp_path, "serve", ECODUTY_PORT="八千")


def test_only_one_of_two_addresses(tmp_path):
    assert "须同时设置" in refused(tmp_path, "doctor", ECODUTY_DATABASE_URL="postgresql://a@h/d")


def test_machine_that_does_not_reach_itself(tmp_path):
    without = ["unshare", "--map-root-user", "--net"]  # a network of its own, in which nothing is up
    done = subprocess.run(
        [*without, *CONSOLE, "serve"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("错误：本机回环接口未启用，127.0.0.1 不通")
    assert done.stdout == ""


@pytest.mark.parametrize("url", ["mysql://a@h/d", "postgresql://a@h", "postgresql://a@h:x/d", "nonsense"])
def test_address_that_is_none(tmp_path, url):
    said = refused(tmp_path, "serve", ECODUTY_DATABASE_URL=url, ECODUTY_DATABASE_OWNER_URL=url)
    assert "ECODUTY_DATABASE_" in said


def test_database_that_does_not_answer(tmp_path):
    url = f"postgresql://app:sesame@127.0.0.1:{free_port()}/d"
    said = refused(tmp_path, "serve", ECODUTY_DATABASE_URL=url, ECODUTY_DATABASE_OWNER_URL=url)
    assert "连不上 ECODUTY_DATABASE_" in said
    assert "没有程序在这个端口上应答。请确认" in said
    assert "Is the server" not in said
    assert "sesame" not in said


def test_database_that_does_not_exist(tmp_path, template_db):
    url = f"postgresql://ecoduty_app@/none?host={template_db.cluster.sockets}"
    said = refused(tmp_path, "doctor", ECODUTY_DATABASE_URL=url, ECODUTY_DATABASE_OWNER_URL=url)
    assert "不存在" in said


def test_wrong_usage_ends_with_two(tmp_path):
    for arguments in (["serve", "--nix"], ["serve", "--roles", "desk,nix"], ["nix"], ["due", "--n", "x"], []):
        done = run(tmp_path, *arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_external_database_is_migrated_and_granted_by_the_names_in_the_addresses(tmp_path, template_db):
    empty = Database(template_db.cluster, f"test_external_{uuid4().hex[:8]}")
    with Database(template_db.cluster, "postgres").connect("postgres") as admin:
        for role in ("city_owner", "city_app"):
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                admin.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER city_owner").format(sql.Identifier(empty.name)))
    urls = {"ECODUTY_DATABASE_URL": empty.url("city_app"), "ECODUTY_DATABASE_OWNER_URL": empty.url("city_owner")}
    try:
        done = run(tmp_path, "migrate", **urls)
        assert done.returncode == 0, done.stderr
        done = run(tmp_path, "doctor", **urls)
        assert (done.returncode, "portal_role_missing" in done.stdout) == (1, True)
        assert "city_app" in done.stdout
        done = run(tmp_path, "doctor", **urls, ECODUTY_DATABASE_PORTAL_URL=empty.url("ecoduty_portal"))
        assert (done.returncode, "没有发现问题" in done.stdout) == (0, True), done.stdout
    finally:
        empty.drop()
