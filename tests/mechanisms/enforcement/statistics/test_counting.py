"""Legs are followed by the gate and counted by the database: for who is named, once for the body; folded or not, the sums hold."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter, NamedAccess
from ecoduty.casework.matters.opening import name_person
from ecoduty.kernel.clock import SHANGHAI, now
from ecoduty.mechanisms.enforcement.statistics import folding, queries
from ecoduty.mechanisms.enforcement.statistics.models import EDGES, WHOLE, LegCell, LegDelta, LegRow

WOOD = "toy-wood/liaison"
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def maker(town, noon):
    """Toys that the wood workshop's liaison is named in."""

    def make(**more):
        return town.toy(kind="toy_restricted", person=town.people[WOOD].pk, **more)

    return make


def rows(matter: Matter) -> list[LegRow]:
    return list(LegRow.objects.filter(matter=matter).exclude(leg=WHOLE).order_by("began", "pk"))


def standing(town, person: str = WOOD) -> queries.Standing:
    return queries.standing(town.people[person].pk, LONG_AGO)


def test_a_case_is_on_one_leg_and_then_on_the_next(town, noon, maker):
    toy = maker()
    (first,) = rows(toy)
    assert (first.leg, first.began, first.ended, first.body.key) == ("making", now(), None, "toy-wood")
    noon.advance(timedelta(hours=30))
    town.act(toy, "submit")
    first, second = rows(toy)
    assert queries.hours(first, now()) == 30
    assert (second.leg, second.ended) == ("testing", None)
    noon.advance(timedelta(days=2))
    town.act(toy, "finish")
    assert [row.ended is not None for row in LegRow.objects.filter(matter=toy)] == [True] * 3
    whole = LegRow.objects.get(matter=toy, leg=WHOLE)
    assert queries.hours(whole, now()) == 78


def test_going_back_is_another_round_and_reopening_another_road(town, noon, maker):
    toy = maker()
    noon.advance(timedelta(hours=1))
    town.act(toy, "finish")
    noon.advance(timedelta(hours=1))
    town.act(toy, "reopen")
    assert [row.leg for row in rows(toy)] == ["making", "making"]
    assert LegRow.objects.filter(matter=toy, leg=WHOLE).count() == 2


def test_the_legs_clock_is_the_first_of_its_limits_that_runs(town, noon, maker):
    toy = maker()
    town.act(toy, "start_hours")
    (row,) = rows(toy)
    assert row.due_at == now() + timedelta(hours=24)
    noon.advance(timedelta(hours=5))
    town.act(toy, "submit")
    town.act(toy, "start_loose")
    assert rows(toy)[1].deadline.key == "toy.loose"
    town.act(toy, "start_strict")
    assert rows(toy)[1].deadline.key == "toy.strict"


def test_late_is_noted_when_the_platform_notes_it_and_stays(town, noon, maker):
    toy = maker()
    town.act(toy, "start_hours")
    noon.advance(timedelta(hours=25))
    assert not rows(toy)[0].late
    sweep()
    assert rows(toy)[0].late
    assert standing(town).by_leg["making"].open_late == 1
    town.act(toy, "meet_hours")
    town.act(toy, "submit")
    count = standing(town).by_leg["making"]
    assert (count.over, count.over_late, count.late_share) == (1, 1, 100)
    assert LegRow.objects.get(matter=toy, leg=WHOLE).late


def test_what_was_met_in_time_by_a_late_entry_is_not_late(town, noon, maker):
    toy = maker()
    town.act(toy, "start_hours")
    begun = now()
    noon.advance(timedelta(hours=30))
    sweep()
    assert rows(toy)[0].late
    town.act(toy, "meet_hours", occurred_at=begun + timedelta(hours=20), reason="当天已经办好，系统停机")
    assert not rows(toy)[0].late


def test_everybody_named_counts_it_and_the_body_once(town, noon, maker):
    toy = maker()
    name_person(toy, town.people["toy-wood/principal"].pk, "reader", now())
    assert standing(town).cases == standing(town, "toy-wood/principal").cases == 1
    assert standing(town, "toy-wood/deputy").cases == 0
    principal, deputy = town.actor("toy-wood", "principal"), town.actor("toy-wood", "deputy")
    assert queries.unknown(principal, LONG_AGO, standing(town, "toy-wood/principal")) == 0
    assert queries.unknown(deputy, LONG_AGO, standing(town, "toy-wood/deputy")) == 1
    assert queries.unknown(town.actor("toy-paint", "liaison"), LONG_AGO, standing(town, "toy-paint/liaison")) == 0


def test_who_is_let_out_counts_it_no_more(town, noon, maker):
    toy = maker()
    noon.advance(timedelta(hours=3))
    town.act(toy, "submit")
    NamedAccess.objects.filter(matter=toy).update(until=now().date())
    assert standing(town).by_leg == {}
    assert not queries.rows(town.people[WOOD].pk, LONG_AGO, "making").exists()


def test_sums_are_the_same_folded_or_not_and_recounted(town, noon, maker):
    toys = [maker(title=f"木马{number}") for number in range(7)]
    for number, toy in enumerate(toys):
        noon.advance(timedelta(hours=number + 1))
        town.act(toy, "submit")
        if number % 2:
            town.act(toy, "finish")
    before = standing(town)
    assert folding.fold() > 0
    assert not LegDelta.objects.exists()
    assert standing(town) == before
    assert folding.recount() == 0
    LegCell.objects.filter(leg="testing").update(amount=99)
    assert folding.recount() > 0
    assert standing(town) == before
    assert folding.fold() > 0
    assert not LegCell.objects.filter(amount=0).exists()


@pytest.mark.parametrize("stands", ["over", "late", "open", "open-late", "all"])
def test_every_number_is_the_length_of_its_list(town, noon, maker, stands):
    toys = [maker(title=f"木马{number}") for number in range(9)]
    for toy in toys:
        town.act(toy, "start_hours")
    for number, toy in enumerate(toys[:6]):
        noon.advance(timedelta(hours=9))
        town.act(toy, "submit")
        if number % 3 == 0:
            town.act(toy, "finish")
    sweep()
    for since in (LONG_AGO, now().date(), date(2026, 4, 1)):
        found = queries.standing(town.people[WOOD].pk, since)
        for leg in ("making", "testing", WHOLE):
            count = found.by_leg.get(leg, queries.Count())
            number = {
                "over": count.over, "late": count.late, "open": count.open, "open-late": count.open_late, "all": count.all,
            }[stands]  # fmt: skip
            assert queries.rows(town.people[WOOD].pk, since, leg, stands).count() == number, (since, leg)


def test_a_leg_ends_in_the_month_of_local_time(town, noon, maker):
    noon.move_to(datetime(2026, 3, 31, 23, 30, tzinfo=SHANGHAI))
    toy = maker()
    noon.move_to(datetime(2026, 4, 1, 0, 30, tzinfo=SHANGHAI))  # still March by Greenwich
    town.act(toy, "submit")
    folding.fold()
    assert LegCell.objects.get(leg="making", person=0).month == date(2026, 4, 1)
    person = town.people[WOOD].pk
    assert queries.standing(person, date(2026, 4, 1)).by_leg["making"].over == 1
    assert queries.standing(person, date(2026, 5, 1)).by_leg.get("making") is None


def test_an_act_on_a_case_costs_the_same_however_many_legs_it_had(town, noon, maker, django_assert_max_num_queries):
    toy = maker()
    for _ in range(6):
        noon.advance(timedelta(hours=1))
        town.act(toy, "finish")
        town.act(toy, "reopen")
    with django_assert_max_num_queries(24):
        town.act(toy, "submit")


@pytest.mark.django_db
@pytest.mark.parametrize("place", range(len(EDGES) + 1))
def test_the_database_and_the_page_agree_about_buckets(place):
    edge = EDGES[min(place, len(EDGES) - 1)] * 3600
    seconds = edge - 1 if place < len(EDGES) else edge
    with connection.cursor() as cursor:
        cursor.execute("SELECT enforcement_leg_bucket(now(), now() + %s * interval '1 second')", [seconds])
        assert cursor.fetchone() == (place,)


@given(st.lists(st.floats(0.01, 8000), min_size=1, max_size=60))
def test_the_median_lies_in_the_bucket_of_the_true_one(lengths):
    buckets: dict[int, int] = {}
    for hours in lengths:
        bucket = sum(hours >= edge for edge in EDGES)
        buckets[bucket] = buckets.get(bucket, 0) + 1
    true = sorted(lengths)[(len(lengths) - 1) // 2]
    found = queries.median(buckets)
    bucket = sum(true >= edge for edge in EDGES)
    low, high = (EDGES[bucket - 1] if bucket else 0), EDGES[min(bucket, len(EDGES) - 1)]
    assert low <= found <= high


def test_nothing_ended_has_no_median():
    assert queries.median({}) is None
    assert queries.Count().late_share is None
