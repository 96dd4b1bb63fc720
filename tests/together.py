"""Several at once: each in a thread with a database connection of its own, all let go at the same moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connections


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run all at once; what each returned or raised, in the order given."""
    barrier = threading.Barrier(len(works))
    outcomes: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            outcomes[place] = work()
        except Exception as error:  # noqa: BLE001 -- handed to the test
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return outcomes


def wait_for(what: Callable[[], Any], seconds: float = 120) -> Any:
    """The first true answer of `what`; fails the test when there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = what()
        if answer:
            return answer
        time.sleep(0.01)
    raise AssertionError(f"nothing within {seconds} seconds")


def waiting_for_locks(connection: psycopg.Connection[Any]) -> int:
    """How many sessions of this database wait for another's lock."""
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    ).fetchone()
    assert row is not None
    return int(row[0])
