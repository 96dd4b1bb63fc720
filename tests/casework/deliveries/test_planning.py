"""From a notice to messages: over which channels, when, one message a person, a fixed number of statements."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.deliveries import digest
from ecoduty.casework.deliveries.models import Delivery, NoticeSettings
from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Seat
from ecoduty.kernel.clock import SHANGHAI, now
from ecoduty.kernel.outbox.models import Message
from ecoduty.organisation.directory.models import Person
from tests.casework.deliveries.conftest import Office
from tests.city import City

NAME = "water-bureau.liaison"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def on_a_monday(city: City) -> None:
    city.clock.move_to(MONDAY)


def choose(office: Office, username: str = NAME, **chosen: Any) -> None:
    NoticeSettings.objects.create(account=office.city.account(username), chosen=chosen)


def test_a_statutory_notice_leaves_at_once_over_the_first_channel_that_reaches(office: Office) -> None:
    person = office.reach(NAME)
    office.tell(NAME, kind="escalation", statutory=True)

    assert office.post.run() == [("workchat", person.mobile, "升级告知")]
    assert [(one.channel, one.state.value) for one in Delivery.objects.select_related("message")] == [
        ("workchat", "sent")
    ]
    assert office.post.run() == []


def test_without_a_mobile_number_it_goes_by_mail_and_without_any_address_only_into_the_inbox(office: Office) -> None:
    office.reach(NAME, mobile=False)
    office.tell(NAME, "water-bureau.deputy", kind="escalation")

    assert [row[0] for row in office.post.run()] == ["email"]
    assert Notice.objects.count() == 2
    assert Delivery.objects.count() == 1


def test_what_may_be_switched_off_waits_for_the_daily_message(office: Office) -> None:
    person = office.reach(NAME)
    for _ in range(3):
        office.tell(NAME, title="又一件")
        office.city.clock.advance(timedelta(minutes=1))
    assert office.post.run() == []

    office.city.clock.move_to(MONDAY.replace(day=24, hour=8, minute=29))
    assert digest.compose() == 0
    office.city.clock.move_to(MONDAY.replace(day=24, hour=8, minute=30))
    assert digest.compose() == 1
    assert digest.compose() == 0
    assert office.post.run() == [("workchat", person.mobile, "通知\n通知\n通知")]


def test_choices_are_followed(office: Office) -> None:
    office.reach(NAME)
    choose(office, modes={"other": {"email": "at_once", "workchat": "off"}})
    office.tell(NAME)

    assert [row[0] for row in office.post.run()] == ["email"]


def test_what_was_switched_off_is_not_sent_but_stands_in_the_inbox(office: Office) -> None:
    office.reach(NAME)
    choose(office, modes={"other": {"email": "off", "workchat": "off"}})
    office.tell(NAME)

    assert Delivery.objects.count() == 0
    assert Notice.objects.count() == 1


def test_a_statutory_notice_cannot_be_switched_off_nor_put_off_into_a_digest(office: Office) -> None:
    office.reach(NAME)
    choose(office, modes={"escalation": {"email": "off", "workchat": "off"}, "vacancy": {"email": "digest"}})
    office.tell(NAME, kind="escalation")
    assert [row[0] for row in office.post.run()] == ["workchat"]
    office.tell(NAME, kind="vacancy")
    assert [row[0] for row in office.post.run()] == ["email"]


def test_a_reminder_is_statutory_when_its_deadline_is(office: Office) -> None:
    office.reach(NAME)
    choose(office, modes={"reminder": {"email": "off", "workchat": "off"}})
    office.tell(NAME, kind="reminder", statutory=False)
    assert office.post.run() == []
    office.tell(NAME, kind="reminder", statutory=True, title="法定的")
    assert [row[0] for row in office.post.run()] == ["workchat"]


def test_in_quiet_hours_it_is_held_and_the_urgent_one_passes_it(office: Office) -> None:
    person = office.reach(NAME)
    choose(office, modes={"other": {"workchat": "at_once"}})
    office.city.clock.move_to(MONDAY.replace(hour=22))
    office.tell(NAME)
    assert office.post.run() == []
    office.tell(NAME, kind="escalation")
    assert office.post.run() == [("workchat", person.mobile, "升级告知")]  # is not held up by the one before it
    office.city.clock.move_to(MONDAY.replace(day=24, hour=7, minute=30))
    assert office.post.run() == [("workchat", person.mobile, "通知")]


def test_one_person_in_several_posts_gets_one_notice_and_one_message(office: Office) -> None:
    person = office.reach(NAME)
    seats = [office.seat(NAME), Seat(office.seat("water-bureau.deputy").post, person.pk)]
    notices.write([Draft(seat, "escalation", "同一件事") for seat in seats], now())

    assert Notice.objects.count() == 1
    assert len(office.post.run()) == 1


def test_several_notices_of_one_batch_are_one_message(office: Office) -> None:
    person = office.reach(NAME)
    seat = office.seat(NAME)
    notices.write([Draft(seat, "escalation", f"第{number}件") for number in range(12)], now())

    assert Message.objects.count() == 1
    assert Delivery.objects.count() == 12
    assert office.post.run() == [("workchat", person.mobile, "\n".join(["升级告知"] * 12))]


def test_what_was_read_in_the_inbox_is_not_sent_afterwards(office: Office) -> None:
    office.reach(NAME)
    office.tell(NAME)
    Notice.objects.update(read_at=now())
    office.city.clock.move_to(MONDAY.replace(day=24, hour=9))
    digest.compose()

    assert office.post.run() == []
    assert Message.objects.get().state == "cancelled"


def test_alarms_of_the_platform_itself_stay_inside(office: Office) -> None:
    office.reach(NAME)
    office.tell(NAME, kind="system")

    assert Delivery.objects.count() == 0


def test_nothing_is_queued_where_no_channel_is_configured(city: City) -> None:
    person = city.account(NAME).person
    assert person is not None
    Person.objects.filter(pk=person.pk).update(mail="a@example.gov.cn")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        notices.write([Draft(Seat(0, person.pk), "escalation", "标题")], now())

    assert len(queries) == 1
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize("count", [1, 10_000])
def test_ten_thousand_notices_cost_as_many_statements_as_one(office: Office, count: int) -> None:
    people = Person.objects.bulk_create(
        Person(name=f"第{number}人", mobile=f"139{number:08d}", mail=f"p{number}@example.gov.cn")
        for number in range(count)
    )
    drafts = [Draft(Seat(0, person.pk), "escalation", "全体") for person in people]
    office.tell(NAME, kind="escalation")  # the calendar and the rulebook are read once
    with CaptureQueriesContext(connection) as queries:
        assert notices.write(drafts, now()) == count

    assert len(queries) == 4
    assert Message.objects.filter(channel="workchat").count() == count
    assert Delivery.objects.count() == count


def test_ten_thousand_daily_messages_are_composed_with_as_many_statements_as_one(office: Office) -> None:
    people = Person.objects.bulk_create(Person(name=f"第{n}人", mobile=f"139{n:08d}") for n in range(10_000))
    notices.write([Draft(Seat(0, person.pk), "other", "全体") for person in people], now())
    office.city.clock.move_to(MONDAY.replace(day=24, hour=9))
    with CaptureQueriesContext(connection) as queries:
        assert digest.compose() == 10_000

    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) == 3
