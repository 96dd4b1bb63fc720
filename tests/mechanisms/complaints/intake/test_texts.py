"""Text messages to reporters over a real gateway: the result, once, to whoever asked for it; a new code for a lost one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from ecoduty.casework.deliveries import outside
from ecoduty.casework.intakes import texts
from ecoduty.casework.intakes.taking import take_in
from ecoduty.config.channels import Gateway as Settings
from ecoduty.interfaces.channels import sms
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import perform
from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.models import Channel, Message
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from tests.city import City
from tests.interfaces.channels.servers import SECRET, Gateway, gateway_server
from tests.interfaces.portal.complaints.citizen import Citizen, text_of
from tests.mechanisms.complaints.intake.life import CLERK, HANDLER, Life

PHONE = "13811112222"
WANTS = {"named": "yes", "name": "甲某某", "phone": PHONE, "wants_sms": "1"}
LOST = "/portal/complaints/code/"


@pytest.fixture
def city(fresh_city: City) -> City:
    return fresh_city


@pytest.fixture
def gateway(city) -> Iterator[Gateway]:
    with gateway_server() as running:
        sms.install(Settings(running.url, "ecoduty", SECRET, "环责", 6000, 5.0))
        yield running
    outside.withdraw(sms.KEY)
    texts.withdraw()


def public_messages() -> int:
    return Message.objects.filter(channel=texts.CHANNEL).count()


def test_result_is_sent_once_to_whoever_asked_for_it(city, gateway):
    wanting, silent = Life(city, **WANTS), Life(city, **{**WANTS, "phone": "13933334444", "wants_sms": ""})
    for life in (wanting, silent):
        life.hand_to()
        assert public_messages() == (life is silent)
        life.answered()
    (message,) = Message.objects.filter(channel=texts.CHANNEL)
    assert PHONE not in str(message.payload)
    assert "甲" not in str(message.payload)
    assert texts.drain() == 1
    assert texts.drain() == 0
    (sent,) = gateway.requests
    assert sent["mobile"] == PHONE
    assert (
        sent["text"] == f"您反映的编号{wanting.citizen.number}：已答复，等您评价。请凭编号和查询码在网上“查进度”查看。"
    )
    wanting.citizen.follow(go="follow_up", resolved="yes", satisfaction="satisfied")
    take_in()
    assert public_messages() == 1


def test_gateway_that_is_away_delays_and_doubles_nothing(city, gateway):
    life = Life(city, **WANTS)
    life.hand_to()
    life.answered()
    gateway.status = 503
    assert texts.drain() == 0
    gateway.status = 200
    city.clock.advance(timedelta(minutes=30))
    Channel.objects.update(try_again_at=None)
    assert texts.drain() == 1
    assert len(gateway.accepted) == 1


def test_joined_reporters_are_all_told(city, gateway):
    first, second = Life(city), Life(city, **WANTS)
    first.hand_to()
    second.do("merge", into=first.matter.number)
    assert public_messages() == 0
    first.answered()
    assert texts.drain() == 1
    third = Life(city, **{**WANTS, "phone": "13933334444"})
    third.do("merge", into=first.matter.number)
    assert texts.drain() == 1
    assert [one["mobile"] for one in gateway.requests] == [PHONE, "13933334444"]
    assert "已与同类反映合并办理：已答复" in gateway.requests[0]["text"]


def test_refusal_is_told_and_what_was_answered_again_is_told_again(city, gateway):
    life = Life(city, **WANTS)
    life.hand_to()
    life.answered()
    life.citizen.follow(go="follow_up", resolved="no", satisfaction="dissatisfied", again="1")
    take_in()
    assert public_messages() == 1
    life.do("answer", HANDLER, answer="再次到场，已停工整改。")
    life.do("approve_answer")
    assert public_messages() == 2


def test_who_called_the_hotline_is_told_without_a_code(city, gateway):
    given = {"text": "工地夜里打桩扰民。", "channel": "hotline", "received_on": today().isoformat(),
             "reporter_name": "甲某某", "reporter_phone": PHONE, "wants_sms": True}  # fmt: skip
    life = Life.__new__(Life)
    life.city = city
    life.pk = perform(COMPLAINT, "register", actor=city.actor(CLERK), data=given).subject.pk
    life.do("dispatch", body="water-bureau", reason="夜间施工")
    life.do("sign_for", HANDLER)
    life.answered()
    assert texts.drain() == 1
    (sent,) = gateway.requests
    assert sent["mobile"] == PHONE
    assert life.matter.number in sent["text"]
    assert "已有办理结果" in sent["text"]


def test_erased_or_restricted_meanwhile_is_not_told(city, gateway):
    life = Life(city, **WANTS)
    life.hand_to()
    life.answered()
    life.do("erase_reporter", reason="反映人书面申请删除")
    assert texts.drain() == 0
    assert gateway.requests == []


def test_lost_code_comes_to_the_phone_and_voids_the_old_one(city, gateway):
    life = Life(city, **WANTS)
    citizen = life.citizen
    answer = citizen.client.post(LOST, {"phone": "138 1111 2222", "number": citizen.number})
    assert answer.status_code == 200
    assert PHONE not in str(list(Message.objects.values_list("payload", flat=True)))
    assert take_in() == 1
    assert texts.drain() == 1
    (sent,) = gateway.requests
    assert sent["mobile"] == PHONE
    new = re.search(r"查询码([0-9A-Z-]{14})", sent["text"])[1]
    assert citizen.follow(code=new).status_code == 200
    assert citizen.follow().status_code == 404


def test_lost_number_brings_all_of_the_phone_and_nothing_of_another(city, gateway):
    lives = [Life(city, **WANTS, text=f"第{n}件：工地扬尘。") for n in range(3)]
    other = Life(city, **{**WANTS, "phone": "13933334444"})
    stranger = Citizen("203.0.113.50")
    stranger.client.post(LOST, {"phone": PHONE})
    stranger.client.post(LOST, {"phone": PHONE, "number": other.citizen.number})
    stranger.client.post(LOST, {"phone": "13755556666"})
    assert take_in() == 3
    assert drainer.drain_outside(texts.CHANNEL) == 3
    assert {one["mobile"] for one in gateway.requests} == {PHONE}
    told = " ".join(one["text"] for one in gateway.requests)
    assert all(one.citizen.number in told for one in lives)
    assert other.citizen.number not in told
    assert other.citizen.follow().status_code == 200


def test_one_phone_is_not_called_all_day_from_many_addresses(city, gateway):
    life = Life(city, **WANTS)
    for n in range(12):
        page = Citizen(f"203.0.113.{n + 60}").client.post(LOST, {"phone": PHONE, "number": life.citizen.number})
        assert "短信" in text_of(page)
    assert take_in() == 12
    assert public_messages() == 5


def test_without_a_gateway_nothing_is_written_and_the_old_code_holds(city):
    life = Life(city, **WANTS)
    life.citizen.client.post(LOST, {"phone": PHONE, "number": life.citizen.number})
    assert take_in() == 1
    assert public_messages() == 0
    assert life.citizen.follow().status_code == 200
