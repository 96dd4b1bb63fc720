"""A worker killed in the middle of a job loses nothing: another one does the job."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes.platform import wait_for

pytestmark = pytest.mark.processes


NOW = """
from procrastinate.exceptions import AlreadyEnqueued
from ecoduty.kernel.outbox.tasks import retry_stalled_jobs
try: retry_stalled_jobs.defer(timestamp=0)  # instead of waiting for the minute to end
except AlreadyEnqueued: pass
"""


def run(database, code: str) -> None:
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"], env=surroundings(database), check=True
    )


def surroundings(database) -> dict[str, str]:
    return {**os.environ, **database.environment, "DJANGO_SETTINGS_MODULE": "tests.processes.settings"}


def worker(database, log: Path) -> subprocess.Popen:
    with log.open("ab") as file:
        command = [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"]
        return subprocess.Popen(command, env=surroundings(database), stdout=file, stderr=file)


def test_job_of_a_killed_worker_is_done_once_by_the_next(fresh_db, tmp_path):
    trace, log = tmp_path / "trace", tmp_path / "log"
    trace.touch()
    run(fresh_db, f"from tests.processes.jobs.tasks import slow; slow.defer(trace={str(trace)!r}, seconds=3)")
    with worker(fresh_db, log) as first:
        assert wait_for(lambda: trace.read_text() == "begun\n", 60), log.read_text()
        first.kill()
    with fresh_db.connect("ecoduty_owner") as owner:  # as if half a minute had passed
        owner.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'")
    run(fresh_db, NOW)
    with worker(fresh_db, log) as second:
        try:
            assert wait_for(lambda: trace.read_text() == "begun\nbegun\ndone\n", 60), log.read_text()
        finally:
            second.terminate()
    with fresh_db.connect("ecoduty_owner") as owner:
        rows = owner.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name LIKE '%slow'").fetchall()
    assert rows == [("succeeded",)]
