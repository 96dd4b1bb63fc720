"""The inbox, notice settings, the calendar feed and the keepers' page of channels, over HTTP."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from ecoduty.casework.deliveries.models import Delivery, NoticeSettings
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation import notices, sweep
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.queries import notices_of
from ecoduty.casework.escalation.recipients import Seat
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI, now, today
from ecoduty.kernel.flow import perform, registry
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.outbox import queue
from ecoduty.kernel.outbox.drainer import DeliveryRefusedError, drain
from ecoduty.kernel.outbox.models import Channel, Message
from ecoduty.kernel.outbox.queue import Outgoing
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.models import Person
from tests.casework.deliveries.conftest import Office, office, post  # noqa: F401 -- fixtures
from tests.city import City
from tests.mechanisms.reports.writing import opened
from tests.toy.toys import RESTRICTED_TOYS

NAME = "water-bureau.liaison"
KEEPER = "committee-office.director"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
PAGE = "/account/notices/"
CHOICES = {
    "do": "save", "digest_at": "09:15", "digest_working_days": "true", "quiet": "true", "quiet_from": "21:00",
    "quiet_until": "07:00", "mode.other.email": "at_once", "mode.other.workchat": "off",
    "mode.escalation.workchat": "at_once",
}  # fmt: skip


def seat(city: City, username: str) -> Seat:
    actor = city.actor(username)
    assert actor.post is not None
    return Seat(actor.post, actor.person)


def tell(city: City, username: str, title: str, matter: Matter | None = None, kind: str = "other") -> None:
    notices.write([Draft(seat(city, username), kind, title, "", matter.pk if matter else None)], now())


# ------------------------------------------------------------------ inbox


def test_the_inbox_shows_only_what_is_unread_where_that_is_asked(city: City) -> None:
    tell(city, NAME, "读过的")
    Notice.objects.update(read_at=now())
    tell(city, NAME, "没读的")
    client = city.client(NAME)

    everything, unread = client.get("/inbox/").content.decode(), client.get("/inbox/?only=unread").content.decode()
    assert "读过的" in everything
    assert "没读的" in everything
    assert "读过的" not in unread
    assert "没读的" in unread


def test_notices_about_one_matter_stand_together_and_are_marked_together(city: City) -> None:
    report = opened(city)
    for number in range(3):
        tell(city, NAME, f"报告{number}", report)
    tell(city, NAME, "别的事")
    client = city.client(NAME)

    content = client.get("/inbox/?by=matter").content.decode()
    assert content.count(f"{report.title}</a></h2>") == 1
    ids = [str(pk) for pk in Notice.objects.filter(matter=report).values_list("pk", flat=True)]
    answer = client.post("/inbox/read/", {"notice": ids, "by": "matter"})
    assert answer["Location"] == "/inbox/?by=matter"
    assert list(Notice.objects.filter(read_at=None).values_list("title", flat=True)) == ["别的事"]


def test_all_are_marked_read_but_nobody_else_s(city: City) -> None:
    tell(city, NAME, "我的")
    tell(city, "water-bureau.deputy", "别人的")
    city.client(NAME).post("/inbox/read/", {"notice": "all"})

    assert list(Notice.objects.filter(read_at=None).values_list("title", flat=True)) == ["别人的"]


def business(queries: CaptureQueriesContext) -> list[str]:
    """Without the look, every few seconds, whether another rulebook was adopted."""
    return [one["sql"] for one in queries if "rulebook_version" not in one["sql"]]


@pytest.mark.parametrize("address", ["/inbox/", "/inbox/?by=matter", "/inbox/?only=unread"])
def test_the_inbox_costs_the_same_for_one_notice_and_for_forty(city: City, address: str) -> None:
    report = opened(city)
    client = city.client(NAME)
    tell(city, NAME, "第一条", report)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(40):
        tell(city, NAME, f"第{number}条", report if number % 2 else None)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(business(many)) == len(business(few))


# ------------------------------------------------------------------ settings


def test_without_channels_the_page_says_so(city: City) -> None:
    assert "平台没有配置站外渠道" in city.client(NAME).get(PAGE).content.decode()


def test_choices_are_kept_by_an_act_in_the_account_s_own_stream(office: Office) -> None:  # noqa: F811
    office.reach(NAME)
    client = office.city.client(NAME)
    assert client.post(PAGE, CHOICES).status_code == 302

    account = office.city.account(NAME)
    chosen = NoticeSettings.objects.get(account=account).chosen
    assert chosen["digest_at"] == "09:15"
    assert chosen["modes"]["other"] == {"email": "at_once", "workchat": "off"}
    entry = Entry.objects.filter(stream=f"account:{account.pk}").latest("seq")
    assert (entry.kind, entry.act) == ("notice_settings", "save")
    assert entry.facts["modes"]["other"]["email"] == "at_once"
    content = client.get(PAGE).content.decode()
    assert 'value="09:15"' in content
    assert re.search(r'name="mode\.other\.email".*?value="at_once" selected', content)


def test_a_statutory_kind_cannot_be_switched_off_and_what_was_entered_stays(office: Office) -> None:  # noqa: F811
    office.reach(NAME)
    off = {**CHOICES, "mode.escalation.workchat": "off", "mode.escalation.email": "digest"}
    answer = office.city.client(NAME).post(PAGE, off)

    assert answer.status_code == 409
    content = answer.content.decode()
    assert "法定通知不能关闭" in content
    assert 'value="09:15"' in content
    assert not NoticeSettings.objects.exists()


@pytest.mark.parametrize("wrong", [{"digest_at": ""}, {"quiet_from": "25:99"}, {"quiet_from": "07:00"}])
def test_times_that_are_none_are_refused_in_words(office: Office, wrong: dict[str, str]) -> None:  # noqa: F811
    answer = office.city.client(NAME).post(PAGE, {**CHOICES, **wrong})

    assert answer.status_code == 422
    assert not NoticeSettings.objects.exists()


def test_one_corrects_one_s_own_address_and_the_ledger_does_not_say_it(office: Office) -> None:  # noqa: F811
    answer = office.city.client(NAME).post(PAGE, {"do": "set_contact", "mobile": "138 0000 1234", "mail": "a@b.gov.cn"})

    assert answer.status_code == 302
    person = office.person(NAME)
    assert (person.mobile, person.mail) == ("13800001234", "a@b.gov.cn")
    entry = Entry.objects.filter(stream=f"account:{office.city.account(NAME).pk}").latest("seq")
    assert entry.act == "set_contact"
    assert "1380000" not in str(entry.facts)


def test_an_unknown_button_is_no_500(city: City) -> None:
    assert city.client(NAME).post(PAGE, {"do": "whatever"}).status_code in {404, 422}


# ------------------------------------------------------------------ calendar


def calendar_of(client: Client) -> str:
    """A fresh address, without host."""
    content = client.post(PAGE, {"do": "issue_calendar"}).content.decode()
    found = re.search(r'http://[^"/]+(/calendar/[^"]+\.ics)', content)
    assert found is not None
    return found[1]


def events(address: str) -> list[dict[str, str]]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    return [{name: str(value) for name, value in event.items()} for event in calendar.walk("VEVENT")]


def test_the_calendar_shows_what_waits_for_the_person_without_titles(city: City) -> None:
    report = opened(city)
    (event,) = [one for one in events(calendar_of(city.client(NAME))) if report.number in one["SUMMARY"]]

    deadline = Deadline.objects.get(matter=report)
    assert event["UID"] == f"deadline-{deadline.pk}@ecoduty"
    assert event["STATUS"] == "CONFIRMED"
    assert report.title not in event["SUMMARY"]


def test_lines_are_folded_and_an_unchanged_feed_is_not_sent_again(city: City) -> None:
    opened(city)
    address = calendar_of(city.client(NAME))
    answer = Client().get(address)

    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert b"METHOD:PUBLISH" in answer.content
    again = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    city.clock.advance(timedelta(hours=3))
    assert Client().get(address)["ETag"] == answer["ETag"]


def test_what_is_met_is_cancelled_under_the_same_id(city: City) -> None:
    report = opened(city)
    address = calendar_of(city.client(NAME))
    before = {one["UID"]: one for one in events(address)}
    deadline = Deadline.objects.get(matter=report)
    Deadline.objects.filter(pk=deadline.pk).update(state="met", met_at=now(), next_rung_at=None)

    after = {one["UID"]: one for one in events(address)}
    uid = f"deadline-{deadline.pk}@ecoduty"
    assert before[uid]["STATUS"] == "CONFIRMED"
    assert after[uid]["STATUS"] == "CANCELLED"
    assert int(after[uid]["SEQUENCE"]) > int(before[uid]["SEQUENCE"])


def test_only_the_digest_is_kept_a_new_address_ends_the_old_one_and_it_can_be_revoked(city: City) -> None:
    client = city.client(NAME)
    first = calendar_of(client)
    token = first.removeprefix("/calendar/").removesuffix(".ics")
    row = NoticeSettings.objects.get()
    assert token not in str(row.__dict__)
    assert token not in client.get(PAGE).content.decode()
    assert token not in str(list(Entry.objects.values_list("facts", flat=True)))

    second = calendar_of(client)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    client.post(PAGE, {"do": "revoke_calendar"})
    assert Client().get(second).status_code == 404
    assert client.post(PAGE, {"do": "revoke_calendar"}).status_code == 409


def test_a_closed_account_s_calendar_is_closed_too(city: City) -> None:
    address = calendar_of(city.client(NAME))
    Account.objects.filter(username=NAME).update(is_active=False)

    assert Client().get(address).status_code == 404


def test_a_restricted_matter_is_in_no_calendar_not_even_the_insider_s(city: City) -> None:
    registry.register(RESTRICTED_TOYS)
    try:
        insider = city.actor(NAME)
        data = {"title": "秘密", "holder": "water-bureau", "person": insider.person}
        secret = perform(RESTRICTED_TOYS, "ask", actor=insider, data=data).subject
        report = opened(city)
        Deadline.objects.filter(matter=report).update(matter=secret)
        found = events(calendar_of(city.client(NAME)))
    finally:
        registry.unregister(RESTRICTED_TOYS.kind)

    assert all(secret.number not in str(one) for one in found)


def test_a_stranger_s_calendar_does_not_show_it(city: City) -> None:
    report = opened(city)

    assert all(report.number not in one["SUMMARY"] for one in events(calendar_of(city.client("ocean-bureau.liaison"))))


# ------------------------------------------------------------------ channels


@pytest.fixture
def failing(office: Office) -> Office:  # noqa: F811
    """Two messages to a person whose address the other side refuses."""
    office.city.clock.move_to(MONDAY)
    person = office.reach(NAME)
    office.post.fails[person.mobile] = DeliveryRefusedError("空号")
    for number in range(2):
        office.tell(NAME, kind="escalation", title=f"标题{number}")
        office.city.clock.advance(timedelta(seconds=1))
    drain()
    return office


def test_what_failed_is_shown_by_person_and_reason_and_says_nothing_of_what_it_was(failing: Office) -> None:
    content = failing.city.client(KEEPER).get("/system/outside/").content.decode()

    person = failing.person(NAME)
    assert person.name in content
    assert "空号" in content
    assert "标题" not in content
    assert "升级告知" not in content


def test_it_is_tried_again_by_an_act_and_leaves_then(failing: Office) -> None:
    person = failing.person(NAME)
    failing.post.fails.clear()
    client = failing.city.client(KEEPER)
    answer = client.post("/system/outside/", {"do": "retry", "channel": "workchat", "person": str(person.pk)})
    assert answer.status_code == 302

    assert len(failing.post.run()) == 2
    assert {one.state.value for one in Delivery.objects.select_related("message")} == {"sent"}
    entry = Entry.objects.get(stream="channel:workchat")
    assert (entry.act, entry.facts["messages"]) == ("retry", 2)
    assert "没有发送失败的消息" in client.get("/system/outside/").content.decode()


def test_it_is_given_up_with_a_reason(failing: Office) -> None:
    client = failing.city.client(KEEPER)
    client.post("/system/outside/", {"do": "drop", "channel": "workchat", "cause": ""})
    assert Message.objects.filter(state="dead").count() == 2
    client.post("/system/outside/", {"do": "drop", "channel": "workchat", "cause": "已经电话告知"})

    assert Message.objects.filter(state="dead").count() == 0
    assert Entry.objects.get(stream="channel:workchat").facts["cause"] == "已经电话告知"


def test_a_channel_is_stopped_and_started_again(office: Office) -> None:  # noqa: F811
    office.city.clock.move_to(MONDAY)
    office.reach(NAME)
    client = office.city.client(KEEPER)
    client.post("/system/outside/", {"do": "stop", "channel": "workchat", "cause": "网关割接"})
    office.tell(NAME, kind="escalation")
    assert office.post.run() == []
    assert "已暂停" in client.get("/system/outside/").content.decode()

    client.post("/system/outside/", {"do": "resume", "channel": "workchat"})
    assert len(office.post.run()) == 1


def test_nobody_else_moves_a_channel(office: Office) -> None:  # noqa: F811
    answer = office.city.client(NAME).post("/system/outside/", {"do": "stop", "channel": "workchat", "cause": "不想收"})

    assert answer.status_code == 404
    assert not Channel.objects.exists()


def test_a_channel_nobody_knows_is_not_made(office: Office) -> None:  # noqa: F811
    answer = office.city.client(KEEPER).post("/system/outside/", {"do": "stop", "channel": "pigeon", "cause": "没有"})

    assert answer.status_code == 404


def test_messages_that_do_not_leave_alarm_the_system_administrator_once_a_day(city: City) -> None:
    city.clock.move_to(MONDAY)
    Account.objects.filter(office="system_administrator").update(office="")
    person = Person.objects.create(name="管平台的")
    account = Account.objects.create(username="platform", person=person, office="system_administrator")
    queue.write([Outgoing("email", "person-1")], now())
    city.clock.advance(timedelta(minutes=29))
    sweep.sweep()
    assert Notice.objects.filter(kind="system").count() == 0

    city.clock.advance(timedelta(minutes=2))
    sweep.sweep()
    sweep.sweep()
    notice = Notice.objects.get(kind="system")
    assert notice.person == person
    assert "1条消息没有发出" in notice.text
    (administrator,) = actors_of(account, today())
    assert [one.title for one in notices_of(administrator)] == ["外发受阻：平台内部"]
    city.clock.advance(timedelta(days=1))
    sweep.sweep()
    assert Notice.objects.filter(kind="system").count() == 2


def test_where_there_is_no_system_administrator_the_keepers_of_the_directory_are_told(city: City) -> None:
    Account.objects.filter(office="system_administrator").update(office="")
    queue.write([Outgoing("email", "person-1")], now() - timedelta(hours=2))
    sweep.sweep()

    told = set(Notice.objects.filter(kind="system").values_list("person", flat=True))
    assert city.actor(KEEPER).person in told
    assert city.actor(NAME).person not in told
