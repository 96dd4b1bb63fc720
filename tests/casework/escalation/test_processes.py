"""Two real processes sweep one database, and the command says what it did: every row once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from ecoduty.casework.escalation.models import Notice, Rung
from ecoduty.kernel.clock import SHANGHAI, frozen
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify
from tests.database import ROOT, Database
from tests.toy.town import build, close

MOMENT = datetime(2025, 9, 20, 9, tzinfo=SHANGHAI)
SWEEP = """
import json, os, sys
from dataclasses import asdict
from datetime import datetime
import django
django.setup()
from django.db import connections
name, host, port, moment = sys.argv[1:]
connections.settings["default"].update(NAME=name, HOST=host, PORT=port, USER="ecoduty_app", PASSWORD="")
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.kernel import flow
from ecoduty.kernel.clock import frozen
from tests.toy.toys import TOYS
flow.register(TOYS)
with frozen(datetime.fromisoformat(moment), every_thread=True):
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(asdict(sweep(batch=7))))
"""


def start(database: Database) -> subprocess.Popen[str]:
    """A process that is ready to sweep as soon as it is told to."""
    where = [database.name, str(database.cluster.sockets), str(database.cluster.port), MOMENT.isoformat()]
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SWEEP, *where],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=surroundings,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.processes
def test_two_processes_do_everything_once(fresh_db: Database) -> None:
    town = build(datetime(2024, 1, 1, 9, tzinfo=SHANGHAI))
    with frozen(datetime(2025, 9, 1, 9, tzinfo=SHANGHAI)):
        for _ in range(60):
            town.toy(act="ask_urgently")
    workers = [start(fresh_db) for _ in range(2)]
    reports = []
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        said, _ = worker.communicate(timeout=120)
        assert worker.returncode == 0
        reports.append(json.loads(said))
    close()
    for what in ("missed", "reminded", "prepared"):
        assert sum(report[what] for report in reports) == 60
    assert [report["pushed"] for report in reports] == [0, 0]
    assert Rung.objects.count() == 120
    assert Notice.objects.filter(kind="reminder").count() == 60
    assert Entry.objects.exclude(act="ask_urgently").count() == 180
    assert verify().ok


@pytest.mark.processes
def test_command_sweeps_and_tells_in_numbers(fresh_db: Database, tmp_path: Path) -> None:
    surroundings = {
        **os.environ,
        **fresh_db.environment,
        "ECODUTY_HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT / "src"),
    }
    surroundings.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "ecoduty.interfaces.console.main", "sweep", "--json"],
        capture_output=True, check=True, encoding="utf-8", env=surroundings,
    )  # fmt: skip
    assert json.loads(done.stdout)["missed"] == 0
