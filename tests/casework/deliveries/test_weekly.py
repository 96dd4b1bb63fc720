"""The weekly digest: once, on the first working day, as its reader wants it; restricted matters are in no number."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.deliveries import weekly
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.organisation.accounts.models import Account
from tests.city import City
from tests.mechanisms.coordination.steps import LEAD, SUPPORTER, Road

FRIDAY = datetime(2026, 11, 27, 10, 0, tzinfo=SHANGHAI)
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=SHANGHAI)
NEXT = datetime(2026, 12, 7, 8, 0, tzinfo=SHANGHAI)
ANSWER = {"text": "三个片区错接点清单已报送，接驳全部完成并回传验收单。"}


def told(city: City, username: str, kind: str = "weekly") -> list[Notice]:
    return list(Notice.objects.filter(kind=kind, person=city.actor(username).person, cancelled_at=None))


@pytest.fixture
def asked(city: City) -> Road:
    """A request from one body to another; the rest of the city has no accounts, for it would be written to as well."""
    city.clock.move_to(FRIDAY)
    two = Q(username__startswith=LEAD) | Q(username__startswith=SUPPORTER)
    Account.objects.exclude(two).update(is_active=False)
    return Road(city)


def test_nothing_is_written_before_monday_s_hour_and_nothing_twice(city: City, asked: Road) -> None:
    assert weekly.write(MONDAY.replace(hour=7, minute=30)) == 0
    city.clock.move_to(MONDAY)
    assert weekly.write(MONDAY, batch=7) > 0
    with CaptureQueriesContext(connection) as again:
        assert weekly.write(MONDAY) == 0
    assert len([one for one in again if "deliveries_weekly" in one["sql"]]) <= 2
    assert len(told(city, f"{SUPPORTER}.liaison")) == 1
    assert len(told(city, f"{SUPPORTER}.liaison", "weekly_body")) == 1


def test_it_says_what_was_done_what_is_due_and_what_waits_elsewhere(city: City, asked: Road) -> None:
    asked.do("supporter.liaison", "receive")
    asked.do("supporter.liaison", "answer", ANSWER)
    city.clock.move_to(MONDAY)
    weekly.write(MONDAY)

    supporter = told(city, f"{SUPPORTER}.liaison")[0]
    assert supporter.title == "本周工作小结（11月30日—12月6日）"
    assert "上周（11月23日—11月29日）您办理了1件" in supporter.text
    waiting = re.search(r"等待决定(\d+)件", supporter.text)
    assert waiting is not None
    assert int(waiting[1]) == 1  # answered: it waits for the lead
    body = told(city, f"{SUPPORTER}.principal", "weekly_body")[0]
    assert "本单位办结0件" in body.text
    assert "您办理了1件" in told(city, f"{LEAD}.liaison")[0].text


def test_restricted_matters_are_in_no_number(city: City, asked: Road) -> None:
    Matter.objects.filter(pk=asked.pk).update(secrecy=Secrecy.RESTRICTED)
    city.clock.move_to(MONDAY)
    weekly.write(MONDAY)
    assert told(city, f"{SUPPORTER}.liaison", "weekly_body") == []
    assert [one for one in told(city, f"{LEAD}.liaison") if "办理了1件" in one.text] == []


def test_who_switched_it_off_gets_none(city: City, asked: Road) -> None:
    client = city.client(f"{SUPPORTER}.liaison")
    assert client.post("/account/notices/", {"do": "choose_weekly", "weekly_body": "true"}).status_code == 302
    city.clock.move_to(MONDAY)
    weekly.write(MONDAY)
    assert told(city, f"{SUPPORTER}.liaison") == []
    assert len(told(city, f"{SUPPORTER}.liaison", "weekly_body")) == 1


def test_the_next_one_puts_the_unread_one_away(city: City, asked: Road) -> None:
    for moment in (MONDAY, NEXT):
        city.clock.move_to(moment)
        weekly.write(moment)
    assert [one.title for one in told(city, f"{SUPPORTER}.liaison")] == ["本周工作小结（12月7日—12月13日）"]


def test_a_week_that_begins_with_a_holiday_is_spoken_of_on_its_first_working_day(city: City) -> None:
    from ecoduty.casework.deliveries import rules  # noqa: PLC0415 -- the city's rulebook is there only now

    begins = weekly.begins_at(datetime(2026, 10, 7, tzinfo=SHANGHAI).date(), rules.current(MONDAY.date()))
    assert begins is not None
    assert (begins.month, begins.day, begins.hour, begins.minute) == (10, 8, 7, 40)


def test_more_people_are_no_query_more(city: City, asked: Road) -> None:
    city.clock.move_to(MONDAY)
    counts = {}
    for number in (10, 30):
        first = Account.objects.filter(office="").order_by("person")[:number]
        Account.objects.filter(office="").update(is_active=False)
        Account.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(is_active=True)
        weekly.WeeklyRun.objects.all().delete()
        Notice.objects.filter(kind__startswith="weekly").delete()
        with CaptureQueriesContext(connection) as queries:
            weekly.write(MONDAY, batch=100)
        counts[number] = len(queries)
    assert counts[30] - counts[10] <= 2  # a leader may have come into it
