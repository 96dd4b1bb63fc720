"""`ecoduty archive`: packages and list are written, twice is once, a damaged package ends with 1."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from openpyxl import load_workbook

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import now
from tests.mechanisms.reports.writing import Writer, at, opened

CONSOLE = [sys.executable, "-m", "ecoduty.interfaces.console.main", "archive"]


@pytest.fixture
def run(fresh_city, tmp_path, settings):
    """Runs `ecoduty archive …` on the test's database: exit code, what it printed, what it said on the way."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ECODUTY_")}
    environment |= {"ECODUTY_HOME": str(tmp_path / "home"), **fresh_city.database.environment}
    environment["DJANGO_SETTINGS_MODULE"] = "ecoduty.config.settings"

    def call(*arguments: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [*CONSOLE, *arguments], env=environment, capture_output=True, check=False, encoding="utf-8"
        )
        return done.returncode, done.stdout, done.stderr

    return call


def test_closed_matters_become_packages_with_a_list_and_are_checked(run, fresh_city, tmp_path):
    matter = opened(fresh_city)
    fresh_city.clock.move_to(at(1, 12))
    Writer(fresh_city, matter).to_signed()
    Matter.objects.filter(pk=matter.pk).update(open=False, closed_at=now())
    target = str(tmp_path / "packages")

    code, said, progress = run("make", "--year", "2027", "--to", target, "--json")
    facts = json.loads(said)
    assert (code, facts["packages"], facts["new"], facts["refused"]) == (0, 1, 1, [])
    assert "已整理 1/1 件" in progress
    (package,) = (tmp_path / "packages").glob("*.zip")
    assert package.name == f"WS·2027-Y-{matter.number}.zip"
    rows = list(load_workbook(tmp_path / "packages" / "归档文件目录_2027.xlsx").active.iter_rows(values_only=True))
    assert rows[1][8] == "永久"
    assert rows[1][14] == "未附盖章原件扫描件"

    assert json.loads(run("make", "--year", "2027", "--to", target, "--json")[1])["new"] == 0
    assert "没有办结的件" in run("make", "--year", "2020", "--to", target)[1]
    code, said, _ = run("verify", str(package))
    assert code == 0
    assert "归档包无误" in said

    data = package.read_bytes()
    package.write_bytes(data[:1000] + bytes([data[1000] ^ 1]) + data[1001:])
    code, said, _ = run("verify", str(package))
    assert code == 1
    assert "归档包不符" in said


def test_restricted_matters_need_a_flag_and_a_name(run):
    assert "须一起给出" in run("make", "--year", "2027", "--restricted")[2]
    assert "须一起给出" in run("make", "--year", "2027", "--actor", "water-bureau.liaison")[2]
    assert "没有 nobody 这个账号" in run("make", "--year", "2027", "--restricted", "--actor", "nobody")[2]
    assert run("verify", "nowhere.zip")[0] == 2
