"""The sweep: what is due is done once, whoever sweeps, whatever fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.duties import instances
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation import sweep as sweeping
from ecoduty.casework.escalation.models import Notice, Rung
from ecoduty.casework.escalation.sweep import Report, sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI, FrozenClock, frozen
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.directory.models import Coordinator
from tests.toy.town import Town


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def toys_open() -> Iterator[None]:
    instances.opens("toy")
    yield
    instances.withdraw("toy")


def steps(matter: Matter) -> list[tuple[str, str]]:
    return list(Rung.objects.filter(deadline__matter=matter).order_by("pk").values_list("rung", "state"))


def yearly(clock: FrozenClock) -> Matter:
    """The wood workshop's duty for 2024, due on 31 January 2025, which lies in the Spring Festival."""
    clock.move_to(at(2024, 12, 1))
    instances.open_due()
    return Matter.objects.get(period="2024", holder__key="toy-wood")


def test_year_of_a_duty_from_opening_to_the_leader(town: Town, toys_open: None) -> None:
    with frozen(at(2024, 12, 1)) as clock:
        toy = yearly(clock)
        seen = {}
        day = date(2025, 1, 1)
        while day < date(2025, 2, 15):
            clock.move_to(at(day.year, day.month, day.day, 8))
            before = len(steps(toy))
            sweep()
            for key, state in steps(toy)[before:]:
                seen[key] = (day, state)
            day += timedelta(days=1)
    assert seen == {
        "first": (date(2025, 1, 10), "fired"),
        "second": (date(2025, 1, 20), "fired"),
        "eve": (date(2025, 1, 27), "fired"),  # the last working day before the Spring Festival
        "letter": (date(2025, 2, 3), "prepared"),
        "leader": (date(2025, 2, 10), "prepared"),
    }


def test_overdue_only_from_the_next_day(town: Town, toys_open: None) -> None:
    with frozen(at(2024, 12, 1)) as clock:
        toy = yearly(clock)
        clock.move_to(at(2025, 1, 31, 23))
        sweep()
        toy.refresh_from_db()
        assert toy.first_missed_at is None
        clock.move_to(at(2025, 2, 1, 0))
        assert sweep().missed == 2
        toy.refresh_from_db()
    assert toy.first_missed_at == at(2025, 2, 1, 0)
    row = Deadline.objects.get(matter=toy)
    assert (row.state, row.missed_at, row.met_at) == ("missed", at(2025, 2, 1, 0), None)


def test_second_sweep_makes_no_row(town: Town, toys_open: None) -> None:
    with frozen(at(2024, 12, 1)) as clock:
        yearly(clock)
        clock.move_to(at(2025, 2, 20))
        first = sweep()
        counts = [model.objects.count() for model in (Rung, Notice, Entry, Deadline)]
        second = sweep()
        assert [model.objects.count() for model in (Rung, Notice, Entry, Deadline)] == counts
    assert first.missed
    assert first.prepared
    assert second == Report(
        notices={
            "left_behind": 0,
            "links": 0,
            "orphaned_duties": 0,
            "undecided_rungs": 0,
            "undelivered": 0,
            "unreceipted": 0,
            "vacancies": 0,
        }
    )


def test_after_downtime_only_the_latest_reminder_is_said(town: Town, toys_open: None) -> None:
    with frozen(at(2024, 12, 1)) as clock:
        toy = yearly(clock)
        clock.move_to(at(2025, 1, 28))
        sweep()
    assert steps(toy) == [("first", "lapsed"), ("second", "lapsed"), ("eve", "fired")]
    assert list(Notice.objects.filter(matter=toy).values_list("title", "text")) == [
        ("前一个工作日：木工车间2024年度玩具", "“年度玩具”应于2025年1月31日前办结，还有3天。下一步：联络员“交货”。")
    ]


def test_duty_opened_late_is_not_reminded_of_days_gone_but_escalated(town: Town, toys_open: None) -> None:
    with frozen(at(2025, 2, 15)):
        sweep()
        toy = Matter.objects.get(period="2024", holder__key="toy-wood")
    assert steps(toy) == [("letter", "prepared"), ("leader", "prepared")]


def test_notice_goes_to_who_is_in_office(town: Town, toys_open: None) -> None:
    with frozen(at(2024, 12, 1)) as clock:
        toy = yearly(clock)
        successor = town.appoint("toy-wood/liaison", "新联络员", date(2025, 1, 8))
        clock.move_to(at(2025, 1, 10))
        sweep()
    told = set(Notice.objects.filter(matter=toy).values_list("person", flat=True))
    assert told == {successor.pk, town.people["toy-wood/deputy"].pk}  # the deputy coordinates


def test_person_in_two_posts_hears_it_once(town: Town, toys_open: None) -> None:
    with frozen(at(2024, 12, 1)) as clock:
        toy = yearly(clock)
        Coordinator.objects.filter(body=town.bodies["toy-wood"]).update(
            appointment=town.people["toy-wood/liaison"].appointments.get()
        )
        clock.move_to(at(2025, 1, 10))
        sweep()
    assert Notice.objects.filter(matter=toy).count() == 1


def test_vacant_post_keeps_its_notice(town: Town, toys_open: None) -> None:
    with frozen(at(2024, 12, 1)) as clock:
        toy = yearly(clock)
        town.people["toy-wood/liaison"].appointments.update(until=date(2025, 1, 5))
        clock.move_to(at(2025, 1, 10))
        sweep()
    post = town.posts["toy-wood/liaison"].pk
    assert list(Notice.objects.filter(matter=toy, post=post).values_list("person", flat=True)) == [None]


def test_restricted_matter_is_named_to_nobody(town: Town) -> None:
    liaison = town.people["toy-wood/liaison"]
    with frozen(at(2025, 9, 1)) as clock:
        toy = town.toy("绝密木马", act="ask_urgently", kind="toy_restricted", person=liaison.pk)
        clock.move_to(at(2025, 9, 8))
        report = sweep()
    assert (report.missed, report.prepared) == (1, 0)
    (notice,) = Notice.objects.filter(matter=toy)
    assert (notice.person_id, notice.title) == (liaison.pk, "时限提醒：一件受限办件")
    assert "木马" not in notice.text
    assert [state for _, state in steps(toy)] == ["lapsed", "fired"]  # its letter stays among those named


def test_one_bad_row_does_not_stop_the_others(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    with frozen(at(2025, 9, 1)) as clock:
        good, bad = town.toy(act="ask_urgently"), town.toy(act="ask_urgently")
        Deadline.objects.filter(matter=bad).update(ladder="no-such-ladder")
        clock.move_to(at(2025, 9, 10))
        report = sweep()
        assert (report.missed, report.pushed) == (1, 1)
        good.refresh_from_db()
        bad.refresh_from_db()
        assert good.first_missed_at is not None
        assert bad.first_missed_at is None
        assert Deadline.objects.get(matter=bad).next_rung_at == at(2025, 9, 10, 10)
        assert sweep().pushed == 0  # not before an hour has gone
        clock.advance(timedelta(hours=1))
        Deadline.objects.filter(matter=bad).update(ladder="short")
        assert sweep().missed == 1
    assert "no-such-ladder" in caplog.text


def test_matter_that_is_closed_behind_its_clock_is_pushed(town: Town) -> None:
    with frozen(at(2025, 9, 1)) as clock:
        toy = town.toy(act="ask_urgently")
        Matter.objects.filter(pk=toy.pk).update(state="done")
        clock.move_to(at(2025, 9, 10))
        report = sweep()
    assert (report.missed, report.pushed) == (0, 1)


def test_two_sweeps_share_the_work_and_double_nothing(committed_town: Town) -> None:
    with frozen(at(2025, 9, 1), every_thread=True) as clock:
        toys = [committed_town.toy(act="ask_urgently") for _ in range(40)]
        clock.move_to(at(2025, 9, 20))
        start, reports = threading.Barrier(2), []

        def work() -> None:
            start.wait()
            reports.append(sweep(batch=5))
            connections.close_all()

        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        left = sweep()  # what both found taken
    total = [
        sum(getattr(report, name) for report in (*reports, left))
        for name in ("missed", "reminded", "prepared", "pushed")
    ]
    assert total == [40, 40, 40, 0]
    assert Rung.objects.count() == 80
    assert Notice.objects.filter(kind="reminder").count() == 40
    assert Entry.objects.filter(act="mark_missed").count() == len(toys)


def test_matter_that_somebody_is_working_on_is_left_for_the_next_run(committed_town: Town) -> None:
    with frozen(at(2025, 9, 1), every_thread=True) as clock:
        toy = committed_town.toy(act="ask_urgently")
        clock.move_to(at(2025, 9, 20))
        locked, done = threading.Event(), threading.Event()

        def hold() -> None:

            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM ledger_stream WHERE name = %s FOR UPDATE", [toy.stream])
                locked.set()
                done.wait(20)
            connections.close_all()

        person = threading.Thread(target=hold)
        person.start()
        locked.wait(20)
        assert sweep().missed == 0
        done.set()
        person.join()
        assert sweep().missed == 1


def test_sweep_costs_the_same_for_two_and_for_forty(town: Town) -> None:
    counts = []
    current_calendar()
    with frozen(at(2025, 9, 1)) as clock:
        for many in (2, 40):
            clock.move_to(at(2025, 9, 1))
            for _ in range(many):
                town.toy(act="ask_urgently")
            clock.move_to(at(2025, 9, 20))
            with CaptureQueriesContext(connection) as counted:
                sweep()
            counts.append(len(counted.captured_queries))
    assert counts[0] == counts[1]


def test_sweep_asks_the_partial_index(town: Town) -> None:
    with frozen(at(2025, 9, 1)) as clock:
        for _ in range(30):
            town.toy(act="ask_urgently")
        clock.move_to(at(2025, 9, 20))
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + sweeping._CLAIM, [at(2025, 9, 20), 10])
            plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "duties_deadline_sweep" in plan


def test_vacant_coordinator_is_alarmed_once_a_week(town: Town) -> None:
    Coordinator.objects.filter(body=town.bodies["toy-wood"]).update(until=date(2025, 9, 1))
    with frozen(at(2025, 9, 1)) as clock:  # a Monday
        assert sweep().notices["vacancies"] == 3  # the principal, and both posts of the committee office
        clock.move_to(at(2025, 9, 7))
        assert sweep().notices["vacancies"] == 0
        clock.move_to(at(2025, 9, 8))
        assert sweep().notices["vacancies"] == 3
    assert set(Notice.objects.values_list("title", flat=True)) == {"木工车间统筹负责同志空缺"}


def test_other_rooms_may_keep_watch(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    def broken(moment: datetime) -> int:
        raise ArithmeticError("nobody confirmed that")

    sweeping.register("receipts", lambda moment: moment.year)
    sweeping.register("broken", broken)
    try:
        with frozen(at(2025, 9, 1)):
            report = sweep()
    finally:
        sweeping.unregister("receipts")
        sweeping.unregister("broken")
    assert report.notices == {
        "broken": 0,
        "left_behind": 0,
        "links": 0,
        "orphaned_duties": 0,
        "receipts": 2025,
        "undecided_rungs": 0,
        "undelivered": 0,
        "unreceipted": 0,
        "vacancies": 0,
    }
    assert "nobody confirmed that" in caplog.text
