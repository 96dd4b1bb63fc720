"""`ecoduty responsibilities import --dry-run`: what it prints, and that it writes nothing."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from ecoduty.kernel.ledger.models import Entry
from tests.mechanisms.responsibilities.reading.shelf import workbook
from tests.processes.platform import CONSOLE


@pytest.fixture
def run(fresh_city, tmp_path):
    """Runs `ecoduty …` on the test's database."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ECODUTY_")}
    environment |= {"ECODUTY_HOME": str(tmp_path / "home"), **fresh_city.database.environment}
    environment["DJANGO_SETTINGS_MODULE"] = "ecoduty.config.settings"

    def call(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*CONSOLE, *arguments], env=environment, capture_output=True, check=False, encoding="utf-8"
        )

    return call


def test_a_dry_run_prints_rows_with_full_titles_and_numbers_and_writes_nothing(run, tmp_path):
    path = tmp_path / "清单.xlsx"
    path.write_bytes(workbook([
        ["序号", "事项", "牵头部门", "配合部门", "依据", "责任科室"],
        [1, "水库周边水质巡查", "市水利局", "市生态环境局、农业农村", "法典第七百四十八条第二款第（三）项", "水库处"],
        [2, "河口水质监测", "市生态环境局", "市水利局", "《环境保护法》第十七条", "监测处"],
        [3, "河岸相关工作", "市水利局", "", "按上级要求办理", ""],
        [4, "水库周边水质巡查", "市水利局", "", "", "水库处"],
    ]))  # fmt: skip
    before = Entry.objects.count()
    done = run("responsibilities", "import", str(path), "--body", "市水利局", "--dry-run", "--json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    first, second, *_ = facts["rows"]
    assert (first["name"], first["role"], first["lead"], first["unit"]) == (
        "水库周边水质巡查",
        "lead",
        "市水利局",
        "水库处",
    )
    assert first["supporters"] == ["市生态环境局", "市农业农村局"]
    assert first["bases"] == [{"instrument": "中华人民共和国生态环境法典", "article": 748, "paragraph": 2, "item": 3}]
    assert (second["role"], second["lead"], second["bases"][0]["item"]) == ("support", "市生态环境局", None)
    assert [(one["place"], one["code"], one["stage"]) for one in facts["problems"]] == [
        ("清单!E3", "basis_repealed", "reading"), ("清单!E4", "basis_not_understood", "reading"),
        ("清单!B3", "responsibility_lead_unlisted", "check"), ("清单!E4", "responsibility_no_basis", "check"),
        ("清单!B4", "responsibility_vague", "check"), ("清单!F4", "responsibility_no_unit", "check"),
        ("清单!E5", "responsibility_no_basis", "check"), ("清单!B5", "responsibility_duplicate_name", "check"),
    ]  # fmt: skip
    assert "自2026年8月15日起废止" in facts["problems"][0]["sentence"]
    assert (facts["written"], Entry.objects.count()) == (False, before)


def test_a_wrong_department_or_file_is_a_sentence(run, tmp_path):
    path = tmp_path / "清单.xlsx"
    path.write_bytes(workbook([["事项", "依据"], ["巡查", "法典第一条"]]))
    unknown = run("responsibilities", "import", str(path), "--body", "市没有局", "--dry-run")
    assert (unknown.returncode, "unknown_body" in unknown.stderr) == (1, True)
    path.write_bytes(b"PK\x03\x04 nothing")
    broken = run("responsibilities", "import", str(path), "--body", "市水利局", "--dry-run", "--json")
    assert (broken.returncode, "损坏" in broken.stderr) == (1, True), broken.stderr
