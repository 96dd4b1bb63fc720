"""A plan out of the list in force and last year's plan: ticked row by row, never blind, never twice (8.1)."""

from __future__ import annotations

import pytest

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.work_plans import compiling
from ecoduty.mechanisms.work_plans.flow import WORK_PLAN
from ecoduty.mechanisms.work_plans.models import Task
from tests.mechanisms.responsibilities.listing import published
from tests.mechanisms.work_plans.steps import Work, content, in_days, plan

WATER = "water-bureau.principal"
ROWS = (
    {"name": "排污口巡查", "unit": "河湖处", "person_a": "李明", "supporters": ["ecology-bureau"]},
    {"name": "水土保持审批"},
)


def own(**more):
    """A task of the water bureau's own, as its plans have them."""
    return content(lead="water-bureau", supporters=["ecology-bureau｜监测断面水质"], **more)


@pytest.fixture
def two_years(city):
    """Last year's plan with a task about a listed row and a cancelled one, a list in force, this year's empty plan."""
    listed = published(city, "water-bureau", *ROWS)
    last, year = plan(city, by=WATER, year=2026), plan(city, by=WATER, year=2027)
    key = str(listed.row("排污口巡查").key)
    done = Work(city, by=WATER, **own(name="2026年排污口巡查", plan=last.number, responsibility=key))
    Work(city, by=WATER, **own(name="不再做的", plan=last.number)).do(WATER, "drop", {"note": "不做了"})
    return city, year, done, listed


def take(city, year, *rows):
    return perform(WORK_PLAN, "compile_plan", year.pk, actor=city.actor(WATER), data={"rows": rows})


def test_rows_and_last_years_tasks_are_proposed_once_each(two_years):
    _, year, done, listed = two_years
    found = compiling.proposals(year.work_plan, in_days(0))
    assert [one.token for one in found] == [done.matter.number, str(listed.row("水土保持审批").key)]
    assert found[0].row.unit == "河湖处"
    assert found[0].limit_on == in_days(60).replace(year=in_days(60).year + 1)


@pytest.mark.clause("8.1", page="/matters/?kind=work_plan")
def test_only_what_is_ticked_becomes_a_draft_with_what_is_known(two_years):
    city, year, done, listed = two_years
    client = city.client(WATER)
    page = client.get(f"/matters/{year.public_id}/year-plan/").content.decode()
    assert "2026年没有办结的任务" in page
    assert "不再做的" not in page
    key = str(listed.row("水土保持审批").key)
    number = done.matter.number
    given = {"_version": year.version, "row": [number], f"limit.{number}": "2027-10-31", f"limit.{key}": "2027-05-01"}
    assert client.post(f"/matters/{year.public_id}/year-plan/", given).status_code == 302
    made = Task.objects.get(plan=year.pk)
    assert (made.matter.state, made.continues_id, str(made.limit_on)) == ("draft", done.pk, "2027-10-31")
    assert made.parts.get().result == "监测断面水质"
    assert made.source_note.startswith(f"续自{number}")
    page = client.get(f"/matters/{year.public_id}/year-plan/").content.decode()
    assert page.count("已列入</span>") == 1
    assert f'value="{number}"' not in page


def test_a_listed_row_becomes_an_incomplete_draft_that_waits_for_its_content(two_years):
    city, year, _, listed = two_years
    row = listed.row("水土保持审批")
    take(city, year, str(row.key))
    made = Task.objects.get(plan=year.pk)
    assert (made.row, made.row_name, made.lead.key, made.limit_on) == (row.key, row.name, "water-bureau", None)
    assert made.missing == ["目标", "措施", "要求", "完成时限"]


def test_a_row_in_which_the_body_only_supports_can_be_taken_up_as_it_is_proposed(city):
    published(city, "ecology-bureau", {"name": "入河排污口整治", "role": "lead", "supporters": ["water-bureau"]})
    listed = published(
        city,
        "water-bureau",
        {"name": "配合入河排污口整治", "role": "support", "lead": "ecology-bureau", "unit": "河湖处"},
    )
    year = plan(city, by=WATER, year=2027)
    row = listed.row("配合入河排污口整治")
    assert str(row.key) in [one.token for one in compiling.proposals(year.work_plan, in_days(0))]
    take(city, year, str(row.key))
    made = Task.objects.get(plan=year.pk)
    assert (made.row, made.row_name) == (row.key, "配合入河排污口整治")


def test_what_a_colleague_took_or_nobody_proposed_is_refused_and_nothing_of_it_kept(two_years):
    city, year, done, listed = two_years
    key, number = str(listed.row("水土保持审批").key), done.matter.number
    take(city, year, number)
    for rows, code in (
        (("2026-9999999",), "not_proposed"),
        ((key, number), "not_proposed"),
        ((f"{key}｜五月",), "bad_day"),
    ):
        with pytest.raises(Refused) as caught:
            take(city, year, *rows)
        assert caught.value.code == code
    assert Task.objects.filter(plan=year.pk).count() == 1


def test_what_was_ticked_stays_ticked_after_a_refusal(two_years):
    city, year, done, _ = two_years
    number = done.matter.number
    given = {"_version": year.version, "row": [number], f"limit.{number}": "2020-01-01"}
    answer = city.client(WATER).post(f"/matters/{year.public_id}/year-plan/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "已经过去" in page
    assert f'value="{number}" checked' in page
    assert 'value="2020-01-01"' in page
    assert Matter.objects.filter(kind="task").count() == 2


def test_the_page_costs_the_same_for_many_rows(city, django_assert_max_num_queries):
    published(city, "water-bureau", *ROWS)
    year = plan(city, by=WATER, year=2027)
    client = city.client(WATER)
    client.get(f"/matters/{year.public_id}/year-plan/")
    with django_assert_max_num_queries(60) as few:
        client.get(f"/matters/{year.public_id}/year-plan/")
    last = plan(city, by=WATER, year=2026)
    for number in range(4):
        Work(city, by=WATER, **own(name=f"巡查{number}", plan=last.number))
    with django_assert_max_num_queries(60) as many:
        page = client.get(f"/matters/{year.public_id}/year-plan/").content.decode()
    assert "巡查3" in page
    assert len(many) <= len(few) + 3  # last year's tasks, their parts and bodies
