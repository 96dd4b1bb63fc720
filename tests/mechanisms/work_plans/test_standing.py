"""Who has no plan from the rulebook's day on (8.1), and responsibilities without unit, person or task (8.2): figure and list."""

from __future__ import annotations

from datetime import datetime

import pytest

from ecoduty.casework.figures.tallies import tally
from ecoduty.kernel.clock import SHANGHAI, today
from ecoduty.mechanisms.work_plans import standing
from tests.mechanisms.responsibilities.listing import published
from tests.mechanisms.work_plans.steps import ISSUER, Work, content, plan

WATER, OFFICE, NEIGHBOUR = "water-bureau.principal", "committee-office.clerk", "transport-bureau.liaison"
ROWS = (
    {"name": "排污口巡查", "unit": "河湖处", "person_a": "李明"},
    {"name": "水土保持审批", "unit": "水保处"},
)


def count(name: str) -> int:
    return len(tally(f"work_plan.{name}").members(today()))


@pytest.mark.clause("8.1", page="/work-plans/")
def test_a_body_without_a_plan_is_named_from_the_first_of_february_on(city):
    plan(city, by=ISSUER, year=2027)
    client = city.client(OFFICE)
    city.clock.move_to(datetime(2027, 1, 31, 10, tzinfo=SHANGHAI))
    assert count("bodies_without_plan") == 0
    assert "2月1日起列出尚未编制的单位" in client.get("/work-plans/").content.decode()
    city.clock.move_to(datetime(2027, 2, 1, 10, tzinfo=SHANGHAI))
    number = count("bodies_without_plan")
    assert number == len(standing.planning_bodies(today())) - 1
    page = client.get("/work-plans/").content.decode()
    assert f"尚未编制的单位 <b>{number}</b>" in page
    assert "编制中" in page
    listed = client.get("/work-plans/?only=bodies_without_plan").content.decode()
    assert listed.count("<b>尚未编制</b>") == number
    assert "编制中" not in listed
    assert "市水利局" not in city.client(NEIGHBOUR).get("/work-plans/").content.decode()


@pytest.mark.clause("8.2", page="/work-plans/gaps/")
def test_every_gap_is_counted_and_its_number_opens_the_list(city):
    listed = published(city, "water-bureau", *ROWS)
    assert [count(f"rows_without_{lack}") for lack in ("unit", "person", "task")] == [0, 1, 2]
    client = city.client(WATER)
    page = client.get("/work-plans/gaps/?lack=person").content.decode()
    assert "水土保持审批" in page
    assert "排污口巡查" not in page
    assert "没有责任人、没有任务" in page
    key = str(listed.row("水土保持审批").key)
    given = content(lead="water-bureau", supporters=[], responsibility=key)
    work = Work(city, by=WATER, **given)
    assert count("rows_without_task") == 1
    work.do(WATER, "issue")
    work.do(WATER, "sign_for", {"unit": "水保处", "person": "王工"})
    assert count("rows_without_person") == 0
    assert "没有缺口" in client.get("/work-plans/gaps/?lack=person").content.decode()
    assert "排污口巡查" in city.client(OFFICE).get("/work-plans/gaps/?body=water-bureau&lack=task").content.decode()


def test_a_neighbour_reads_nothing_of_another_bodys_gaps_and_unknown_numbers_are_nowhere(city):
    published(city, "water-bureau", *ROWS)
    client = city.client(NEIGHBOUR)
    for address in ("/work-plans/gaps/", "/work-plans/gaps/?body=water-bureau", "/work-plans/"):
        assert "水土保持审批" not in client.get(address).content.decode()
    for address in ("/work-plans/?year=1999", "/work-plans/?only=rumour", "/work-plans/gaps/?lack=rumour"):
        assert client.get(address).status_code == 404


def test_the_overview_costs_the_same_for_many_plans(city, django_assert_max_num_queries):
    client = city.client(OFFICE)
    plan(city, by=ISSUER, year=2026)
    client.get("/work-plans/")
    with django_assert_max_num_queries(40) as few:
        client.get("/work-plans/")
    published(city, "water-bureau", *ROWS)
    year = plan(city, by=WATER, year=2026)
    for number in range(3):
        Work(city, by=WATER, **content(lead="water-bureau", supporters=[], name=f"巡查{number}", plan=year.number))
    with django_assert_max_num_queries(40) as many:
        page = client.get("/work-plans/").content.decode()
    assert len(many) <= len(few)
    assert "0%" in page
