"""Mail over a real socket: what it says, what every answer of a server means, and a server that is away for a day."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest

from ecoduty.casework.deliveries.models import Delivery
from ecoduty.config.channels import Mail
from ecoduty.interfaces.channels import email
from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.models import Channel, Message
from tests.interfaces.channels.conftest import Desk
from tests.interfaces.channels.servers import Mailbox, mail_server


def offer(port: int, seconds: float = 5.0, per_minute: int = 6000) -> None:
    email.install(Mail("127.0.0.1", port, "notice@city.example.gov.cn", "none", seconds=seconds, per_minute=per_minute))


@pytest.fixture
def server() -> Iterator[Mailbox]:
    with mail_server() as running:
        offer(running.port)
        yield running


def test_a_mail_says_that_something_waits_and_nothing_else(desk: Desk, server: Mailbox) -> None:
    desk.tell(desk.people(1))
    assert drainer.drain() == 1

    (mail,) = server.received
    assert mail["To"] == "p0@example.gov.cn"
    assert mail["From"] == "环责 <notice@city.example.gov.cn>"
    assert mail["Subject"] == "环责：升级告知"
    assert mail["Message-ID"] == f"<ecoduty-{Message.objects.get().pk}@city.example.gov.cn>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().split() == ["升级告知", "请登录环责查看。"]
    assert desk.states() == {"sent"}


def test_a_server_that_is_away_for_a_day_loses_nothing_doubles_nothing_and_is_not_stormed(desk: Desk) -> None:
    people = desk.people(200)
    with socket.socket() as place:  # an address where nobody answers
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
    offer(port, per_minute=600)
    desk.tell(people[:100])
    for _ in range(24 * 12):
        email.drain()
        desk.city.clock.advance(timedelta(minutes=5))
    assert desk.states() == {"queued"}
    row = Channel.objects.get(pk="email")
    assert row.failures <= 24 * 60 // 8 + 5  # a try every ten minutes, not a try for every mail
    assert "连接不上邮件服务器" in row.last_error
    desk.tell(people[100:])

    with mail_server(port) as server:
        desk.city.clock.advance(timedelta(minutes=15))
        beats = 0
        while email.drain():
            beats += 1
            assert len(server.received) <= beats * 10  # its pace, whatever has piled up
            desk.city.clock.advance(timedelta(seconds=1))
    assert sorted(str(mail["To"]) for mail in server.received) == sorted(person.mail for person in people)
    assert len(set(server.ids)) == 200
    assert desk.states() == {"sent"}
    assert Message.objects.filter(state="dead").count() == 0


def test_an_address_that_will_never_be_taken_waits_for_a_person_with_the_reason(desk: Desk, server: Mailbox) -> None:
    server.replies["RCPT"] = b"550 5.1.1 no such user"
    desk.tell(desk.people(1))
    assert drainer.drain() == 0

    assert desk.states() == {"failed"}
    assert Message.objects.get().last_error == "邮件服务器不接受收件地址：550 5.1.1 no such user"
    assert Channel.objects.get(pk="email").failures == 0


def test_greylisting_is_waited_out(desk: Desk, server: Mailbox) -> None:
    server.replies["RCPT"] = b"451 4.7.1 try again later"
    desk.tell(desk.people(1))
    assert drainer.drain() == 0
    assert desk.states() == {"queued"}
    server.replies.clear()
    assert drainer.drain() == 0  # not before its time
    desk.city.clock.advance(timedelta(minutes=2))
    assert drainer.drain() == 1
    assert Message.objects.get().attempts == 2


@pytest.mark.parametrize("word", ["CONNECT", "EHLO", "MAIL", "END"])
def test_a_server_that_is_closing_makes_the_channel_wait(desk: Desk, server: Mailbox, word: str) -> None:
    server.replies[word] = b"421 closing down"
    if word == "EHLO":
        server.replies["HELO"] = b"421 closing down"
    desk.tell(desk.people(3))
    assert drainer.drain() == 0

    assert Channel.objects.get(pk="email").failures == 1
    assert server.connections == 1  # the others did not try
    assert desk.states() == {"queued"}


def test_what_the_server_has_taken_is_sent_whatever_it_says_at_leaving(desk: Desk, server: Mailbox) -> None:
    server.replies["QUIT"] = b"500 I am confused"
    desk.tell(desk.people(1))

    assert drainer.drain() == 1
    assert len(server.received) == 1


def test_a_line_that_breaks_before_the_answer_is_tried_again_under_the_same_id(desk: Desk, server: Mailbox) -> None:
    server.hang_up_after_data = True
    desk.tell(desk.people(1))
    assert drainer.drain() == 0
    server.hang_up_after_data = False
    desk.city.clock.advance(timedelta(minutes=2))
    assert drainer.drain() == 1

    assert len(server.received) == 2  # nobody can know whether the first was taken …
    assert len(set(server.ids)) == 1  # … but the receiving side can tell that it is the same mail


def test_a_server_that_says_nothing_is_not_waited_for_long(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        offer(silent.getsockname()[1], seconds=0.3)
        desk.tell(desk.people(1))
        assert drainer.drain() == 0
    assert Channel.objects.get(pk="email").failures == 1


def test_a_server_without_encryption_is_not_used_where_encryption_is_asked_for(desk: Desk, server: Mailbox) -> None:
    email.install(Mail("127.0.0.1", server.port, "notice@example.gov.cn", "starttls"))
    desk.tell(desk.people(1))
    assert drainer.drain() == 0

    assert server.received == []
    assert Channel.objects.get(pk="email").failures == 1


def test_a_person_without_an_address_any_longer_is_named_in_the_reason(desk: Desk, server: Mailbox) -> None:
    people = desk.people(1)
    desk.tell(people)
    people[0].mail = ""
    people[0].save()
    drainer.drain()

    assert Message.objects.get().last_error == "没有登记电子邮箱"
    assert Delivery.objects.select_related("message").get().state.value == "failed"
