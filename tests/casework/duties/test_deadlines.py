"""Acts start, meet and cancel deadlines; the matter's dates follow; late is late for ever."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.queries import deadlines_of, ruler_of
from ecoduty.kernel import flow
from ecoduty.kernel.clock import SHANGHAI, FrozenClock, frozen
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import Item, Refused
from ecoduty.kernel.ledger.models import Entry
from tests.toy.town import Town


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def test_act_starts_the_limit_in_force_on_its_day(town: Town) -> None:
    with frozen(at(2024, 6, 3)):
        old = town.toy(act="ask_urgently")
    with frozen(at(2025, 9, 29)):
        new = town.toy(act="ask_urgently")
    assert (Deadline.objects.get(matter=old).unit_text, old.next_due_on) == (
        "5个工作日",
        date(2024, 6, 11),
    )  # 10 June: 端午
    # 29 September + 3 working days passes the National Day holiday.
    assert (Deadline.objects.get(matter=new).unit_text, new.next_due_on) == ("3个工作日", date(2025, 10, 10))
    assert new.next_due_label == "答复"
    assert new.next_due_at == at(2025, 10, 11, 0)


def test_deadline_explains_itself(town: Town) -> None:
    with frozen(at(2025, 9, 29)):
        toy = town.toy(act="ask_urgently")
    (shown,) = deadlines_of(toy.pk)
    assert "当日不计" in shown.working
    assert shown.due_text == "2025年10月10日（周五）"
    assert shown.deadline.basis == {"kind": "statute", "instrument": "toy-law", "provision": "第三条"}
    assert [day.number for day in ruler_of(shown.deadline) if day.number] == [1, 2, 3]


def test_entry_says_what_became_of_deadlines(town: Town) -> None:
    with frozen(at(2025, 9, 29)) as clock:
        toy = town.toy(act="ask_urgently")
        clock.advance(timedelta(hours=1))
        town.act(toy, "meet_reply")
    facts = [entry.facts["deadlines"] for entry in Entry.objects.filter(stream=toy.stream).order_by("seq")]
    due = {"key": "toy.reply", "label": "答复", "due": "2025-10-10"}
    assert facts == [[{**due, "did": "started"}], [{**due, "did": "met"}]]


@pytest.mark.parametrize(
    ("met", "late"),
    [(at(2025, 10, 10, 23, 59), False), (at(2025, 10, 11, 0, 0), True), (at(2025, 10, 20), True)],
)
def test_lateness_begins_the_day_after(town: Town, met: datetime, late: bool) -> None:  # noqa: FBT001
    with frozen(at(2025, 9, 29)) as clock:
        toy = town.toy(act="ask_urgently")
        clock.move_to(met)
        toy = town.act(toy, "meet_reply")
    deadline = Deadline.objects.get(matter=toy)
    assert (deadline.state, deadline.late, deadline.met_at) == ("met", late, met)
    assert deadline.missed_at == (at(2025, 10, 11, 0) if late else None)
    assert toy.first_missed_at == deadline.missed_at
    assert toy.next_due_at is None


def test_hours_end_at_the_instant(town: Town) -> None:
    with frozen(at(2025, 9, 29, 16, 30)) as clock:
        toys = [town.toy(), town.toy()]
        for toy in toys:
            town.act(toy, "start_hours")
        clock.move_to(at(2025, 9, 30, 16, 30))
        town.act(toys[0], "meet_hours")
        clock.advance(timedelta(microseconds=1))
        town.act(toys[1], "meet_hours")
    found = Deadline.objects.filter(key="toy.hours").order_by("pk")
    assert [row.late for row in found] == [False, True]
    assert found[0].due_on is None
    assert deadlines_of(toys[0].pk)[0].due_text == "2025年9月30日（周二）16:30"


def test_what_was_done_in_time_and_entered_late_was_not_late(town: Town) -> None:
    with frozen(at(2025, 9, 29)) as clock:
        toy = town.toy(act="ask_urgently")
        clock.move_to(at(2025, 10, 12))
        row = Deadline.objects.get(matter=toy)
        toy = town.act(toy, "mark_missed", flow.Actor.system("巡查"), data={"deadlines": [row.pk]})
        assert toy.first_missed_at == at(2025, 10, 11, 0)
        toy = town.act(toy, "meet_reply", occurred_at=at(2025, 10, 10, 17), reason="纸质回执后补，附签收单")
    row.refresh_from_db()
    assert (row.state, row.late, row.missed_at, toy.first_missed_at) == ("met", False, None, None)
    assert Entry.objects.filter(stream=toy.stream).order_by("-seq")[0].late is True


def test_starting_a_running_limit_again_does_not_lengthen_it(town: Town) -> None:
    with frozen(at(2025, 9, 22)) as clock:
        toy = town.toy(act="ask_urgently")
        clock.advance(timedelta(days=2))
        town.act(toy, "start_reply")
        town.act(toy, "start_complex")
    (row,) = Deadline.objects.filter(matter=toy)
    assert row.due_on == date(2025, 9, 25)


def test_alternative_of_a_limit_has_its_own_length(town: Town) -> None:
    with frozen(at(2025, 9, 1)):
        toy = town.act(town.toy(), "start_complex")
    row = Deadline.objects.get(matter=toy)
    assert (row.key, row.rule, row.unit_text, row.due_on) == (
        "toy.reply",
        "toy.reply/complex",
        "10个自然日",
        date(2025, 9, 11),
    )


def test_earliest_open_deadline_is_the_matters(town: Town) -> None:
    with frozen(at(2025, 9, 1)):
        toy = town.act(town.toy(), "start_plan")
        assert (toy.next_due_on, toy.next_due_label) == (date(2025, 11, 1), "方案期限")
        toy = town.act(toy, "start_loose")
        assert (toy.next_due_on, toy.next_due_label) == (date(2025, 9, 11), "反馈")
        toy = town.act(toy, "meet_loose")
        assert toy.next_due_on == date(2025, 11, 1)
    toy.refresh_from_db()
    assert toy.next_due_on == date(2025, 11, 1)


def test_closing_a_matter_cancels_what_runs(town: Town) -> None:
    with frozen(at(2025, 9, 1)):
        toy = town.act(town.toy(act="ask_urgently"), "finish")
    row = Deadline.objects.get(matter=toy)
    assert (row.state, row.next_rung_at, toy.next_due_at) == ("cancelled", None, None)


def test_cancelling_late_does_not_hide_the_lateness(town: Town) -> None:
    with frozen(at(2025, 9, 1)) as clock:
        toy = town.toy(act="ask_urgently")
        clock.move_to(at(2025, 9, 20))
        toy = town.act(toy, "drop_reply")
    assert toy.first_missed_at == at(2025, 9, 5, 0)


def test_act_that_names_an_unknown_limit_is_undone_whole(town: Town) -> None:
    with frozen(at(2019, 9, 1)), pytest.raises(Exception, match=r"toy\.loose"):  # before the limit is in force
        town.act(town.toy(), "start_loose")
    assert not Deadline.objects.exists()


def test_batch_costs_a_constant_number_of_queries(town: Town, noon: FrozenClock) -> None:
    current_calendar()  # read once per process
    few, many = [town.toy() for _ in range(2)], [town.toy() for _ in range(20)]
    counts = []
    for toys in (few, many):
        for act in ("start_reply", "meet_reply"):
            with CaptureQueriesContext(connection) as counted:
                flow.perform_many(flow.table("toy"), act, [Item(toy.pk) for toy in toys], actor=town.liaison)
            counts.append(len(counted.captured_queries))
    assert counts[:2] == counts[2:]


def test_person_may_not_mark_missed(town: Town, noon: FrozenClock) -> None:
    toy = town.toy(act="ask_urgently")
    with pytest.raises(Refused) as refused:
        town.act(toy, "mark_missed", data={"deadlines": [Deadline.objects.get().pk]})
    assert refused.value.code == "not_permitted"


def test_mark_missed_passes_over_what_is_not_late(town: Town, noon: FrozenClock) -> None:
    toy = town.toy(act="ask_urgently")
    town.act(toy, "mark_missed", flow.Actor.system("巡查"), data={"deadlines": [Deadline.objects.get().pk]})
    assert Deadline.objects.get().state == "running"
