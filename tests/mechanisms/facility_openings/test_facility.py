"""Facilities that open: the interval, the plan, sessions held and called off, closed and open again (clause 24.4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ecoduty.casework.escalation.models import Notice, Rung
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.figures import tallies
from ecoduty.casework.intakes.taking import take_in
from ecoduty.casework.publications.models import PublishedFacility, PublishedSession
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.mechanisms.facility_openings import queries, showing
from ecoduty.mechanisms.facility_openings.flow import FACILITY
from ecoduty.organisation.directory.flow import BODY
from tests.mechanisms.facility_openings.steps import FACTS, LIAISON, Doors, asked, at


def test_the_interval_runs_two_months_from_the_last_opening(city):
    doors = Doors(city, last_opened_on="2026-10-20")
    assert doors.interval.due_on == date(2026, 12, 20)
    assert doors.matter.next_due_on == date(2026, 12, 20)
    assert Doors(city, name="从未开放的厂").interval.due_on == date(2027, 1, 22)


def test_holding_a_session_meets_the_interval_and_starts_the_next_one_from_that_day(city):
    doors = Doors(city, last_opened_on="2026-10-20")
    session = doors.announce(at(12, 19))
    city.clock.move_to(at(12, 22, 10))
    doors.hold(session, students=30)
    first, second = doors.matter.deadlines.order_by("pk")
    assert (first.state, first.late, first.met_at) == ("met", False, session.ends_at)
    assert second.due_on == date(2027, 2, 19)
    session.refresh_from_db()
    assert (session.state, session.visitors, session.groups) == ("held", 38, {"students": 30, "residents": 8})
    assert doors.matter.facility.last_opened_on == date(2026, 12, 19)


def test_held_after_the_two_months_is_late_for_ever(city):
    doors = Doors(city, last_opened_on="2026-10-20")
    session = doors.announce(at(12, 26))
    city.clock.move_to(at(12, 26, 15))
    doors.hold(session)
    assert doors.matter.deadlines.order_by("pk")[0].late
    assert doors.interval.due_on == date(2027, 2, 26)


def test_an_older_session_recorded_later_moves_nothing(city):
    doors = Doors(city)
    early, later = doors.announce(at(11, 25)), doors.announce(at(12, 1))
    city.clock.move_to(at(12, 2))
    doors.hold(later)
    doors.hold(early)
    assert doors.interval.due_on == date(2027, 2, 1)
    assert doors.matter.facility.last_opened_on == date(2026, 12, 1)


def test_the_ladder_goes_by_itself(city):
    doors = Doors(city, last_opened_on="2026-10-20")
    city.clock.move_to(at(12, 21))
    sweep()
    told = Notice.objects.filter(matter=doors.pk, person__appointments__post__kind="liaison")
    assert told.exists()
    city.clock.move_to(at(1, 5))
    sweep()
    rung = Rung.objects.get(deadline__matter=doors.pk, rung="day-75")
    assert rung.release_role == "director"


def test_a_closed_facility_owes_nothing_and_calls_off_what_was_announced(city):
    doors = Doors(city)
    session = doors.announce()
    doors.do("suspend", {"reason": "设备检修", "until": "2027-02-01"})
    assert doors.matter.next_due_on is None
    session.refresh_from_db()
    assert (session.state, session.reason) == ("cancelled", "设备检修，预计2027年2月1日恢复")
    shown = PublishedFacility.objects.get(pk=doors.matter.facility.public_id)
    assert (shown.state, shown.reason) == ("suspended", "设备检修，预计2027年2月1日恢复")
    city.clock.move_to(at(2, 1))
    doors.do("resume")
    assert doors.interval.due_on == date(2027, 4, 1)
    shown.refresh_from_db()
    assert (shown.state, shown.reason) == ("open", "")


def test_withdrawing_is_for_the_heads_and_ends_everything(city):
    doors = Doors(city)
    with pytest.raises(Refused) as refused:
        doors.do("withdraw", {"reason": "设施关停"})
    assert refused.value.code == "not_permitted"
    doors.do("withdraw", {"reason": "设施关停"}, who="municipal-gardens-bureau.principal")
    assert not doors.matter.open
    assert doors.interval.state == "cancelled"


def test_each_kind_without_an_open_facility_is_a_gap_and_samples_fill_none(city):
    assert [code for code, _ in queries.gaps(date(2026, 11, 22))] == ["monitoring", "sewage", "household-waste", "hazardous-waste"]  # fmt: skip
    doors = Doors(city)
    sample = {**FACTS, "kind": "monitoring", "body": "ecology-bureau"}
    perform(FACILITY, "load_sample", actor=Actor.system("示例"), data=sample)
    assert [code for code, _ in queries.gaps(date(2026, 11, 22))] == ["monitoring", "household-waste", "hazardous-waste"]  # fmt: skip
    doors.do("suspend", {"reason": "设备检修"})
    members = tallies.tally("facility.kinds_without_opening").members(date(2026, 11, 22))
    assert len(members) == 4
    assert "城市污水处理设施" in [one.label for one in members]


@pytest.mark.parametrize(
    ("period", "months", "code"),
    [
        ("2027H1", [1, 3, 5], None), ("2027H1", [1, 2, 5], "plan_too_thin"), ("2027H1", [1, 3, 9], "unknown_period"),
        ("2026H2", [12], None), ("2026H2", [8], "plan_too_thin"), ("2025H2", [8], "unknown_period"),
    ],
)  # fmt: skip
def test_a_plan_leaves_no_two_months_without_an_opening(city, period, months, code):
    doors = Doors(city)
    given = {"period": period, "months": months, "text": "讲解员两名，每场前安全交底。"}
    if code is None:
        doors.do("plan", given)
        assert doors.matter.facility.plans.get().months == months
        return
    with pytest.raises(Refused) as refused:
        doors.do("plan", given)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("act", "data", "code"),
    [
        ("schedule", {"starts_at": at(11, 20), "ends_at": at(11, 20, 11), "capacity": 5}, "session_in_past"),
        ("schedule", {"starts_at": at(12, 20), "ends_at": at(12, 20, 8), "capacity": 5}, "bad_data"),
        ("schedule", {"starts_at": at(12, 20), "ends_at": at(12, 21), "capacity": 5}, "bad_data"),
        ("schedule", {"starts_at": "2026-12-20T09:00:00", "ends_at": "2026-12-20T11:00:00", "capacity": 5}, "bad_data"),
        ("record_visit", {"residents": 3}, "session_not_over"),
        ("cancel_session", {"session": "nothing", "reason": "停电"}, "unknown_session"),
        ("change_session", {"starts_at": at(12, 20), "ends_at": at(12, 20, 11), "capacity": 2}, "seats_given_away"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(city, act, data, code):
    doors = Doors(city)
    session = doors.announce()
    session.taken = 3
    session.save()
    given = data if act == "schedule" else {"session": str(session.public_id), **data}
    with pytest.raises(Refused) as refused:
        doors.do(act, given)
    assert refused.value.code == code
    assert refused.value.sentence.endswith("。")


def test_a_record_names_nobody_and_counts_somebody(city):
    doors = Doors(city)
    session = doors.announce()
    city.clock.move_to(at(12, 12, 13))
    for data, code in (
        ({"residents": 0}, "nobody_came"),
        ({"record": "联系人陈先生13812345678带队。"}, "personal_data"),
    ):
        with pytest.raises(Refused) as refused:
            doors.hold(session, **data)
        assert refused.value.code == code
    doors.hold(session, record="街道组织社区居民参观，讲解两轮。")
    shown = PublishedSession.objects.get(pk=session.public_id)
    assert (shown.state, shown.visitors) == ("held", 8)
    with pytest.raises(Refused) as refused:
        doors.hold(session)
    assert refused.value.code == "session_over"


def test_a_session_moved_keeps_who_booked(city):
    doors = Doors(city)
    session = doors.announce(capacity=2)
    asked(session, 2)
    take_in()
    begins = at(12, 19)
    doors.do("change_session", {"session": str(session.public_id), "starts_at": begins, "ends_at": begins + timedelta(hours=1), "capacity": 3})  # fmt: skip
    shown = PublishedSession.objects.get(pk=session.public_id)
    assert (shown.starts_at, shown.taken, shown.left) == (begins, 2, 1)


def test_other_bodies_see_it_and_do_nothing(city):
    doors = Doors(city)
    for who in ("water-bureau.liaison", "committee-office.director", "siming-ecology-office.liaison"):
        with pytest.raises(Refused) as refused:
            doors.do("amend", FACTS, who=who)
        assert refused.value.code == "not_permitted"
    assert LIAISON.startswith(doors.matter.holder.key)


def test_the_public_reads_the_body_that_answers_now_after_a_new_name_and_after_a_reform(city):
    doors = Doors(city, by="port-authority.liaison")
    shown = PublishedFacility.objects.get(pk=doors.matter.facility.public_id)
    clerk = city.actor("committee-office.clerk")
    named = {"name": "厦门市港航管理局", "short_name": "市港航局", "since": "2026-11-22"}
    perform(BODY, "rename", "port-authority", actor=clerk, data=named)
    shown.refresh_from_db()
    assert shown.body_short_name == "市港航局"
    ended = {"until": "2026-11-22", "successor": "ecology-bureau"}
    perform(BODY, "dissolve", "port-authority", actor=clerk, data=ended)
    shown.refresh_from_db()
    assert (shown.body_key, shown.body_short_name) == ("ecology-bureau", "市生态环境局")
    assert doors.matter.holder.key == "ecology-bureau"
    assert showing.refresh() == 0
