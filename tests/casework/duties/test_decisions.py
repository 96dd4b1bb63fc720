"""Extension and suspension: by whom, how far, and visible for ever."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ecoduty.casework.duties.models import Change, Deadline
from ecoduty.casework.duties.queries import deadlines_of
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI, frozen
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.ledger.models import Entry
from tests.toy.town import Town

WHY = {"reason": "材料不齐", "authority": "主任批准〔2025〕3号"}


def at(month: int, day: int, hour: int = 9, year: int = 2025) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def running(town: Town, key: str = "reply") -> tuple[Matter, Deadline]:
    toy = town.act(town.toy(), f"start_{key}")
    return toy, Deadline.objects.get(matter=toy)


def decide(town: Town, act: str, toy: Matter, row: Deadline, **data: Any) -> Matter:
    return town.act(toy, act, town.clerk, data={"deadline": row.pk, **WHY, **data})


def refusal(town: Town, act: str, toy: Matter, row: Deadline, **data: Any) -> str:
    with pytest.raises(Refused) as refused:
        decide(town, act, toy, row, **data)
    return refused.value.code


def test_extension_moves_the_due_day_and_stays_visible(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, row = running(town)  # due 4 September
        clock.advance(timedelta(days=1))
        toy = decide(town, "extend_deadline", toy, row, until="2025-09-09")
    (shown,) = deadlines_of(toy.pk)
    (change,) = shown.changes
    assert toy.next_due_on == shown.deadline.due_on == date(2025, 9, 9)
    assert (change.kind, change.old_due_on, change.new_due_on) == ("extended", date(2025, 9, 4), date(2025, 9, 9))
    assert (change.reason, change.authority, change.actor_title) == (*WHY.values(), "市生环委办·clerk")
    assert shown.deadline.first_due_at == at(9, 5, 0)
    entry = Entry.objects.filter(stream=toy.stream).latest("seq")
    assert entry.facts["deadlines"] == [{"key": "toy.reply", "label": "答复", "did": "extended", "due": "2025-09-09"}]


def test_change_of_a_due_day_cannot_be_rewritten(town: Town) -> None:
    with frozen(at(9, 1)):
        toy, row = running(town)
        decide(town, "extend_deadline", toy, row, until="2025-09-09")
    with pytest.raises(Exception, match=r"permission denied|append-only"):
        Change.objects.update(reason="改写")


def test_extension_never_exceeds_the_rule(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, row = running(town)
        assert refusal(town, "extend_deadline", toy, row, until="2025-09-04") == "extension_not_later"
        assert refusal(town, "extend_deadline", toy, row, until="2025-09-20") == "extension_too_long"
        decide(town, "extend_deadline", toy, row, until="2025-09-08")
        assert refusal(town, "extend_deadline", toy, row, until="2025-09-10") == "extension_used_up"
        clock.move_to(at(9, 9))
        assert refusal(town, "extend_deadline", toy, row, until="2025-09-12") == "deadline_over"


@pytest.mark.parametrize(
    ("key", "act", "code"),
    [
        ("plan", "extend_deadline", "plan_limit_fixed"),
        ("plan", "suspend_deadline", "plan_limit_fixed"),
        ("strict", "extend_deadline", "extension_not_provided"),
    ],
)
def test_limits_that_stand_are_not_moved(town: Town, key: str, act: str, code: str) -> None:
    with frozen(at(9, 1)):
        toy, row = running(town, key)
        more = {"until": "2025-12-01"} if act == "extend_deadline" else {}
        assert refusal(town, act, toy, row, **more) == code
    assert not Change.objects.exists()


def test_default_of_the_platform_may_be_moved_freely(town: Town) -> None:
    with frozen(at(9, 1)):
        toy, row = running(town, "loose")
        toy = decide(town, "extend_deadline", toy, row, until="2025-10-31")
    assert toy.next_due_on == date(2025, 10, 31)


def test_only_oversight_and_supervisors_extend(town: Town) -> None:
    with frozen(at(9, 1)):
        toy, row = running(town)
        with pytest.raises(Refused) as refused:
            town.act(toy, "extend_deadline", data={"deadline": row.pk, "until": "2025-09-09", **WHY})
    assert refused.value.code == "not_permitted"


def test_suspended_days_do_not_count(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, row = running(town)  # Monday; due Thursday 4 September
        clock.move_to(at(9, 2))
        toy = decide(town, "suspend_deadline", toy, row)
        assert (toy.next_due_at, Deadline.objects.get().state) == (None, "suspended")
        clock.move_to(at(9, 10))
        toy = decide(town, "resume_deadline", toy, row)
    row.refresh_from_db()
    # Counted: nothing before 2 September; then 10, 11, 12 September.
    assert (row.state, row.due_on, toy.next_due_on) == ("running", date(2025, 9, 12), date(2025, 9, 12))
    (shown,) = deadlines_of(toy.pk)
    assert "材料不齐" in shown.working
    assert [change.kind for change in shown.changes] == ["suspended", "resumed"]


def test_suspension_within_one_day_changes_nothing(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, row = running(town)
        clock.move_to(at(9, 2))
        decide(town, "suspend_deadline", toy, row)
        clock.advance(timedelta(hours=2))
        toy = decide(town, "resume_deadline", toy, row)
    assert toy.next_due_on == date(2025, 9, 4)


def test_what_is_met_while_suspended_is_not_late(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, row = running(town)
        decide(town, "suspend_deadline", toy, row)
        clock.move_to(at(12, 1))
        town.act(toy, "meet_reply")
    row.refresh_from_db()
    assert (row.state, row.late) == ("met", False)


def test_extended_and_then_suspended_deadline_keeps_both(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, row = running(town)
        decide(town, "extend_deadline", toy, row, until="2025-09-08")
        clock.move_to(at(9, 3))
        decide(town, "suspend_deadline", toy, row)
        clock.move_to(at(9, 6))
        toy = decide(town, "resume_deadline", toy, row)
    assert toy.next_due_on == date(2025, 9, 11)  # 3, 4, 5 September did not count


def test_resuming_what_runs_is_refused(town: Town) -> None:
    with frozen(at(9, 1)):
        toy, row = running(town)
        assert refusal(town, "resume_deadline", toy, row) == "no_suspended_deadline"


def test_extension_decided_in_time_and_entered_late_undoes_the_lateness(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, row = running(town)  # due 4 September
        clock.move_to(at(9, 5))
        toy = town.act(toy, "mark_missed", Actor.system("巡查"), data={"deadlines": [row.pk]})
        assert toy.first_missed_at == at(9, 5, 0)
        toy = town.act(
            toy, "extend_deadline", town.clerk, occurred_at=at(9, 4, 16), reason="纸质批件后补",
            data={"deadline": row.pk, "until": "2025-09-09", **WHY},
        )  # fmt: skip
    row.refresh_from_db()
    assert (row.state, row.missed_at, toy.first_missed_at, toy.next_due_on) == ("running", None, None, date(2025, 9, 9))


def test_deadline_of_another_matter_is_unknown_here(town: Town) -> None:
    with frozen(at(9, 1)):
        toy, _ = running(town)
        _, other = running(town)
        assert refusal(town, "extend_deadline", toy, other, until="2025-09-09") == "deadline_not_open"
