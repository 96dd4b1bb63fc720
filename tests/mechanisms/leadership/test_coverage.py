"""Who reported on what and who studied, judged by date (clauses 10.1, 13.1)."""

from __future__ import annotations

from datetime import date, timedelta

from ecoduty.casework.figures.tallies import tally
from ecoduty.mechanisms.leadership import coverage
from ecoduty.mechanisms.leadership.coverage import Scope, Standing
from ecoduty.organisation.directory.models import Body, LeaderInCharge, Post
from tests.mechanisms.leadership.steps import OFFICE, Room, at

YEAR, TODAY = Scope("city", None, 2026), date(2026, 11, 22)


def row(body: str, leader: str, on: date = TODAY, scope: Scope = YEAR) -> coverage.Portfolio:
    post = Post.objects.get(body__key="government", key=leader).pk
    return next(one for one in coverage.portfolios(scope, on) if one.body.key == body and one.leader == post)


def passes(body: str, old: str, new: str, on: date) -> None:
    """A portfolio passes to another leader on a day."""
    LeaderInCharge.objects.filter(body__key=body, leader__key=old).update(until=on)
    leader = Post.objects.get(body__key="government", key=new)
    LeaderInCharge.objects.create(leader=leader, body=Body.objects.get(key=body), side="government", since=on)


AGRI, INDUSTRY = "vice-mayor-agriculture", "vice-mayor-industry"


def test_a_report_counts_for_its_leader_and_body_only(city):
    room = Room(city)
    made = room.held()
    room.hears(made, "water-bureau")
    heard = row("water-bureau", AGRI)
    assert heard.standing == Standing.DONE
    assert [one.meeting_id for one in heard.heard] == [made.pk]
    assert row("ocean-bureau", AGRI).standing == Standing.DUE
    assert row("ocean-bureau", AGRI, date(2027, 1, 1)).standing == Standing.MISSED


def test_a_portfolio_that_passes_in_mid_year_is_judged_by_date(city):
    room = Room(city)
    room.hears(room.held(day="2026-05-20"), "water-bureau")
    passes("water-bureau", AGRI, INDUSTRY, date(2026, 7, 1))
    old, new = row("water-bureau", AGRI), row("water-bureau", INDUSTRY)
    assert (old.standing, old.until) == (Standing.DONE, date(2026, 6, 30))
    assert (new.standing, new.since) == (Standing.DUE, date(2026, 7, 1))
    assert "副市长" in new.title


def test_who_left_without_reporting_is_said_and_who_came_late_is_not_asked(city):
    passes("water-bureau", AGRI, INDUSTRY, date(2026, 11, 10))
    assert row("water-bureau", AGRI).standing == Standing.MISSED
    assert row("water-bureau", INDUSTRY).standing == Standing.SHORT


def test_only_who_is_in_charge_that_day_can_have_reported(city):
    room = Room(city)
    passes("water-bureau", AGRI, INDUSTRY, date(2026, 7, 1))
    made = room.held(day="2026-08-01")
    old = LeaderInCharge.objects.get(leader__key=AGRI, body__key="water-bureau")
    given = {"reported": [f"{old.leader_id}:{old.body_id}"], "gist": "汇报落实情况。"}
    assert room.refused(OFFICE, "meeting", "record_hearing", made.pk, given).code == "not_in_portfolio"


def test_a_struck_report_counts_no_more_and_may_be_entered_anew(city):
    room = Room(city)
    made = room.held()
    room.hears(made, "water-bureau")
    assert room.refused(
        OFFICE, "meeting", "record_hearing", made.pk, {"reported": ["1:1"], "gist": "汇报落实情况。"}
    ).code
    hearing = made.meeting.hearings.get()
    room.do(OFFICE, "meeting", "strike_hearing", made.pk, {"hearing": hearing.pk, "note": "录错了人。"})
    assert row("water-bureau", AGRI).standing == Standing.DUE
    room.hears(made, "water-bureau")
    assert row("water-bureau", AGRI).standing == Standing.DONE


def test_a_special_meeting_hears_but_does_not_cover(city):
    room = Room(city)
    made = room.held(kind="special", title="流域治理专题会")
    room.hears(made, "water-bureau")
    assert row("water-bureau", AGRI).standing == Standing.DUE


def test_a_study_counts_in_its_quarter_when_the_principal_presided(city):
    room = Room(city)
    who, group = "water-bureau.liaison", {"kind": "party-group", "held_by": "water-bureau", "title": "局党组会"}
    room.held(who, day="2026-02-10", **group)
    room.held(who, day="2026-05-10", presided="other", **group)
    spans = next(one for one in coverage.studies(YEAR, TODAY) if one.body.key == "water-bureau").spans
    assert [span.standing for span in spans] == [Standing.DONE, Standing.BEFORE, Standing.MISSED, Standing.DUE]
    missed = [one.label for one in tally("meeting.not_studied").members(TODAY) if one.body == "water-bureau"]
    assert missed == ["市水利局三季度"]


def test_standing_committee_and_executive_meeting_half_year_by_half_year(city):
    room = Room(city)
    room.held(day="2026-03-01")
    found = {(one.body.key, one.kind): [span.standing for span in one.spans] for one in coverage.forums(YEAR, TODAY)}
    assert found["government", "政府常务会"] == [Standing.DONE, Standing.DUE]
    assert found["party-committee", "党委常委会"] == [Standing.BEFORE, Standing.DUE]


def test_a_district_is_counted_by_itself(city):
    siming = Body.objects.get(key="siming")
    scope = Scope("district", siming.pk, 2026)
    room = Room(city)
    room.held("siming-committee-office.clerk", kind="standing", held_by="siming-party-committee", title="区委常委会")
    found = {one.body.key: one for one in coverage.forums(scope, TODAY)}
    assert found["siming-party-committee"].spans[1].standing == Standing.DONE
    assert all(one.body.region_id == siming.pk for one in coverage.studies(scope, TODAY))


def test_the_number_is_the_list_and_queries_are_constant(city, django_assert_num_queries):
    room = Room(city)
    before = len(tally("meeting.not_reported").members(TODAY))
    room.hears(room.held(), "water-bureau", "ocean-bureau")
    assert len(tally("meeting.not_reported").members(TODAY)) == before - 2
    for number in range(3):
        room.held(day=str(date(2026, 9, 1) + timedelta(days=number)), title=f"第{number}次会议")
    with django_assert_num_queries(3):
        coverage.portfolios(YEAR, TODAY)
    with django_assert_num_queries(2):
        coverage.studies(YEAR, TODAY)
    with django_assert_num_queries(2):
        coverage.forums(YEAR, TODAY)


def test_next_year_begins_anew(city):
    room = Room(city)
    room.hears(room.held(), "water-bureau")
    city.clock.move_to(at(2, 1, year=2027))
    assert row("water-bureau", AGRI, date(2027, 2, 1), Scope("city", None, 2027)).standing == Standing.DUE
