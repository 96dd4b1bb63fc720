"""A person acts on a complaint while 12345 says something about the same order, each over a connection of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from ecoduty.interfaces.channels.hotline12345.models import Exchange, Order
from tests.city import City
from tests.interfaces.channels.hotline12345.other_side import OtherSide, connected
from tests.interfaces.channels.hotline12345.steps import BUILDER, Work, complaint

NUMBER = "XM12345-20261122-0001"
PATIENCE = 60.0  # seconds; PostgreSQL tells of a deadlock after one
_WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def side(fresh_city: City) -> OtherSide:
    side = OtherSide(connected())
    side.push()
    return side


@contextmanager
def beside(work: Callable[[], Any]) -> Iterator[None]:
    """Do some work over another connection; go on here as soon as it waits for a lock, and in the end it must be done."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 -- told below, where the test can see it
            failed.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=run)
    other.start()
    until = time.monotonic() + PATIENCE
    while not _waiting():
        assert other.is_alive(), f"it did not wait: {failed}"
        assert time.monotonic() < until
        time.sleep(0.05)
    yield
    other.join(PATIENCE)
    assert not other.is_alive()
    assert failed == []


def _waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_WAITS)
        return bool(cursor.fetchone()[0])


def outgoing() -> list[tuple[int, str]]:
    return list(Exchange.objects.filter(incoming=False).order_by("sequence").values_list("sequence", "type"))


def test_a_message_that_comes_in_the_middle_of_acts_waits_for_them(fresh_city: City, side: OtherSide) -> None:
    work = Work(fresh_city)
    work.dispatch()
    changed = side.message(NUMBER, "order.changed", {"content": "工地在湖滨北路，不是南路。"})
    with ExitStack() as both, transaction.atomic():
        work.do(BUILDER, "sign_for")
        both.enter_context(beside(lambda: side.post(changed)))
        # it holds the order and waits for the complaint; this act has something to write for the order
        work.do(BUILDER, "give_back", nobodys=True, reason="清单中没有涵盖此事的一条")
    assert outgoing() == [(1, "order.dispatched"), (2, "order.receipt"), (3, "order.return")]
    assert Exchange.objects.get(incoming=True, type="order.changed").state == "applied"
    assert complaint().complaint.text == "工地在湖滨北路，不是南路。"


def test_an_act_that_comes_in_the_middle_of_a_message_waits_for_it(fresh_city: City, side: OtherSide) -> None:
    work = Work(fresh_city)
    work.dispatch()
    with ExitStack() as both, transaction.atomic():
        side.say(NUMBER, "order.changed", {"content": "工地在湖滨北路，不是南路。"})
        both.enter_context(beside(lambda: work.do(BUILDER, "sign_for")))
        side.say(NUMBER, "order.urged", {"note": "来电人再次来电"})
    assert outgoing() == [(1, "order.dispatched"), (2, "order.receipt")]
    assert (Order.objects.get().applied, complaint().state) == (3, "handling")
