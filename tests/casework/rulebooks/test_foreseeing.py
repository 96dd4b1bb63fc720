"""What a rulebook would move is foreseen, and then it is adopted and comes so."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.duties import instances
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import Sight, visible_to
from ecoduty.casework.rulebooks.foreseeing import Move, foresee, matters_of, on_ladder
from ecoduty.kernel.clock import SHANGHAI, now
from ecoduty.kernel.flow import Actor
from ecoduty.kernel.rulebook import store
from ecoduty.organisation.directory.adoption import adopt
from tests.casework.rulebooks.changing import edition
from tests.city import City
from tests.mechanisms.situation.calling import Call

WINTER = datetime(2026, 12, 20, 9, 0, tzinfo=SHANGHAI)


def live(city: City) -> None:
    """Both reports of every bureau run; a call was sent out, whose day somebody named."""
    sweep()
    Call(city).do("issue_call")
    city.clock.move_to(WINTER)
    sweep()


@pytest.fixture
def winter(city_after):
    with city_after("rulebook_winter", live, WINTER) as city:
        store.forget()
        yield city


def everything(_prefix):
    return Q()


def test_same_rules_move_nothing(winter):
    found = foresee(edition(), now())
    assert (found.deadlines, found.duties, found.ladders, found.sights) == ((), (), (), ())


def test_running_deadlines_stay_and_say_where_they_would_end(winter):
    def earlier(data):
        data["duties"]["half-year-report"]["due"]["n"] = 5
        data["duties"]["annual-report"]["due"] |= {"month": 12, "day": 10, "year": 0}

    new = edition(earlier)
    found = foresee(new, now())
    half = [one for one in found.deadlines if one.rule == "half-year-report"]
    annual = [one for one in found.deadlines if one.rule == "annual-report"]
    running = Deadline.objects.filter(rule="half-year-report", state__in=("running", "missed")).count()
    assert len(half) == running > 10
    assert {(one.old, one.new, one.move, one.late) for one in half} == {
        (date(2027, 1, 15), date(2027, 1, 5), Move.EARLIER, False)
    }
    assert {(one.old, one.new, one.late) for one in annual} == {(date(2027, 1, 31), date(2026, 12, 10), True)}
    assert len(found.late) == len(annual)
    before = dict(Deadline.objects.values_list("pk", "due_at"))
    adopt(new, Actor.system("测试"))
    sweep()
    assert dict(Deadline.objects.filter(pk__in=before).values_list("pk", "due_at")) == before


def test_what_somebody_decided_is_no_rule_s_day(winter):
    def longer(data):
        data["duties"]["half-year-report"]["due"]["n"] = 20

    half = Deadline.objects.filter(rule="half-year-report").first()
    Deadline.objects.filter(pk=half.pk).update(due_on=date(2027, 1, 18), due_at=half.due_at + timedelta(days=3))
    found = foresee(edition(longer), now())
    assert [one.deadline for one in found.moved(Move.DECIDED)] == [half.pk]
    assert all(one.new == date(2027, 1, 20) for one in found.moved(Move.LATER))


def test_duties_to_come_open_as_foreseen_after_adopting(winter):
    def otherwise(data):
        data["duties"]["half-year-report"]["opens"]["n"] = 30
        data["duties"]["annual-report"]["due"]["day"] = 20

    new = edition(otherwise)
    found = foresee(new, now())
    keys = {(one.duty, one.period) for one in found.duties}
    assert keys == {("half-year-report", "2027-H1"), ("half-year-report", "2027-H2"), ("annual-report", "2027")}
    upcoming = instances.upcoming(winter.clock.moment.date(), 365)
    names = {(one.duty, one.body_id, one.period): one for one in upcoming}
    adopt(new, Actor.system("测试"))
    after = {(one.duty, one.body_id, one.period): one for one in instances.upcoming(winter.clock.moment.date(), 365)}
    moved = [key for key in after if (after[key].opens, after[key].due) != (names[key].opens, names[key].due)]
    assert len(moved) == len(found.duties)
    assert {(after[key].opens, after[key].due) for key in moved} == {(one.opens[1], one.due[1]) for one in found.duties}


def test_a_duty_that_is_new_opens_at_once_for_all_its_bearers(winter):
    def more(data):
        data["duties"]["second-report"] = {
            **data["duties"]["half-year-report"], "key": "second-report", "label": "又一报告",
        }  # fmt: skip

    new = edition(more)
    found = [one for one in foresee(new, now()).duties if one.opens[1] <= WINTER.date()]
    adopt(new, Actor.system("测试"))
    report = sweep()
    assert report.opened == len(found) > 10
    assert {one.opens[0] for one in found} == {None}


def test_ladder_with_other_rungs_counts_the_deadlines_that_keep_theirs(winter):
    def shorter(data):
        data["ladders"]["annual-report"]["rungs"] = data["ladders"]["annual-report"]["rungs"][:-1]

    new = edition(shorter)
    [ladder] = foresee(new, now()).ladders
    assert (ladder.ladder, len(ladder.before) - len(ladder.after)) == ("annual-report", 1)
    assert ladder.running == on_ladder(new, "annual-report", everything).count() > 10
    adopt(new, Actor.system("测试"))
    assert on_ladder(new, "annual-report", everything).count() == ladder.running


def test_sights_open_and_close_for_as_many_matters_as_said(winter):
    def open_to_neighbours(data):
        data["visibility"]["half-year-report"]["internal"]["oversight"] = "none"

    new = edition(open_to_neighbours)
    [cell] = foresee(new, now()).sights
    assert (cell.relation, cell.after, cell.opens) == ("oversight", "none", False)
    clerk = winter.actor("committee-office.clerk")
    reports = Matter.objects.filter(kind="half_year_report", secrecy=cell.secrecy)
    seen = reports.filter(visible_to(clerk, Sight.SUMMARY)).count()
    assert cell.matters == reports.count() == seen
    adopt(new, Actor.system("测试"))
    store.forget()
    assert reports.filter(visible_to(clerk, Sight.SUMMARY)).count() == 0
    assert matters_of(everything).count() > 0


def test_foreseeing_asks_the_same_few_questions_however_many_run(winter):
    def earlier(data):
        data["duties"]["half-year-report"]["due"]["n"] = 5

    new = edition(earlier)
    foresee(new, now())
    with CaptureQueriesContext(connection) as many:
        assert len(foresee(new, now()).deadlines) > 10
    half = Deadline.objects.filter(rule="half-year-report")
    half.exclude(pk=half.first().pk).update(state="cancelled", next_rung_at=None)
    with CaptureQueriesContext(connection) as few:
        assert len(foresee(new, now()).deadlines) == 1
    assert len(few) == len(many)
