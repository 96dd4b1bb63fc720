"""One command starts everything and ends everything, whatever is killed in between."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from ecoduty.config.environment import socket_folder
from tests.database import ROOT
from tests.processes.platform import CONSOLE, Platform, alive, below, environment, run, wait_for

pytestmark = pytest.mark.processes


def test_ready_is_printed_once_when_pages_answer_and_a_second_start_prepares_nothing_again(platform):
    platform.start(LC_ALL="C", LANG="C")
    assert 200 <= platform.status() < 500
    platform.process.send_signal(signal.SIGTERM)
    assert platform.process.stdout.read() == ""
    assert platform.end() == 0
    platform.start()
    assert platform.end() == 0
    assert "数据库表" not in platform.errors()  # nothing was migrated or collected: the bench times it
    assert "页面文件" not in platform.errors()


def test_fresh_platform_is_ready_for_monitors_from_its_first_line_on_and_its_worker_comes(tmp_path):
    with Platform(tmp_path / "home").start() as platform:
        assert platform.status("/readyz") == 200

        def works() -> bool:
            assert platform.status("/readyz") == 200
            told = json.loads(run(platform.home, "doctor", "--json").stdout)
            return not {"worker_silent", "checkpoint_late"} & {hint["code"] for hint in told["hints"]}

        assert wait_for(works)
        assert platform.status("/readyz") == 200


def test_demonstration_is_filled_once_and_says_how_to_log_in(migrated_home, tmp_path):
    with Platform(Path(shutil.copytree(migrated_home, tmp_path / "home"))) as platform:
        platform.start("--demo", ECODUTY_DEMO_PASSWORD="correct horse battery")
        said = platform.process.stdout.readline()
        assert "committee-office.director" in said
        assert "correct horse battery" not in said
        assert platform.end() == 0
        platform.start("--demo")
        assert "用已有的账号登录" in platform.process.stdout.readline()
        assert platform.end() == 0
        done = run(platform.home, "verify", "--json")
        assert (done.returncode, '"ok": true' in done.stdout) == (0, True)


def test_platform_tied_to_its_parent_ends_with_it_and_starts_again_at_once(platform, installed_home):
    code = "import subprocess, sys; subprocess.run(sys.argv[1:])"
    command = [sys.executable, "-c", code, *CONSOLE, "serve", "--tied"]
    surroundings = environment(installed_home, ECODUTY_PORT=str(platform.port))
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout.readline().startswith(b"ready ")
        started = below(parent.pid)
        parent.kill()
    platform.start()
    assert not [process for process in started if alive(process)]
    assert platform.end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_every_process_and_frees_the_port(platform, number):
    platform.start()
    platform.one("console.main work")
    started = platform.processes()
    assert len(started) >= 6
    assert platform.end(number) == 0
    assert not [process for process in started if alive(process)]
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", platform.port))


def test_killed_platform_takes_all_along_and_starts_again_at_once(platform):
    platform.start()
    started = platform.processes()
    platform.end(signal.SIGKILL)
    platform.start()  # immediately: what is still ending is waited for
    assert 200 <= platform.status() < 500
    assert wait_for(lambda: not [process for process in started if alive(process)])


def test_killed_database_comes_back_under_a_running_platform(platform):
    platform.start()
    server = platform.one("bin/postgres", without="guard.py")
    os.kill(server, signal.SIGKILL)
    assert wait_for(lambda: "数据库已恢复" in platform.errors())
    assert wait_for(lambda: 200 <= platform.status() < 500)
    assert platform.end() == 0


@pytest.mark.parametrize("words", ["console.main work", "granian"])
def test_killed_child_is_started_again(platform, words):
    platform.start()
    child = platform.one(words)
    os.kill(child, signal.SIGKILL)
    assert wait_for(lambda: not alive(child))
    assert wait_for(lambda: platform.find(words) not in {None, child})
    assert wait_for(lambda: 200 <= platform.status() < 500)
    assert "重新启动" in platform.errors()
    assert platform.end() == 0


def test_second_platform_on_the_same_home_is_refused(platform, installed_home):
    platform.start()
    done = run(installed_home, "serve", ECODUTY_PORT=str(Platform(installed_home).port))
    assert done.returncode == 1
    assert "已有一个平台在运行" in done.stderr
    assert "Traceback" not in done.stderr
    assert platform.end() == 0


def test_command_shares_the_database_of_a_running_platform(platform, installed_home):
    platform.start()
    done = run(installed_home, "verify", "--json")
    assert (done.returncode, '"ok": true' in done.stdout) == (0, True)
    assert 200 <= platform.status() < 500
    assert platform.end() == 0


def test_portal_alone_opens_no_other_door_and_has_only_its_own_role(platform):
    platform.start("--roles", "portal")
    assert platform.status("/portal/") == 200
    assert platform.status("/login/") == 404
    with psycopg.connect(f"host={socket_folder(platform.home)} dbname=ecoduty user=postgres") as admin:
        users = admin.execute("SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'ecoduty'").fetchall()
    assert {name for (name,) in users} <= {"ecoduty_portal", "postgres"}
    assert platform.find("console.main work") is None
    assert platform.end() == 0


def test_portal_alone_answers_who_is_responsible(migrated_home, tmp_path):
    with Platform(Path(shutil.copytree(migrated_home, tmp_path / "home"))) as platform:
        for command in (
            ["rulebook", "adopt", str(ROOT / "rulebooks" / "xiamen")],
            ["responsibilities", "samples"],
        ):
            done = run(platform.home, *command)
            assert done.returncode == 0, done.stderr
        platform.start("--roles", "portal")
        assert "市执法局" in platform.page(
            "/portal/responsibilities/?q=%E5%A4%9C%E9%97%B4%E6%96%BD%E5%B7%A5%E5%99%AA%E5%A3%B0"
        )
        assert platform.end() == 0


def test_taken_port_is_named(installed_home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(installed_home, "serve", ECODUTY_PORT=str(port))
    assert done.returncode == 1
    assert f"端口 {port} 已被" in done.stderr
    assert "Traceback" not in done.stderr


def test_platform_refuses_to_run_as_the_role_that_owns_the_ledger(platform, installed_home):
    platform.start()  # provides the database
    owner = f"postgresql://ecoduty_owner@/ecoduty?host={socket_folder(installed_home)}"
    done = run(
        installed_home.parent / "other",
        "serve",
        ECODUTY_PORT=str(Platform(installed_home).port),
        ECODUTY_DATABASE_URL=owner,
        ECODUTY_DATABASE_OWNER_URL=owner,
    )
    assert done.returncode == 1
    assert "role_" in done.stderr
    assert "拥有表" in done.stderr
    assert platform.end() == 0


def test_machine_that_knows_the_portal_alone_needs_no_other_role(tmp_path, template_db):
    only = {"ECODUTY_DATABASE_PORTAL_URL": template_db.environment["ECODUTY_DATABASE_PORTAL_URL"]}
    refused = run(tmp_path / "home", "serve", **only)
    assert (refused.returncode, "portal_alone" in refused.stderr) == (1, True)
    refused = run(tmp_path / "home", "verify", **only)
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    with Platform(tmp_path / "home") as platform:
        platform.start("--roles", "portal", **only)
        assert [platform.status(address) for address in ("/portal/", "/readyz", "/healthz")] == [200, 200, 200]
        assert platform.status("/login/") == 404
        assert platform.end() == 0


def test_parts_of_one_home_run_apart_and_each_only_once(platform, installed_home):
    platform.start("--roles", "portal")
    done = run(installed_home, "serve", "--roles", "portal", ECODUTY_PORT=str(Platform(installed_home).port))
    assert (done.returncode, "already_running" in done.stderr) == (1, True)
    with Platform(installed_home) as desk:
        desk.start("--roles", "desk,api")
        assert (desk.status("/"), platform.status("/portal/")) == (200, 200)
        assert desk.end() == 0
    assert platform.end() == 0
