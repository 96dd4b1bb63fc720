"""Rungs that leave the holder: decided by the post the rulebook names, in order, at most once; withdrawn when moot."""

from __future__ import annotations

import threading
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connections

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation import deciding, queries
from ecoduty.casework.escalation.models import Notice, Rung, Urging
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel import flow
from ecoduty.kernel.clock import SHANGHAI, FrozenClock, frozen
from ecoduty.kernel.flow import Attempt, Item, Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.directory.models import Delegation
from tests.toy.town import Town


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2025, month, day, hour, tzinfo=SHANGHAI)


def late(town: Town, clock: FrozenClock) -> tuple[Matter, Rung]:
    """A toy whose reply is overdue, with its letter prepared on 8 September (a Monday)."""
    clock.move_to(at(9, 1))
    toy = town.toy(act="ask_urgently")  # due 4 September
    clock.move_to(at(9, 8))
    sweep()
    return toy, Rung.objects.get(deadline__matter=toy, place="outside")


def refusal(town: Town, toy: Matter, act: str, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        town.act(toy, act, **{"actor": town.director, **more})
    return refused.value.code


def test_prepared_rung_stands_with_the_post_that_releases_it(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, rung = late(town, clock)
    assert list(queries.rungs_waiting(town.director)) == [rung]
    assert list(queries.rungs_waiting(town.clerk)) == []
    assert list(queries.rungs_waiting(town.liaison)) == []
    assert (rung.release_due_on, rung.release_due_at) == (date(2025, 9, 10), at(9, 11, 0))
    (notice,) = queries.notices_of(town.director)
    assert (notice.title, notice.matter_id) == ("待签发：木马", toy.pk)
    assert not Notice.objects.filter(person=town.people["toy-wood/principal"]).exists()  # nothing has left yet


def test_released_rung_reaches_its_recipients_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    drafted: list[tuple[Matter, str]] = []

    def draft(attempt: Attempt, rung: Rung) -> None:
        drafted.append((attempt.subject, rung.rung))

    monkeypatch.setitem(deciding._on_release, "reminder_letter", draft)
    with frozen(at(9, 1)) as clock:
        toy, rung = late(town, clock)
        town.act(toy, "release_rung", town.director, data={"rung": rung.pk, "note": "请于三日内办结"})
        again = refusal(town, toy, "release_rung", data={"rung": rung.pk})
    rung.refresh_from_db()
    assert (rung.state, rung.decided_by, rung.decided_at) == ("released", "市生环委办·director", at(9, 8))
    (notice,) = queries.notices_of(town.actor("toy-wood", "principal"))
    assert (notice.kind, notice.statutory) == ("escalation", True)
    assert "请于三日内办结" in notice.text
    assert drafted == [(toy, "letter")]
    assert again == "no_rung_waiting"
    assert Entry.objects.filter(stream=toy.stream, act="release_rung").count() == 1


def test_two_directors_at_the_same_second_release_once(committed_town: Town) -> None:
    with frozen(at(9, 1), every_thread=True) as clock:
        toy, rung = late(committed_town, clock)
        start, answers = threading.Barrier(2), []

        def work() -> None:
            start.wait()
            try:
                committed_town.act(toy, "release_rung", committed_town.director, data={"rung": rung.pk})
                answers.append("done")
            except Refused as refused:
                answers.append(refused.code)
            connections.close_all()

        people = [threading.Thread(target=work) for _ in range(2)]
        for person in people:
            person.start()
        for person in people:
            person.join()
    assert sorted(answers) == ["done", "no_rung_waiting"]
    assert Notice.objects.filter(kind="escalation").count() == 1


@pytest.mark.parametrize("kind", ["clerk", "director"])
def test_only_the_named_post_decides(town: Town, kind: str) -> None:
    with frozen(at(9, 1)) as clock:
        toy, rung = late(town, clock)
        if kind == "director":
            town.act(toy, "release_rung", town.director, data={"rung": rung.pk})
        else:
            assert refusal(town, toy, "release_rung", actor=town.clerk, data={"rung": rung.pk}) == "no_rung_waiting"
        assert (
            refusal(town, toy, "hold_rung", actor=town.liaison, data={"rung": rung.pk, "reason": "不急"})
            == "not_permitted"
        )


def test_rungs_leave_in_the_order_of_the_ladder(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, first = late(town, clock)
        second = Rung.objects.create(
            deadline=first.deadline, rung="leader", label="专报", place="outside", state="prepared", at=at(9, 8),
            recipients=["leader_in_charge"], release_body=first.release_body, release_role="director",
        )  # fmt: skip
        assert refusal(town, toy, "release_rung", data={"rung": second.pk}) == "earlier_rung_open"
        town.act(toy, "hold_rung", town.director, data={"rung": first.pk, "reason": "先电话沟通"})
        town.act(toy, "release_rung", town.director, data={"rung": second.pk})
    (notice,) = queries.notices_of(town.actor("toy-government", "leader_in_charge"))
    assert notice.title == "专报：木马"


def test_held_rung_keeps_its_reason_and_can_still_leave(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, rung = late(town, clock)
        town.act(toy, "hold_rung", town.director, data={"rung": rung.pk, "reason": "先电话沟通"})
        rung.refresh_from_db()
        assert (rung.state, rung.reason) == ("held", "先电话沟通")
        assert not queries.rungs_waiting(town.director).exists()
        town.act(toy, "release_rung", town.director, data={"rung": rung.pk})
    rung.refresh_from_db()
    assert rung.state == "released"


def test_merged_rung_points_to_the_one_that_stands_for_it(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, rung = late(town, clock)
        _, other = late(town, clock)
        assert (
            refusal(town, toy, "merge_rung", data={"rung": rung.pk, "into": rung.pk, "reason": "同一件事"})
            == "merge_target_unfit"
        )
        town.act(toy, "merge_rung", town.director, data={"rung": rung.pk, "into": other.pk, "reason": "一并催办"})
    rung.refresh_from_db()
    assert (rung.state, rung.into, rung.reason) == ("merged", other, "一并催办")


@pytest.mark.parametrize("end", ["meet", "finish", "drop"])
def test_end_of_a_deadline_withdraws_what_is_queued(town: Town, end: str) -> None:
    with frozen(at(9, 1)) as clock:
        toy, rung = late(town, clock)
        town.act(toy, {"meet": "meet_reply", "finish": "finish", "drop": "drop_reply"}[end])
    rung.refresh_from_db()
    assert rung.state == "lapsed"
    assert not queries.rungs_waiting(town.director).exists()
    assert list(queries.notices_of(town.director)) == []
    assert list(queries.notices_of(town.liaison)) == []


def test_released_rung_is_not_taken_back(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, rung = late(town, clock)
        town.act(toy, "release_rung", town.director, data={"rung": rung.pk})
        town.act(toy, "meet_reply")
    rung.refresh_from_db()
    assert rung.state == "released"


def test_moved_due_day_begins_its_ladder_anew(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy = town.toy(act="ask_urgently")  # due 4 September
        clock.move_to(at(9, 3))
        sweep()
        data = {"deadline": Deadline.objects.get().pk, "until": "2025-09-09", "reason": "材料不齐", "authority": "主任"}
        town.act(toy, "extend_deadline", town.clerk, data=data)
        assert list(queries.notices_of(town.liaison)) == []  # the old reminder no longer holds
        clock.move_to(at(9, 5))
        assert sweep().missed == 0
        clock.move_to(at(9, 8))
        assert sweep().reminded == 1
    found = list(Rung.objects.order_by("pk").values_list("rung", "round", "state"))
    assert found == [("eve", 0, "fired"), ("eve", 1, "fired")]


def test_suspended_deadline_is_silent(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy = town.toy(act="ask_urgently")
        data = {"deadline": Deadline.objects.get().pk, "reason": "送检", "authority": "检验单"}
        town.act(toy, "suspend_deadline", town.clerk, data=data)
        clock.move_to(at(12, 1))
        report = sweep()
    assert (report.missed, report.reminded, report.prepared) == (0, 0, 0)


def test_undecided_rung_is_called_to_mind_once(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        late(town, clock)
        clock.move_to(at(9, 11))
        assert sweep().notices["undecided_rungs"] == 1
        assert sweep().notices["undecided_rungs"] == 0
    assert queries.unread_count(town.director) == 2


def test_urging_a_selection_reminds_each_holder(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toys = [town.toy(act="ask_urgently"), town.toy(act="ask_urgently", holder="toy-paint"), town.toy()]
        clock.move_to(at(9, 3))
        items = [Item(toy.pk, {"note": "请抓紧"}) for toy in toys]
        outcome = flow.perform_many(flow.table("toy"), "urge", items, actor=town.clerk, on_refusal="skip")
    assert [refused.code for refused in outcome.refused.values()] == ["nothing_owed"]
    assert set(Urging.objects.values_list("matter", "by", "note")) == {
        (toys[0].pk, "市生环委办·clerk", "请抓紧"),
        (toys[1].pk, "市生环委办·clerk", "请抓紧"),
    }
    told = set(Notice.objects.filter(kind="urging", matter=toys[1]).values_list("person__name", flat=True))
    assert told == {"toy-paint-liaison", "toy-paint-deputy", "toy-paint-principal"}
    assert queries.last_reminded([toy.pk for toy in toys]) == {toys[0].pk: at(9, 3), toys[1].pk: at(9, 3)}


def test_asides_do_not_stand_in_the_way_of_a_late_entry(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, rung = late(town, clock)
        town.act(toy, "release_rung", town.director, data={"rung": rung.pk})
        toy = town.act(toy, "meet_reply", occurred_at=at(9, 4), reason="纸质件后补，附签收单")
    deadline = Deadline.objects.get()
    assert (deadline.late, toy.first_missed_at) == (False, None)


def test_reminder_at_night_makes_no_open_page_stale(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        toy, _ = late(town, clock)
        assert town.act(toy, "meet_reply", expected_version=toy.version).version == toy.version + 1


def test_inbox_is_read_by_its_owner_only(town: Town) -> None:
    with frozen(at(9, 1)) as clock:
        late(town, clock)
        (notice,) = queries.notices_of(town.director)
        assert queries.mark_read(town.liaison, [notice.pk], at(9, 8)) == 0
        assert queries.mark_read(town.director, [notice.pk], at(9, 8)) == 1
    assert queries.unread_count(town.director) == 0


def test_who_stands_in_hears_of_it_too(town: Town) -> None:
    Delegation.objects.create(
        post=town.posts["toy-wood/liaison"], holder=town.people["toy-wood/liaison"],
        delegate=town.people["toy-wood/deputy"], since=date(2025, 9, 1), until=date(2025, 9, 10), reason="培训",
    )  # fmt: skip
    with frozen(at(9, 1)) as clock:
        town.toy(act="ask_urgently")
        clock.move_to(at(9, 3))
        sweep()
    told = set(Notice.objects.values_list("person__name", flat=True))
    assert told == {"toy-wood-liaison", "toy-wood-deputy"}
