"""What the worker does every five minutes comes to an end and leaves the commitment outside the database."""

from __future__ import annotations

import json
import signal

import pytest

from ecoduty.interfaces.console import ledger
from tests.kernel.ledger.writing import write


@pytest.fixture
def alarm():
    """A lock that is waited for in vain is an error, not a test that hangs."""

    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("db", "alarm")
def test_checkpoint_is_taken_and_exported_once(tmp_path):
    write("a", 2)
    file = tmp_path / "somewhere" / "checkpoints.jsonl"
    assert ledger.commit_to(file) == (1, 1)
    assert ledger.commit_to(file) == (None, 0)
    write("b")
    assert ledger.commit_to(file) == (2, 1)
    assert [json.loads(line)["number"] for line in file.read_text(encoding="utf-8").splitlines()] == [1, 2]
