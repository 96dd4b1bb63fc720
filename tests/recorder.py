"""Writes down what a run of the tests showed: outcome by test, and the clauses of the plan each stands for.

A whole run goes to var/last-test-run.json, which `ecoduty clauses` reads; a part of the tests (a folder, -k, -m) goes
to var/partial-test-run.json and never replaces a whole run, unless --record says so. One file for all xdist workers.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ecoduty.kernel.clock import wall_now

CLAUSES = "clauses"
PAGE = "page"  # record_property(PAGE, {"clause", "page", "status"}): what a page answered to the clause's bearer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="write var/last-test-run.json even for a part of the tests")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        clauses = [
            {"id": clause, "page": mark.kwargs.get("page")}
            for mark in item.iter_markers("clause")
            for clause in mark.args
        ]
        if clauses:
            item.user_properties.append((CLAUSES, clauses))  # travels with the reports of a worker


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(config), "ecoduty-recorder")


class Recorder:
    """Collects reports in the process that shows them to the user."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.tests: dict[str, dict[str, Any]] = {}
        self.deselected = 0

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        self.deselected += len(items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        row = self.tests.setdefault(
            report.nodeid,
            {
                "id": report.nodeid,
                "outcome": "passed",
                "seconds": 0.0,
                CLAUSES: dict(report.user_properties).get(CLAUSES, []),
            },
        )
        pages = [value for name, value in report.user_properties if name == PAGE]
        if pages:
            row["pages"] = pages
        row["seconds"] = round(row["seconds"] + report.duration, 3)
        if report.outcome != "passed" and row["outcome"] != "failed":
            row["outcome"] = report.outcome

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if not self.tests or session.config.option.collectonly:
            return
        full = self._is_full() and exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
        name = "last-test-run.json" if full or self.config.getoption("--record") else "partial-test-run.json"
        root = self.config.rootpath
        record = {
            "at": wall_now().isoformat(timespec="seconds"),
            "commit": _git(root, "rev-parse", "HEAD"),
            "changed": bool(_git(root, "status", "--porcelain")),
            "full": full,
            "tests": sorted(self.tests.values(), key=lambda row: row["id"]),
        }
        path = root / "var" / name
        path.parent.mkdir(exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        fresh.replace(path)

    def _is_full(self) -> bool:
        option = self.config.option
        return (
            self.config.args_source is pytest.Config.ArgsSource.TESTPATHS
            and not (option.keyword or option.markexpr or getattr(option, "lf", False) or option.maxfail)
            and not self.deselected
        )


def _git(root: Path, *arguments: str) -> str:
    """What git says; empty where there is no repository."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
