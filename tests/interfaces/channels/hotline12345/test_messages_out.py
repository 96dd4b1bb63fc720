"""What goes to 12345: told by acts, in order for each order, and what the other side's decisions do here."""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.interfaces.channels.hotline12345 import intake, lines, sending
from ecoduty.interfaces.channels.hotline12345.flow import ORDER
from ecoduty.interfaces.channels.hotline12345.models import Exchange, Order
from ecoduty.interfaces.channels.hotline12345.simulator.receiver import Receiver
from ecoduty.interfaces.channels.hotline12345.simulator.wire import Credentials
from ecoduty.interfaces.channels.timed_post import Answered
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.outbox.models import Channel, Message
from tests.city import City
from tests.interfaces.channels.hotline12345.other_side import APP, OtherSide, connected
from tests.interfaces.channels.hotline12345.steps import ANSWER, BUILDER, CLERK, Work, complaint

NUMBER = "XM12345-20261122-0001"


@pytest.fixture
def receiver(city: City) -> Iterator[Receiver]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    link = connected(url=f"http://127.0.0.1:{port}/ecoduty/messages")
    found = Receiver(
        Credentials(APP, base64.b64decode(lines.shown(link))), faults=0, seed=1, address=("127.0.0.1", port)
    )
    found.up()
    yield found
    found.down()


@pytest.fixture
def side(receiver: Receiver) -> OtherSide:
    side = OtherSide(lines.in_use())
    side.push()
    return side


@pytest.fixture
def work(city: City, side: OtherSide) -> Work:
    return Work(city)


def told(receiver: Receiver) -> list[str]:
    while sending.drain():
        pass
    return receiver.received.types(NUMBER)


def test_what_people_do_is_told_in_their_order_with_the_answer_in_it(
    work: Work, side: OtherSide, receiver: Receiver
) -> None:
    work.answered()
    assert told(receiver) == ["order.dispatched", "order.receipt", "order.feedback"]
    receipt, feedback = receiver.received.messages[NUMBER][1:]
    assert receipt["data"]["body"] == "市建设局"
    assert (feedback["data"]["answer"], feedback["data"]["status"], feedback["sequence"]) == (ANSWER, "70", 3)
    assert "王先生" not in str(receiver.received.messages)
    side.say(NUMBER, "follow_up.result", {"resolved": True, "satisfaction": "1", "accepted": True})
    assert told(receiver)[3:] == ["order.completion"]  # what they said themselves is not told back
    assert receiver.received.messages[NUMBER][3]["data"]["satisfaction"] == "satisfied"


def test_an_answer_that_is_not_accepted_goes_back_and_comes_again(
    work: Work, side: OtherSide, receiver: Receiver
) -> None:
    work.answered()
    side.say(
        NUMBER, "follow_up.result", {"resolved": False, "satisfaction": "3", "accepted": False, "note": "还在打桩"}
    )
    assert complaint().state == "handling"
    work.answer()
    work.approve()
    assert told(receiver) == ["order.dispatched", "order.receipt", "order.feedback", "order.feedback"]


def test_a_dissatisfied_word_after_completion_opens_it_again(work: Work, side: OtherSide, receiver: Receiver) -> None:
    work.answered()
    side.say(NUMBER, "follow_up.result", {"resolved": True, "satisfaction": "1", "accepted": True})
    side.say(NUMBER, "follow_up.result", {"resolved": False, "satisfaction": "3", "accepted": False})
    assert complaint().state == "dispatched"


def test_a_return_is_told_with_its_reason_and_decided_by_12345(work: Work, side: OtherSide, receiver: Receiver) -> None:
    work.give_back()
    assert told(receiver)[-1] == "order.return"
    assert receiver.received.messages[NUMBER][-1]["data"]["reason"] == "清单中没有涵盖此事的一条"
    side.say(NUMBER, "return.refused", {"note": "仍属建设部门"})
    assert complaint().state == "handling"


def test_a_return_that_is_accepted_takes_the_order_back(work: Work, side: OtherSide) -> None:
    work.give_back()
    side.say(NUMBER, "return.accepted", {"disposal": "recalled"})
    assert complaint().state == "withdrawn"


def test_more_time_is_asked_for_and_granted(city: City, work: Work, side: OtherSide, receiver: Receiver) -> None:
    work.sign_for()
    order = Order.objects.get()
    data = {"until": "2026-12-20", "reason": "要等检测报告"}
    perform(ORDER, "ask_extension", order.pk, actor=city.actor(BUILDER), data=data)
    assert told(receiver)[-1] == "extension.request"
    assert receiver.received.messages[NUMBER][-1]["data"]["until"] == "2026-12-20"
    side.say(NUMBER, "extension.granted", {"until": "2026-12-18T18:00:00+08:00", "note": "同意"})
    limit = Deadline.objects.get(matter=complaint(), key="complaint.answer")
    assert str(limit.due_on) == "2026-12-18"
    refused = side.say(NUMBER, "extension.refused", {"note": "不再延"})
    assert refused["note"] == "不同意延期，仍按原期限办理。不再延"


def test_an_urging_is_answered(city: City, work: Work, side: OtherSide, receiver: Receiver) -> None:
    work.sign_for()
    side.say(NUMBER, "order.urged", {"note": "来电人再次来电"})
    perform(ORDER, "answer_urging", Order.objects.get().pk, actor=city.actor(BUILDER), data={"text": "已约谈施工单位"})
    assert told(receiver)[-1] == "urging.answer"
    with pytest.raises(Refused, match="没有这个办件"):
        perform(
            ORDER,
            "answer_urging",
            Order.objects.get().pk,
            actor=city.actor("ocean-bureau.liaison"),
            data={"text": "路过的"},
        )


def test_a_result_that_comes_too_early_waits_for_the_approval(work: Work, side: OtherSide) -> None:
    work.sign_for()
    work.answer()
    early = side.say(NUMBER, "follow_up.result", {"resolved": True, "satisfaction": "1", "accepted": True})
    assert (early["state"], intake.try_again()) == ("waiting", 0)
    work.approve()
    assert intake.try_again() == 1
    assert complaint().state == "closed"


def outbox(kind: str) -> Message:
    return Message.objects.get(pk=Exchange.objects.get(type=kind).outbox_id)


def refuse(receiver: Receiver, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """12345 will not take the next message, which is one of that kind, and says so; what comes later it takes."""
    faults = iter(["refused"])
    monkeypatch.setattr(receiver, "fault", lambda: next(faults, ""))
    told(receiver)
    assert (outbox(kind).state, outbox(kind).last_error) == ("dead", "12345热线答复422，unknown_order：没有这张工单")


def test_what_12345_refuses_waits_for_a_person_and_is_sent_again_under_its_own_number(
    city: City, work: Work, side: OtherSide, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.sign_for()
    refuse(receiver, "order.dispatched", monkeypatch)
    assert receiver.received.types(NUMBER) == ["order.receipt"]  # the channel went on; the other side holds it
    assert Channel.objects.get(pk="hotline12345").failures == 0
    order = Order.objects.get()
    perform(ORDER, "send_again", order.pk, actor=city.actor(CLERK))
    assert told(receiver) == ["order.receipt", "order.dispatched"]
    assert [one["sequence"] for one in receiver.received.messages[NUMBER]] == [2, 1]
    perform(ORDER, "send_again", order.pk, actor=city.actor(CLERK))
    assert len(told(receiver)) == 2  # pressed twice, sent once


def test_what_12345_never_wants_is_void_under_its_number(
    city: City, work: Work, side: OtherSide, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.sign_for()
    refuse(receiver, "order.dispatched", monkeypatch)
    row = Exchange.objects.get(type="order.dispatched")
    perform(
        ORDER, "void", row.order_id, actor=city.actor(CLERK), data={"exchange": row.pk, "cause": "对方不要派单情况"}
    )
    assert told(receiver) == ["order.receipt", "void"]
    assert [one["sequence"] for one in receiver.received.messages[NUMBER]] == [2, 1]
    row.refresh_from_db()
    assert row.state == "void"


def test_a_gateway_that_turns_one_message_down_without_json_stops_only_this_one(
    city: City, work: Work, side: OtherSide, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.sign_for()
    page = Answered(413, "<html>太大</html>".encode())
    with monkeypatch.context() as away:
        away.setattr(sending.timed_post, "post", lambda *_: page)
        sending.drain()
    assert Channel.objects.get(pk="hotline12345").failures == 0
    assert (outbox("order.dispatched").state, outbox("order.dispatched").attempts) == ("waiting", 1)
    city.clock.advance(timedelta(minutes=2))
    assert told(receiver) == ["order.dispatched", "order.receipt"]


def test_an_answer_that_drips_for_ever_pauses_the_channel_and_nothing_is_lost(
    city: City, work: Work, side: OtherSide, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.sign_for()
    with monkeypatch.context() as slow:
        slow.setattr(receiver, "fault", lambda: "drip")
        slow.setattr(sending, "SECONDS", 0.3)
        assert sending.drain() == 0
    channel = Channel.objects.get(pk="hotline12345")
    assert (channel.failures, channel.last_error) == (1, "连接不上12345热线：0.3秒内没有答复")
    city.clock.advance(timedelta(minutes=2))
    assert told(receiver) == ["order.dispatched", "order.receipt"]
    assert receiver.received.counts["repeated"] == 1  # they had taken it: the same bytes again, kept once


def test_without_the_key_file_what_is_to_be_signed_waits(
    city: City, work: Work, side: OtherSide, receiver: Receiver, settings, tmp_path: Path
) -> None:
    work.sign_for()
    whole = settings.KEY_FILE
    settings.KEY_FILE = tmp_path / "none.json"
    assert sending.drain() == 0
    assert "密钥" in Channel.objects.get(pk="hotline12345").last_error
    settings.KEY_FILE = whole
    city.clock.advance(timedelta(minutes=2))
    assert told(receiver) == ["order.dispatched", "order.receipt"]


def test_a_line_that_is_not_there_holds_nobody_up(city: City, work: Work) -> None:
    from ecoduty.interfaces.channels.hotline12345.flow import LINE  # noqa: PLC0415
    from ecoduty.kernel.flow import Actor  # noqa: PLC0415

    perform(LINE, "disconnect", lines.in_use().pk, actor=Actor.system("测试"))  # type: ignore[union-attr]  # connected above
    work.answered()
    assert sending.drain() == 0
    assert Channel.objects.get(pk="hotline12345").last_error == "还没有接通12345线路"
    assert complaint().state == "following"
