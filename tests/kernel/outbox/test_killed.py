"""A worker killed in the middle of a delivery loses nothing and doubles nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.outbox import queue
from ecoduty.kernel.outbox.models import Message, SendState
from ecoduty.kernel.outbox.queue import Outgoing
from tests.together import wait_for
from tests.toy.models import Delivery

ROOT = Path(__file__).resolve().parents[3]


def drainer_process(database, seconds_per_message):
    surroundings = {**os.environ, **database.environment, "PYTHONPATH": str(ROOT / "src")}
    script = Path(__file__).with_name("killed_drainer.py")
    return subprocess.Popen(
        [sys.executable, str(script), str(seconds_per_message)], env=surroundings, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.processes
def test_a_killed_drainer_loses_and_doubles_nothing(fresh_db):
    texts = [f"{number:02d}" for number in range(20)]
    queue.write([Outgoing("toy", "a", {"text": text}) for text in texts], wall_now())
    for seen in ("02", "05", "06"):
        victim = drainer_process(fresh_db, 0.05)
        for line in victim.stdout:
            if line.strip() == seen:  # in the middle: written by the channel, not yet marked as sent
                break
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        victim.stdout.close()
    last = drainer_process(fresh_db, 0)
    try:
        wait_for(lambda: not Message.objects.filter(state=SendState.WAITING).exists())
    finally:
        last.kill()
        last.wait()
        last.stdout.close()
    assert list(Delivery.objects.order_by("id").values_list("text", flat=True)) == texts
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
