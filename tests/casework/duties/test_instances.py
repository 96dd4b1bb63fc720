"""Recurring duties open by themselves: once, after downtime too, whatever else goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import IntegrityError, connections, transaction

from ecoduty.casework.duties import instances
from ecoduty.casework.duties.models import Deadline, DutyInstance
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI, frozen
from tests.toy.town import Town


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def toys_open() -> Iterator[None]:
    instances.opens("toy")
    yield
    instances.withdraw("toy")


def test_instance_opens_on_its_day_and_not_before(town: Town) -> None:
    with frozen(at(2024, 11, 30, 23)):
        assert [one.period for one in instances.open_due().opened] == ["2023", "2023"]  # due 31 January 2024
    with frozen(at(2024, 12, 1, 0)):
        opened = instances.open_due().opened
    assert [(one.body, one.period) for one in opened] == [("toy-wood", "2024"), ("toy-paint", "2024")]
    matter = Matter.objects.get(period="2024", holder__key="toy-wood")
    assert (matter.title, matter.duty, matter.clauses) == ("木工车间2024年度玩具", "yearly-toy", ["1.1"])
    assert (matter.next_due_on, matter.next_due_label) == (date(2025, 1, 31), "年度玩具")
    assert DutyInstance.objects.get(matter=matter).period == "2024"


def test_opening_again_opens_nothing(town: Town) -> None:
    with frozen(at(2024, 12, 1)):
        instances.open_due()
        assert instances.open_due().opened == []
    first = DutyInstance.objects.all()[0]
    twin = DutyInstance(duty=first.duty, body=first.body, period=first.period, opened_at=first.opened_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_downtime_is_caught_up(town: Town) -> None:
    with frozen(at(2026, 2, 15)):
        opened = instances.open_due().opened
    assert [one.period for one in opened] == ["2023", "2023", "2024", "2024", "2025", "2025"]
    assert Deadline.objects.filter(due_on=date(2026, 1, 31)).count() == 2


def test_periods_due_before_the_first_adoption_are_left_alone(town: Town) -> None:
    assert "2022" not in {one.period for one in instances.upcoming(date(2020, 1, 1), 2000)}
    with frozen(at(2024, 2, 1)):  # adopted on 1 January 2024: the period due on 31 January counts, earlier ones do not
        assert {one.period for one in instances.open_due().opened} == {"2023"}


def test_failure_for_one_body_does_not_stop_the_others(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    wood = town.bodies["toy-wood"]
    wood.level = "a-level-too-long-for"  # for the matter's column
    wood.save()
    with frozen(at(2024, 12, 1)):
        report = instances.open_due()
    assert {one.body for one in report.opened} == {"toy-paint"}
    assert {one.body for one, _ in report.failed} == {"toy-wood"}
    assert not DutyInstance.objects.filter(body=wood).exists()
    assert "toy-wood" in caplog.text


def test_body_that_does_not_exist_yet_bears_nothing(town: Town) -> None:
    paint = town.bodies["toy-paint"]
    paint.valid_from = date(2025, 1, 1)
    paint.save()
    with frozen(at(2025, 12, 1)):
        opened = instances.open_due().opened
    assert [one.period for one in opened if one.body == "toy-paint"] == ["2025"]


def test_preview_says_what_opens_when(town: Town) -> None:
    soon = instances.upcoming(date(2024, 11, 20), 30, town.bodies["toy-paint"].pk)
    assert [(one.opens, one.due, one.title) for one in soon] == [
        (date(2024, 12, 1), date(2025, 1, 31), "油漆车间2024年度玩具")
    ]
    assert instances.upcoming(date(2024, 11, 20), 10) == []


def test_two_workers_open_each_instance_once(committed_town: Town) -> None:
    start, reports = threading.Barrier(2), []

    def work() -> None:
        start.wait()
        reports.append(instances.open_due())
        connections.close_all()

    with frozen(at(2026, 2, 15), every_thread=True):
        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert sum(len(report.opened) for report in reports) == 6
    assert [report.failed for report in reports] == [[], []]
    assert Matter.objects.count() == DutyInstance.objects.count() == Deadline.objects.count() == 6
