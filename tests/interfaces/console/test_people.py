"""`ecoduty people` and `ecoduty search`: for people and as JSON, with exit codes."""

from __future__ import annotations

import json
import os
import stat
import subprocess

import pytest
from openpyxl import load_workbook

from ecoduty.organisation.directory.models import Person
from tests.organisation.enrolment.files import STAFF, filled, person
from tests.processes.platform import CONSOLE


@pytest.fixture
def run(fresh_city, tmp_path):
    """Runs `ecoduty …` on the test's database."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ECODUTY_")}
    environment |= {"ECODUTY_HOME": str(tmp_path / "home"), **fresh_city.database.environment}
    environment["DJANGO_SETTINGS_MODULE"] = "ecoduty.config.settings"

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [*CONSOLE, *arguments]
        return subprocess.run(command, env=environment, capture_output=True, check=False, encoding="utf-8")

    return call


def test_an_import_by_command_is_checked_then_done_then_changes_nothing(run, tmp_path):
    bring = str(filled(tmp_path, posts=[STAFF], people=[person("王小明")]))
    dry = run("people", "import", bring, "--dry-run", "--on", "2026-11-01")
    assert (dry.returncode, dry.stdout.strip()) == (0, "检查无误，将办：增设岗位1、新人员1、任职1。"), dry.stderr
    assert not Person.objects.filter(name="王小明").exists()
    done = json.loads(run("people", "import", bring, "--json", "--on", "2026-11-01").stdout)
    assert (done["ok"], done["written"]) == (True, True)
    again = json.loads(run("people", "import", bring, "--json", "--on", "2026-11-01").stdout)
    assert (again["ok"], again["written"], again["changes"]) == (True, False, {})


def test_an_import_with_invitations_writes_the_links_for_its_owner_alone(run, tmp_path):
    bring, links = str(filled(tmp_path, posts=[STAFF], people=[person("王小明")])), tmp_path / "links.xlsx"
    arguments = ("people", "import", bring, "--invite", str(links), "--address", "https://hb.example.cn/", "--json")
    links.touch()
    refused = run(*arguments, "--on", "2026-11-01")
    assert (refused.returncode, "已经有了" in refused.stderr) == (1, True), refused.stderr
    assert not Person.objects.filter(name="王小明").exists()
    links.unlink()
    done = json.loads(run(*arguments, "--on", "2026-11-01").stdout)
    assert (done["written"], done["invited"], done["not_invited"]) == (True, 1, {})
    assert stat.S_IMODE(links.stat().st_mode) == 0o600
    name, *_, link, _ = next(load_workbook(links).active.iter_rows(min_row=2, max_col=6, values_only=True))
    assert (name, link.startswith("https://hb.example.cn/invitation/")) == ("王小明", True)


def test_wrong_cells_are_printed_and_the_exit_code_is_1(run, tmp_path):
    wrong = run("people", "import", str(filled(tmp_path, people=[person("")])))
    assert wrong.returncode == 1
    assert "人员!B2：“姓名”没有填" in wrong.stdout


def test_an_export_goes_back_unchanged_and_search_is_in_step(run, tmp_path):
    path = str(tmp_path / "export.xlsx")
    assert run("people", "export", path).returncode == 0
    assert "完全相符" in run("people", "import", path).stdout
    rebuilt = json.loads(run("search", "rebuild", "--json").stdout)
    assert rebuilt["changed"] == 0
    assert rebuilt["checked"] > 100
