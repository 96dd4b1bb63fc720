"""Text messages and work chat over real HTTP: signed, repeated safely, and what every answer means."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType

import pytest

from ecoduty.config.channels import Gateway as Settings
from ecoduty.interfaces.channels import sms, workchat
from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.models import Channel, Message
from tests.interfaces.channels.conftest import Desk
from tests.interfaces.channels.servers import SECRET, Gateway, gateway_server

CHANNELS = pytest.mark.parametrize("channel", [sms, workchat], ids=["sms", "workchat"])


def offer(channel: ModuleType, gateway: Gateway) -> None:
    channel.install(Settings(gateway.url, "ecoduty", SECRET, "环责", 6000, 5.0))


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with gateway_server() as running:
        yield running


def test_a_text_message_is_one_sentence_with_the_sign(desk: Desk, gateway: Gateway) -> None:
    offer(sms, gateway)
    desk.tell(desk.people(1))
    assert drainer.drain() == 1

    assert gateway.requests == [
        {
            "id": f"ecoduty-{Message.objects.get().pk}",
            "mobile": "13900000000",
            "sign": "环责",
            "text": "升级告知。请登录环责查看。",
        }
    ]
    assert gateway.bad_signatures == 0
    assert desk.states() == {"sent"}


def test_the_work_chat_gets_a_card_and_says_when_it_arrived(desk: Desk, gateway: Gateway) -> None:
    offer(workchat, gateway)
    gateway.answer = b'{"code": 0, "delivered": true}'
    desk.tell(desk.people(1))
    assert drainer.drain() == 1

    (card,) = gateway.requests
    assert (card["title"], card["text"], card["url"]) == ("环责：升级告知", "升级告知", "")
    assert desk.states() == {"delivered"}


@CHANNELS
@pytest.mark.parametrize("status", [302, 401, 403, 429, 500, 502, 503])
def test_a_gateway_that_is_not_well_makes_the_channel_wait(
    desk: Desk, gateway: Gateway, channel: ModuleType, status: int
) -> None:
    offer(channel, gateway)
    gateway.status = status
    desk.tell(desk.people(5))
    assert drainer.drain() == 0

    assert len(gateway.requests) == 1
    assert desk.states() == {"queued"}
    gateway.status = 200
    desk.city.clock.advance(timedelta(minutes=2))
    while drainer.drain():
        desk.city.clock.advance(timedelta(minutes=2))
    assert len(gateway.accepted) == 5
    assert gateway.bad_signatures == 0


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]"])
def test_an_answer_that_is_none_is_no_success(desk: Desk, gateway: Gateway, answer: bytes) -> None:
    offer(sms, gateway)
    gateway.answer, gateway.status = answer, 203
    desk.tell(desk.people(1))

    assert drainer.drain() == 0
    assert Channel.objects.get(pk="sms").failures == 1


@CHANNELS
def test_a_refusal_for_good_waits_for_a_person(desk: Desk, gateway: Gateway, channel: ModuleType) -> None:
    offer(channel, gateway)
    gateway.answer = '{"code": 7, "message": "空号", "retry": false}'.encode()
    desk.tell(desk.people(1))
    drainer.drain()

    assert desk.states() == {"failed"}
    assert Message.objects.get().last_error == "网关答复代码7：空号"


def test_another_code_is_tried_again(desk: Desk, gateway: Gateway) -> None:
    offer(sms, gateway)
    gateway.answer = '{"code": 9, "message": "忙"}'.encode()
    desk.tell(desk.people(1))
    drainer.drain()
    assert desk.states() == {"queued"}
    gateway.answer = b'{"code": 0}'
    desk.city.clock.advance(timedelta(minutes=2))
    assert drainer.drain() == 1


def test_a_repetition_carries_the_same_key_and_another_number_used_once(desk: Desk, gateway: Gateway) -> None:
    offer(sms, gateway)
    gateway.status = 503
    desk.tell(desk.people(1))
    drainer.drain()
    gateway.status = 200
    desk.city.clock.advance(timedelta(minutes=2))
    drainer.drain()

    assert len(gateway.requests) == 2
    assert len(gateway.accepted) == 1
    assert len(gateway.nonces) == 2
    assert gateway.bad_signatures == 0


def test_a_wrong_secret_would_be_noticed(desk: Desk, gateway: Gateway) -> None:
    sms.install(Settings(gateway.url, "ecoduty", "another secret", "环责"))
    desk.tell(desk.people(1))
    drainer.drain()

    assert gateway.bad_signatures == 1
