"""Stories of what departments owe: lists, plans, tasks, projects, orders, reports. Every act goes through, and they come to ends."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from random import Random

import pytest

from ecoduty.casework.documents.models import Document
from ecoduty.casework.duties.instances import open_due
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.publications.models import Publication
from ecoduty.interfaces.console.simulation import numbering, people
from ecoduty.interfaces.console.simulation.stories import stories
from ecoduty.interfaces.console.simulation.stories.tasks import HEADS
from ecoduty.interfaces.console.simulation.town import Town
from ecoduty.kernel.clock import SHANGHAI, frozen
from ecoduty.mechanisms.responsibilities.models import Responsibility
from ecoduty.mechanisms.work_plans.flow import TASKS
from ecoduty.mechanisms.work_plans.models import Task
from ecoduty.organisation.directory.models import Body
from tests.interfaces.console.simulation.leading import BEGINS, ENDS, lead

NEW_YEAR = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)
AUGUST = datetime(2026, 8, 20, 9, 0, tzinfo=SHANGHAI)
DECEMBER = datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI)


def states(kind: str) -> Counter[str]:
    return Counter(Matter.objects.filter(kind=kind).values_list("state", flat=True))


@pytest.fixture
def town(town_of):
    with town_of():
        yield


def test_tasks_are_led_from_the_draft_to_the_issuers_word_some_late(town):
    done = lead({"tasks": 16}, follow={"task"}).counted
    found = states("task")
    assert found["accepted"] >= 10
    assert set(found) <= {"accepted", "cancelled", "doing", "applied", "issued"}
    assert done["task.finish_part"] >= 6
    assert done["task.reach_milestone"] >= 6
    assert done["task.return_result"] + done["task.ask_extension"] >= 2
    assert len(set(Task.objects.values_list("lead", flat=True))) >= 6
    assert len(set(Task.objects.values_list("source", flat=True))) >= 5
    limits = Deadline.objects.filter(key="task.limit", state="met")
    assert 0 < limits.filter(late=True).count() < limits.count() / 2


def test_a_plan_is_adopted_its_tasks_are_led_and_projects_are_built(town):
    done = lead({"work_plans": 4, "projects": 4}, follow={"task"}).counted
    assert states("work_plan")["in_force"] + states("work_plan")["closed"] == 4
    assert Task.objects.exclude(plan=None).count() >= 4
    assert states("project")["finished"] >= 2
    assert done["task.link_project"] >= 1
    assert done["work_plan.link_proof"] >= 8


def test_a_list_is_published_and_next_years_plan_is_compiled_from_it(town):
    """What most rows rest on came into force in August; a row in which the body only supports is taken up, too."""
    done = lead({"responsibility_lists": 1}, begins=AUGUST).counted
    assert states("specific_list")["effective"] == 17
    assert done["specific_list.answer_consultation"] >= 1
    assert Responsibility.objects.filter(in_list__sample=False, role="support").exists()
    done = lead({"next_plans": 1}, seed=3, begins=DECEMBER).counted
    assert done["work_plan.compile_plan"] == 1
    assert set(Task.objects.values_list("matter__state", flat=True)) == {"draft"}


def test_an_order_goes_to_several_bodies_each_reports_and_is_checked(town):
    done = lead({"supervision_orders": 5}, follow={"supervised_work"}).counted
    assert states("supervision_order") == {"closed": 5}
    assert states("supervised_work")["done"] >= 7
    assert done["supervised_work.give_feedback"] >= 3
    numbers = list(Document.objects.filter(kind="supervision_order").values_list("number", flat=True))
    assert len(set(numbers)) == 5
    assert all("〔2026〕" in number for number in numbers)


def test_reports_are_sent_receipted_and_published(town):
    done = lead({}, follow={"annual_report", "half_year_report"}, begins=DECEMBER, first=open_due).counted
    assert states("annual_report")["published"] >= 8
    assert states("half_year_report")["read"] + states("half_year_report")["followed_up"] >= 10
    assert done["annual_report.return_for_revision"] + done["half_year_report.return_for_revision"] >= 3
    assert done["half_year_report.give_instruction"] >= 2
    texts = [str(one.content) for one in Publication.objects.filter(kind="annual_report")]
    assert len(set(texts)) == len(texts)
    with frozen(ENDS, every_thread=True):
        water = Body.objects.get(key="water-bureau")
        assert numbering.following(water, "annual_report").endswith("号")
        assert numbering.following(Body.objects.get(key="committee-office"), "reminder_letter") == ""


def test_the_catalogue_of_last_year_is_reported_in_january_and_received(town):
    done = lead({}, follow={"filing_catalogue"}, begins=NEW_YEAR, first=open_due).counted
    catalogue = Matter.objects.select_related("filing_catalogue").get(kind="filing_catalogue")
    assert (catalogue.period, catalogue.state) == ("2025", "closed")
    assert [row["filed_on"] is None for row in catalogue.filing_catalogue.rows] == [False]
    assert not Deadline.objects.get(matter=catalogue, key="duty").late
    assert done["filing_review.file_document"] == 1


def test_the_office_decides_on_what_the_ladders_laid_out(town):
    made = Town(2, 2026)
    with frozen(BEGINS, every_thread=True) as clock:
        number = 0
        while not Matter.objects.filter(kind="task").exists():
            next(stories()["tasks"].tell(made, Random(f"late:{number}"), number))
            number += 1
        task = Matter.objects.select_related("holder").get(kind="task")
        made.do(TASKS, "issue", task.pk, by=people.somebody(task.holder, HEADS))
        clock.move_to(ENDS)
        sweep()
        assert Rung.objects.filter(state="prepared").exists()
        story = stories()["office"].tell(made, Random("office"), 0)
        for _ in range(20):  # so many sittings that each is decided, whatever the luck
            clock.move_to(next(story))
        assert not Rung.objects.filter(state="prepared").exists()
    assert made.counted["task.release_rung"] >= 1
