"""The record of a run: what passed, what it stands for, and whether it was the whole run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = """
import pytest
@pytest.mark.clause("11.1", "11.2", page="/reports/")
def test_good(): assert True
@pytest.mark.clause("11.3")
def test_bad(): assert False
def test_plain(): assert True
"""


@pytest.fixture
def project(tmp_path):
    """A small project of its own, with the recorder."""
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\ntestpaths = ["tests"]\naddopts = "-p no:playwright -p no:django"\nmarkers = ["clause: x"]\n'
    )
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_example.py").write_text(EXAMPLE)
    return tmp_path


def run(project, *arguments: str) -> dict:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT}/src"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.recorder", *arguments]
    subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False)
    return {path.name: json.loads(path.read_text()) for path in (project / "var").glob("*.json")}


@pytest.mark.parametrize("arguments", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_whole_run_is_recorded_with_clauses_and_outcomes(project, arguments):
    record = run(project, *arguments)["last-test-run.json"]
    assert record["full"]
    rows = {row["id"].split("::")[1]: row for row in record["tests"]}
    assert {name: row["outcome"] for name, row in rows.items()} == {
        "test_good": "passed",
        "test_bad": "failed",
        "test_plain": "passed",
    }
    assert rows["test_good"]["clauses"] == [{"id": "11.1", "page": "/reports/"}, {"id": "11.2", "page": "/reports/"}]
    assert rows["test_plain"]["clauses"] == []


@pytest.mark.parametrize("arguments", [("-k", "good"), ("tests/test_example.py",), ("-x",)])
def test_part_of_the_tests_never_replaces_a_whole_run(project, arguments):
    assert list(run(project, *arguments)) == ["partial-test-run.json"]


def test_part_is_recorded_where_asked_and_says_so(project):
    record = run(project, "-k", "good", "--record")["last-test-run.json"]
    assert not record["full"]
    assert len(record["tests"]) == 1
