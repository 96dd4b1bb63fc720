"""A holiday notice after the deadline was counted: counted again with an entry, or flagged for a person."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ecoduty.casework.duties.models import Change, Deadline
from ecoduty.casework.duties.queries import to_review
from ecoduty.casework.duties.recomputation import recompute
from ecoduty.casework.escalation.queries import notices_of
from ecoduty.kernel.clock import SHANGHAI, frozen
from ecoduty.kernel.clock.current import invalidate_calendar, store_notice
from ecoduty.kernel.clock.notice import Notice, NoticeDay, read_notice
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.ledger.models import Entry
from tests.toy.town import Town

# What the State Council might publish for 2030: the Spring Festival (3 February) from the 1st to the 8th.
NOTICE_2030 = """
year: 2030
notice: 关于2030年部分节假日安排的通知
days_off:
  - {name: 元旦, from: 2030-01-01}
  - {name: 春节, from: 2030-02-01, to: 2030-02-08}
  - {name: 清明节, from: 2030-04-05}
  - {name: 劳动节, from: 2030-05-01, to: 2030-05-02}
  - {name: 端午节, from: 2030-06-05}
  - {name: 中秋节, from: 2030-09-12}
  - {name: 国庆节, from: 2030-10-01, to: 2030-10-07}
make_up_days:
  - {date: 2030-01-26, for: 春节}
""".encode()


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def publish(*days: NoticeDay) -> None:
    """A notice arrives: of single days, or without days the whole of 2030."""
    notice = (
        Notice(days[0].date.year, "调整通知", complete=False, days=days)
        if days
        else read_notice(NOTICE_2030, "2030.yaml")
    )
    store_notice(notice, at(2029, 11, 1))
    invalidate_calendar()


def test_provisional_due_day_is_counted_again_when_the_calendar_arrives(town: Town) -> None:
    with frozen(at(2030, 1, 29)):
        toy = town.toy(act="ask_urgently")
        row = Deadline.objects.get()
        assert (row.provisional, row.due_on) == (True, date(2030, 2, 1))
        publish()
        report = recompute("2030年放假通知")
        row.refresh_from_db()
        toy.refresh_from_db()
    assert (report.moved, report.kept, report.renewed) == (1, 0, 0)
    assert (row.provisional, row.due_on, toy.next_due_on) == (False, date(2030, 2, 11), date(2030, 2, 11))
    assert row.round == 1
    change = Change.objects.get()
    assert (change.kind, change.old_due_on, change.new_due_on, change.authority) == (
        "recomputed", date(2030, 2, 1), date(2030, 2, 11), "2030年放假通知",
    )  # fmt: skip
    assert Entry.objects.filter(stream=toy.stream, act="recompute_deadlines").count() == 1


def test_where_nothing_moves_only_the_provisional_mark_goes(town: Town) -> None:
    with frozen(at(2030, 3, 4)):
        town.toy(act="ask_urgently")
        publish()
        report = recompute("2030年放假通知")
    row = Deadline.objects.get()
    assert (report.moved, report.renewed, row.provisional, row.due_on) == (0, 1, False, date(2030, 3, 7))
    assert not Change.objects.exists()


def test_counting_again_twice_changes_nothing_more(town: Town) -> None:
    with frozen(at(2030, 1, 29)):
        town.toy(act="ask_urgently")
        publish()
        recompute("2030年放假通知")
        again = recompute("2030年放假通知")
    assert (again.moved, again.kept, again.renewed) == (0, 0, 0)


def test_due_day_that_would_already_be_over_is_kept_and_flagged(town: Town) -> None:
    with frozen(at(2025, 9, 29)) as clock:
        toy = town.toy(act="ask_urgently")  # 1–8 October off: due 10 October
        clock.move_to(at(2025, 10, 9))
        # Late news: four days of that holiday were working days. By them the limit ended on 3 October.
        publish(*(NoticeDay(date(2025, 10, day), is_working=True, name="国庆节") for day in (1, 2, 3)))
        report = recompute("调整通知")
        assert (report.moved, report.kept) == (0, 1)
        (row,) = to_review()
        assert (row.due_on, row.state) == (date(2025, 10, 10), "running")
        assert "10月2日" in row.review
        assert Change.objects.get().kind == "kept"
        assert [notice.title for notice in notices_of(town.director)] == ["期限待核对：木马"]
        toy = town.act(
            toy,
            "review_deadline",
            town.clerk,
            data={"deadline": row.pk, "reason": "维持原定日期", "authority": "主任批示"},
        )
        assert not to_review().exists()
        assert toy.next_due_on == date(2025, 10, 10)


def test_fixed_days_of_the_plan_do_not_move(town: Town) -> None:
    with frozen(at(2030, 1, 2)):
        toy = town.act(town.toy(), "start_plan")
        publish()
        report = recompute("2030年放假通知")
    toy.refresh_from_db()
    assert (report.moved, report.kept, report.renewed) == (0, 0, 0)
    assert toy.next_due_on == date(2030, 3, 2)


def test_suspended_time_still_does_not_count_after_counting_again(town: Town) -> None:
    why = {"reason": "送检期间", "authority": "检验单"}
    with frozen(at(2030, 1, 21)) as clock:
        toy = town.toy(act="ask_urgently")
        row = Deadline.objects.get()
        clock.move_to(at(2030, 1, 22))
        town.act(toy, "suspend_deadline", town.clerk, data={"deadline": row.pk, **why})
        clock.move_to(at(2030, 1, 30))
        town.act(toy, "resume_deadline", town.clerk, data={"deadline": row.pk, **why})
        row.refresh_from_db()
        assert row.due_on == date(2030, 2, 1)  # 30, 31 January, 1 February
        publish()
        recompute("2030年放假通知")
    row.refresh_from_db()
    assert row.due_on == date(2030, 2, 11)  # 30, 31 January, then the first day after the festival


@pytest.mark.parametrize("count", [1, 7])
def test_many_are_counted_again_together(town: Town, count: int) -> None:
    with frozen(at(2030, 1, 29)):
        for _ in range(count):
            town.toy(act="ask_urgently")
        publish()
        assert recompute("2030年放假通知", actor=Actor.system("日历")).moved == count
