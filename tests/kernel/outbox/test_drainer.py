"""Messages leave in order, are tried again with growing patience, and end before a person when nothing helps."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import transaction

from ecoduty.kernel.clock import frozen, wall_now
from ecoduty.kernel.outbox import drainer, health, queue
from ecoduty.kernel.outbox.models import Channel, Message, SendState
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
        waits.append((message.next_try_at - before) / drainer.FIRST_WAIT)
    plain = [1, 2, 4, 8, 16, 32, 64, 128]
    spread = [wait / without for wait, without in zip(waits, plain, strict=True)]
    assert all(0.79 < one < 1.22 for one in spread), spread
    assert len({round(one, 6) for one in spread}) > 1  # what failed together does not come back together
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


@pytest.fixture
def outside(toy_channel):
    """A channel outside whose other side can be told to be away, to refuse, or to be satisfied already."""
    mood = {"raise": None}

    def deliver(key, payload):
        if mood["raise"] is not None:
            raise mood["raise"]
        Delivery.objects.create(key=key, message=payload["message"], text=payload["text"])

    drainer.register("far", deliver, outside=True)
    return mood


@pytest.mark.usefixtures("db")
def test_a_day_without_the_other_side_loses_nothing_and_doubles_nothing(outside):
    with frozen(wall_now()) as clock:
        for number in range(30):
            put(f"{number:02d}", key=f"k{number}", channel="far")
        outside["raise"] = drainer.ChannelDownError("连接不上")
        tries = 0
        for _ in range(24 * 60):
            before = Channel.objects.filter(failures__gt=0).values_list("failures", flat=True).first() or 0
            drainer.drain()
            tries += (Channel.objects.get(pk="far").failures or 0) - before
            clock.advance(timedelta(minutes=1))
        assert set(Message.objects.values_list("state", flat=True)) == {"waiting"}
        assert Message.objects.filter(attempts__gt=1).count() == 0
        assert 24 * 60 / 12 - 5 <= tries <= 24 * 60 / 8 + 10  # a probe every ten minutes or so, not a storm
        outside["raise"] = None
        clock.advance(timedelta(minutes=15))
        assert drainer.drain_outside("far", 10) == 10  # at the channel's pace
        while drainer.drain_outside("far", 10):
            clock.advance(timedelta(seconds=1))
        assert sorted(text for _, text in delivered()) == [f"{number:02d}" for number in range(30)]
    row = Channel.objects.get(pk="far")
    assert (row.failures, row.failing_since, row.try_again_at, row.last_error) == (0, None, None, "")


@pytest.mark.usefixtures("db")
def test_a_channel_that_is_away_holds_up_no_other(outside):
    outside["raise"] = drainer.ChannelDownError("连接不上")
    put("1", channel="far")
    put("1", key="b")
    assert drainer.drain() == 1
    assert delivered() == [("b", "1")]


@pytest.mark.usefixtures("db")
def test_a_message_that_always_brings_the_other_side_down_ends_before_a_person(outside, toy_channel):
    def deliver(key, payload):
        if payload["text"] == "poison":
            raise drainer.ChannelDownError("对方断开")
        Delivery.objects.create(key=key, message=payload["message"], text=payload["text"])

    drainer.register("far", deliver, outside=True)
    with frozen(wall_now()) as clock:
        put("poison", key="p", channel="far")
        for number in range(40):
            put(f"{number}", key=f"k{number}", channel="far", not_before=wall_now() + timedelta(minutes=30 * number))
        for _ in range(24 * 12):
            drainer.drain()
            clock.advance(timedelta(minutes=5))
    assert Message.objects.get(payload__text="poison").state == SendState.DEAD
    assert Delivery.objects.count() == 40


@pytest.mark.usefixtures("db")
def test_what_is_refused_for_good_waits_for_a_person_at_once_and_frees_its_key(outside):
    outside["raise"] = drainer.DeliveryRefusedError("550 没有这个信箱")
    put("1", channel="far")
    assert drainer.drain() == 0
    assert list(Message.objects.values_list("state", "last_error")) == [("dead", "550 没有这个信箱")]
    outside["raise"] = None
    put("2", channel="far")
    assert drainer.drain() == 1
    assert health.dead() == {"far": 1}


@pytest.mark.usefixtures("db")
def test_what_no_longer_holds_is_withdrawn(outside):
    outside["raise"] = drainer.NothingToDeliverError("已办结")
    put("1", channel="far")
    assert drainer.drain() == 0
    assert Message.objects.get().state == SendState.CANCELLED


@pytest.mark.usefixtures("db")
def test_a_stopped_channel_keeps_everything(outside):
    Channel.objects.create(pk="far", state=Channel.STOPPED)
    put("1", channel="far")
    assert drainer.drain() == 0
    Channel.objects.update(state=Channel.WORKING)
    assert drainer.drain() == 1


@pytest.mark.usefixtures("db")
def test_the_backlog_counts_what_should_have_left(outside):
    put("1", "2", channel="far")
    put("later", channel="far", not_before=wall_now() + timedelta(hours=1))
    found = health.backlog(wall_now())
    assert [(one.channel, one.waiting) for one in found] == [("far", 2)]
    assert health.backlog(wall_now() - timedelta(minutes=30)) == []


@pytest.mark.usefixtures("fresh_db")
def test_several_drainers_send_outside_one_at_a_time_and_each_message_once(outside):
    busy, most = [], []
    lock = threading.Lock()

    def deliver(key, payload):
        with lock:
            busy.append(key)
            most.append(len(busy))
        Delivery.objects.create(key=key, message=payload["message"], text=payload["text"])
        with lock:
            busy.remove(key)

    drainer.register("far", deliver, outside=True)
    for number in range(40):
        put(f"{number}", key=f"k{number % 8}", channel="far")

    def work():
        while Message.objects.filter(state=SendState.WAITING).exists():
            drainer.drain_outside("far", 5)

    assert together(work, work, work) == [None] * 3
    assert max(most) == 1
    assert Delivery.objects.count() == len(set(Delivery.objects.values_list("message", flat=True))) == 40
