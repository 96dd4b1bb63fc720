"""The worker process: long and periodic jobs by procrastinate, and beside them what must happen every few seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import click
import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections

from ecoduty.interfaces.console import language

log = structlog.get_logger()

CONCURRENCY = 2
FIRST_PAUSE = 5.0  # seconds after the start by which everything is done once: much may have come due meanwhile
LONGEST_PAUSE = 60.0  # seconds, after repeated failures


@dataclass(frozen=True)
class Beat:
    """A function without arguments, and how many seconds lie between two calls."""

    place: str
    seconds: float

    def load(self) -> Callable[[], object]:
        """Import the function."""
        module, _, name = self.place.partition(":")
        function: Callable[[], object] = getattr(import_module(module), name)
        return function


BEATS = (
    Beat("ecoduty.kernel.outbox.drainer:drain_inside", 1.0),
    Beat("ecoduty.casework.intakes.taking:take_in", 1.0),
    Beat("ecoduty.interfaces.channels.email:drain", 1.0),
    Beat("ecoduty.interfaces.channels.sms:drain", 1.0),
    Beat("ecoduty.interfaces.channels.workchat:drain", 1.0),
    Beat("ecoduty.interfaces.channels.webhook.telling:drain", 1.0),
    Beat("ecoduty.interfaces.channels.hotline12345.sending:drain", 1.0),
    Beat("ecoduty.interfaces.channels.hotline12345.installing:listen", 3.0),
    Beat("ecoduty.casework.deliveries.digest:compose", 30.0),
    Beat("ecoduty.casework.figures.folding:fold", 3.0),
    Beat("ecoduty.mechanisms.enforcement.statistics.folding:fold", 5.0),
    Beat("ecoduty.casework.intakes.offering:refresh", 3600.0),
    Beat("ecoduty.mechanisms.complaints.intake.offering:refresh", 3600.0),
    Beat("ecoduty.casework.escalation.sweep:sweep", 30.0),
    Beat("ecoduty.interfaces.console.ledger:commit", 300.0),  # at most ten minutes may lie after the last one
)


HEEDING = Beat("ecoduty.kernel.clock.rehearsing:heed", 1.0)
REHEARSAL_BEATS = (HEEDING, Beat("ecoduty.casework.rehearsal.living:carry_on", 1.0))


def keep_beating(beat: Beat, stopping: threading.Event) -> None:
    """Call the function until told to stop; after a failure, less and less often until it works again."""
    function, pause = beat.load(), min(beat.seconds, FIRST_PAUSE)
    while not stopping.wait(pause):
        close_old_connections()
        try:
            function()
        except Exception:  # a beat outlives whatever happens to one call, and says so
            pause = min(pause * 2, LONGEST_PAUSE)
            log.exception("work.beat_failed", beat=beat.place, next_in_seconds=pause)
        else:
            pause = beat.seconds


@click.command(cls=language.Command)
def work() -> None:
    """后台任务进程：由 serve 启动，收到 SIGTERM 后做完手上的事再结束。"""
    stopping = threading.Event()
    if settings.REHEARSAL:
        HEEDING.load()()
    for beat in (*BEATS, *(REHEARSAL_BEATS if settings.REHEARSAL else ())):
        threading.Thread(target=keep_beating, args=(beat, stopping), name=beat.place, daemon=True).start()
    try:
        call_command("procrastinate", "worker", "--concurrency", str(CONCURRENCY), "--delete-jobs", "successful")
    finally:
        stopping.set()
