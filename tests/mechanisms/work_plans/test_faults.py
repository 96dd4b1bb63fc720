"""Notices of tasks when something is amiss: a mail server away for a day, and recipients who cannot sign in."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest

from ecoduty.casework.deliveries import outside
from ecoduty.casework.deliveries.watching import alarm
from ecoduty.casework.escalation import reaching
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.config.channels import Mail
from ecoduty.interfaces.channels import email
from ecoduty.kernel.clock import now
from ecoduty.kernel.outbox.models import Message
from ecoduty.organisation.accounts.models import Account
from tests.city import City
from tests.interfaces.channels.conftest import MONDAY
from tests.interfaces.channels.servers import mail_server
from tests.mechanisms.work_plans.steps import ISSUER, LEAD, Work

NEXT_AT_THE_LEAD, KEEPER = "water-bureau.deputy", "committee-office.director"
NEW_TASK = "新任务待签收"
WANTED = {
    "do": "save", "digest_at": "09:15", "digest_working_days": "true", "quiet_from": "21:00", "quiet_until": "07:00",
    "mode.other.email": "at_once",
}  # fmt: skip


@pytest.fixture
def away(city: City) -> Iterator[int]:
    """The port of a mail server that is away; the lead's liaison wants tasks by mail at once."""
    city.clock.move_to(MONDAY)
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
    person = city.account(LEAD).person
    assert person is not None
    person.mail = "liaison@example.gov.cn"
    person.save()
    email.install(Mail("127.0.0.1", port, "notice@city.example.gov.cn", "none", seconds=5.0, per_minute=6000))
    assert city.client(LEAD).post("/account/notices/", WANTED).status_code == 302
    yield port
    outside.withdraw("email")


def close(username: str) -> Account:
    account = Account.objects.get(username=username)
    account.is_active = False
    account.save()
    return account


def task_page(city: City, username: str) -> str:
    matter = Matter.objects.get(kind="task")
    return city.client(username).get(f"/matters/{matter.public_id}/").content.decode()


def of_the_task(username: str) -> list[Notice]:
    person = Account.objects.get(username=username).person_id
    return list(Notice.objects.filter(person=person, title__startswith=NEW_TASK).order_by("pk"))


def test_notice_for_who_has_no_account_reaches_who_can_read_it_and_counts_as_undelivered(city: City) -> None:
    liaison = close(LEAD)
    Work(city).do(ISSUER, "issue")
    assert len(of_the_task(LEAD)) == 1  # his own waits for him
    (told,) = of_the_task(NEXT_AT_THE_LEAD)
    assert liaison.person is not None
    assert f"本应通知{liaison.person.name}，其没有可以登录的账号" in told.text
    said = f"市水利局{liaison.person.name}没有可以登录的账号"
    assert said in task_page(city, ISSUER)
    assert said not in task_page(city, NEXT_AT_THE_LEAD)  # it is whoever issued the task who must know
    assert NEW_TASK in city.client(NEXT_AT_THE_LEAD).get("/inbox/").content.decode()
    page = city.client(KEEPER).get("/system/outside/").content.decode()
    assert f"<b>{liaison.person.name}</b>" in page
    assert "1条没有送达" in page
    assert [alarm(now()) > 0, alarm(now())] == [True, 0]
    liaison.is_active = True
    liaison.save()
    assert NEW_TASK in city.client(LEAD).get("/inbox/").content.decode()
    assert "收件人都能登录" in city.client(KEEPER).get("/system/outside/").content.decode()


def test_notices_of_restricted_matters_are_in_no_number_of_what_is_undelivered(city: City) -> None:
    liaison = close(LEAD)
    Work(city).do(ISSUER, "issue")
    (counted,) = reaching.unreached(9)
    assert (counted.person, counted.count) == (liaison.person_id, 1)
    Matter.objects.filter(kind="task").update(secrecy=Secrecy.RESTRICTED)
    assert reaching.unreached(9) == []


def test_whoever_issued_it_sees_on_its_page_that_mail_about_it_has_not_left(city: City, away: int) -> None:
    Work(city).do(ISSUER, "issue")
    assert away
    email.drain()
    assert "外发受阻" not in task_page(city, ISSUER)  # a message may take its time
    city.clock.advance(timedelta(hours=1))
    email.drain()
    assert "外发受阻</b>：电子邮件1条还没有发出" in task_page(city, ISSUER)
    assert "外发受阻" not in task_page(city, LEAD)


def test_who_can_sign_in_is_told_once(city: City) -> None:
    Work(city).do(ISSUER, "issue")
    assert len(of_the_task(LEAD)) == 1
    assert of_the_task(NEXT_AT_THE_LEAD) == []
    assert Notice.objects.filter(text__contains="本应通知").count() == 0


def test_mail_of_tasks_waits_a_day_for_its_server_and_leaves_in_order_once(city: City, away: int) -> None:
    work = Work(city)
    work.do(ISSUER, "issue")
    work.do(ISSUER, "adjust_task", {"goal": "八成排口达标", "reason": "分期", "authority": "局长办公会"})
    work.do(ISSUER, "cancel_task", {"reason": "并入别的任务", "authority": "局长办公会"})
    for _ in range(24 * 4):
        email.drain()
        city.clock.advance(timedelta(minutes=15))
    waiting = list(Message.objects.filter(channel="email").order_by("pk").values_list("pk", flat=True))
    assert len(waiting) == 3
    with mail_server(away) as server:
        city.clock.advance(timedelta(hours=1))
        while email.drain():
            city.clock.advance(timedelta(seconds=1))
        email.drain()
    assert [mail["Message-ID"] for mail in server.received] == [f"<ecoduty-{pk}@city.example.gov.cn>" for pk in waiting]
    assert set(Message.objects.filter(channel="email").values_list("state", flat=True)) == {"sent"}
