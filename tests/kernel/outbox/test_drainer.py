"""Messages leave in order, are tried again with growing patience, and end before a person when nothing helps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.outbox import drainer, queue
from ecoduty.kernel.outbox.models import Message, SendState
from ecoduty.kernel.outbox.queue import Outgoing
from tests.together import together
from tests.toy.models import Delivery


@pytest.fixture
def toy_channel(monkeypatch):
    """A channel that writes down what it delivers and fails for keys it was told to."""
    monkeypatch.setattr(drainer, "_channels", {})
    broken: set[str] = set()

    def deliver(key, payload):
        Delivery.objects.create(key=key, message=payload["message"], text=payload["text"])
        if key in broken:
            raise drainer.DeliveryFailedError("对方系统没有应答")

    drainer.register("toy", deliver)
    return broken


def put(*texts, key="a", channel="toy", not_before=None):
    messages = [Outgoing(channel, key, {"text": text}, not_before) for text in texts]
    queue.write(messages, wall_now() - timedelta(seconds=1))


def delivered():
    return list(Delivery.objects.order_by("id").values_list("key", "text"))


def due_again():
    Message.objects.filter(state=SendState.WAITING).update(next_try_at=wall_now())


@pytest.mark.usefixtures("db")
def test_what_was_written_is_delivered_once_in_order(toy_channel):
    put("1", "2", "3")
    assert drainer.drain() == 3
    assert drainer.drain() == 0
    assert delivered() == [("a", "1"), ("a", "2"), ("a", "3")]
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.usefixtures("db")
def test_messages_leave_only_if_the_transaction_commits(toy_channel):
    with transaction.atomic():
        put("1")
        transaction.set_rollback(True)
    assert drainer.drain() == 0


@pytest.mark.usefixtures("db")
def test_what_is_not_due_yet_waits(toy_channel):
    put("later", not_before=wall_now() + timedelta(hours=1))
    assert drainer.drain() == 0
    due_again()
    assert drainer.drain() == 1


@pytest.mark.usefixtures("db")
def test_a_failing_message_holds_back_its_key_and_no_other(toy_channel):
    toy_channel.add("a")
    put("1", "2", key="a")
    put("1", "2", key="b")
    assert drainer.drain() == 2
    assert delivered() == [("b", "1"), ("b", "2")]
    toy_channel.clear()
    assert drainer.drain() == 0
    due_again()
    assert drainer.drain() == 2
    assert delivered()[2:] == [("a", "1"), ("a", "2")]


@pytest.mark.usefixtures("db")
def test_a_failed_delivery_leaves_nothing_of_the_channel_s_own(toy_channel):
    toy_channel.add("a")
    put("1")
    assert drainer.drain() == 0
    assert delivered() == []
    message = Message.objects.get()
    assert (message.state, message.attempts, message.last_error) == ("waiting", 1, "对方系统没有应答")


@pytest.mark.usefixtures("db")
def test_patience_doubles_and_ends_before_a_person(toy_channel):
    toy_channel.add("a")
    put("1")
    put("2")
    waits = []
    for _ in range(drainer.ATTEMPTS):
        due_again()
        before = wall_now()
        drainer.drain(1)
        message = Message.objects.get(payload__text="1")
        waits.append(round((message.next_try_at - before) / drainer.FIRST_WAIT))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128]
    assert message.state == SendState.DEAD
    toy_channel.clear()
    due_again()
    assert drainer.drain() == 1
    assert delivered() == [("a", "2")]


@pytest.mark.usefixtures("db")
def test_an_unknown_channel_and_a_channel_with_a_fault_stop_nobody(toy_channel):
    drainer.register("faulty", lambda key, payload: 1 / 0)
    put("1", channel="unknown", key="x")
    put("1", channel="faulty", key="y")
    put("1")
    assert drainer.drain() == 1
    errors = dict(Message.objects.filter(state="waiting").values_list("channel", "last_error"))
    assert "KeyError" in errors["unknown"]
    assert "ZeroDivisionError" in errors["faulty"]


@pytest.mark.usefixtures("db")
def test_a_cancelled_message_does_not_leave(toy_channel):
    put("1", "2")
    drainer.drain(1)
    assert queue.cancel("toy", "a") == 1
    assert drainer.drain() == 0
    assert delivered() == [("a", "1")]


@pytest.mark.usefixtures("fresh_db")
def test_several_drainers_deliver_each_message_once_and_each_key_in_order(toy_channel):
    keys = [f"k{number}" for number in range(8)]
    for number in range(15):
        for key in keys:
            put(f"{number:02d}", key=key)

    def work():
        while Message.objects.filter(state=SendState.WAITING).exists():
            drainer.drain()

    assert together(work, work, work, work) == [None] * 4
    rows = Delivery.objects.order_by("id").values_list("key", "text", "message")
    assert len({message for _, _, message in rows}) == len(rows) == 120
    for key in keys:
        assert [text for k, text, _ in rows if k == key] == [f"{number:02d}" for number in range(15)]
