"""The three lists of a year: each names the other two, shows only what one may see, and the check counts what does not fit."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import now, today
from ecoduty.mechanisms.work_plans import queries
from ecoduty.mechanisms.work_plans.lists import asking, progress
from ecoduty.mechanisms.work_plans.lists.asking import Asked
from ecoduty.mechanisms.work_plans.models import Task, WorkPlan
from tests.mechanisms.responsibilities.listing import published
from tests.mechanisms.work_plans.steps import ISSUER, LEAD, Work, in_days
from tests.mechanisms.work_plans.test_projects import registered

OFFICE = "committee-office.director"
YEAR = "year=2026"


@pytest.fixture
def linked(city):
    """A campaign task of the water bureau, its project, and the listed row that it serves."""
    version = published(city, "water-bureau", {"name": "河道排污口巡查"}, {"name": "水土保持监督检查"}).list
    row = version.rows.order_by("order").first()
    project = registered(city)
    work = Work(city, source="campaign", responsibility=str(row.key)).under_way()
    work.do(LEAD, "link_project", {"project": project.number})
    return work.matter, project, row


def page(city, who, address):
    answer = city.client(who).get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def sheet(city, who, address):
    answer = city.client(who).get(address)
    return load_workbook(BytesIO(answer.content)).active


@pytest.mark.clause("12.2", page="/year/tasks/")
def test_each_list_names_the_numbers_of_the_other_two(city, linked):
    task, project, row = linked
    tasks = page(city, OFFICE, f"/year/tasks/?{YEAR}")
    assert [word for word in (task.number, project.number, row.number) if word not in tasks] == []
    projects = page(city, OFFICE, f"/year/projects/?{YEAR}")
    assert [word for word in (task.number, project.number, row.number) if word not in projects] == []
    rows = page(city, OFFICE, f"/year/responsibilities/?{YEAR}")
    assert [word for word in (task.number, project.number, row.number) if word not in rows] == []


@pytest.mark.parametrize(
    ("address", "name", "shown"),
    [
        ("tasks", "任务清单", ("task", "project", "row")),
        ("projects", "项目清单", ("project", "task", "row")),
        ("responsibilities", "责任清单", ("row", "task", "project")),
    ],
)
def test_each_list_is_a_file_that_can_be_handed_in(city, linked, address, name, shown):
    numbers = {"task": linked[0].number, "project": linked[1].number, "row": linked[2].number}
    found = sheet(city, OFFICE, f"/year/{address}/?{YEAR}&format=xlsx")
    assert found["A1"].value == f"厦门市2026年度生态环境保护{name}"
    assert found["A3"].value == "序号"
    assert found["A5"].value == 1
    assert found.freeze_panes == "C5"
    assert (found.page_setup.orientation, found.page_setup.paperSize, found.print_title_rows) == (
        "landscape",
        9,
        "$1:$4",
    )
    assert len(found.merged_cells.ranges) > 4
    line = [cell.value for cell in found[5]]
    assert [numbers[one] for one in shown if numbers[one] not in line] == []
    assert "填报日期" in found.cell(found.max_row, 1).value


def test_a_formula_in_a_name_stays_text_in_the_file(city):
    Work(city, source="campaign", name="=HYPERLINK(1)").under_way()
    found = sheet(city, OFFICE, f"/year/tasks/?{YEAR}&format=xlsx")
    assert (found["C5"].value, found["C5"].data_type, found["C5"].quotePrefix) == ("=HYPERLINK(1)", "s", True)


def test_only_the_sources_of_the_plan_are_listed_unless_others_are_asked_for(city):
    Work(city, source="campaign", name="攻坚任务").under_way()
    Work(city, source="annual", name="平常的任务").under_way()
    Work(city, source="campaign", name="还没有下达")
    default, every = page(city, OFFICE, f"/year/tasks/?{YEAR}"), page(city, OFFICE, f"/year/tasks/?{YEAR}&source=all")
    assert ("攻坚任务" in default, "平常的任务" in default, "还没有下达" in default) == (True, False, False)
    assert ("攻坚任务" in every, "平常的任务" in every, "还没有下达" in every) == (True, True, False)


@pytest.mark.clause("1.1", page="/year/tasks/?source=instruction")
def test_instructions_are_listed_one_by_one_with_who_does_them_and_how_far_they_are(city):
    work = Work(city, source="instruction", name="批示件一号", source_note="11月3日批示").under_way()
    work.do(LEAD, "report_progress", {"changed": "排查完成", "evidence": "台账", "percent": 35})
    Work(city, source="deployment", name="部署件一号").under_way()
    shown = page(city, LEAD, "/year/tasks/?source=instruction")
    assert [word for word in ("批示件一号", "市水利局", "李明", "办理中", "35%") if word not in shown] == []
    assert "部署件一号" not in shown
    assert "部署件一号" in page(city, LEAD, "/year/tasks/?source=deployment")


def test_nobody_sees_more_than_he_may(city, linked):
    task, project, _ = linked
    for who in ("transport-bureau.liaison", "siming-ecology-office.liaison"):
        for address in ("tasks", "projects", "responsibilities"):
            shown = page(city, who, f"/year/{address}/?{YEAR}&source=all")
            assert (task.number in shown, project.number in shown) == (False, False), (who, address)
    supporter = page(city, "construction-bureau.liaison", f"/year/tasks/?{YEAR}")
    assert task.number in supporter
    assert project.number not in supporter
    Matter.objects.filter(pk=task.pk).update(secrecy="restricted")
    assert task.number not in page(city, OFFICE, f"/year/tasks/?{YEAR}&source=all")
    assert task.number not in page(city, OFFICE, f"/year/projects/?{YEAR}")
    assert project.number in page(city, OFFICE, f"/year/projects/?{YEAR}&lack=task")


def test_a_year_has_what_ran_in_it(city):
    Work(city, source="campaign", limit_on=in_days(200).isoformat()).under_way()
    asked = {year: asking.tasks(Asked(year), city.actor(OFFICE), now()).count() for year in (2025, 2026, 2027, 2028)}
    assert asked == {2025: 0, 2026: 1, 2027: 1, 2028: 0}
    registered(city, begin_on="2026-03-01", end_on="2027-06-30")
    asked = {year: asking.projects(Asked(year), city.actor(OFFICE), now()).count() for year in (2025, 2026, 2027, 2028)}
    assert asked == {2025: 0, 2026: 1, 2027: 1, 2028: 0}


def test_every_number_of_the_check_is_the_length_of_its_list(city, linked):
    Work(city, source="campaign", name="缺项目的任务").under_way().do(LEAD, "link_project", {"needs_project": True})
    task = Work(city, source="campaign", name="事项已删的任务").under_way()
    Task.objects.filter(pk=task.pk).update(row="00000000-0000-4000-8000-000000000000")
    registered(city, responsible="", name="没有落实的项目")
    client = city.client(OFFICE)
    answer = client.get(f"/year/check/?{YEAR}")
    found = {one.lack: (one.count, url) for one, _, url in answer.context["findings"] if one.of != "projects"}
    found |= {
        f"project-{one.lack}": (one.count, url) for one, _, url in answer.context["findings"] if one.of == "projects"
    }
    counts = {name: count for name, (count, _) in found.items()}
    rows_without = counts.pop("task")
    assert rows_without == 1
    assert counts == {"project": 1, "responsibility": 1, "row": 1, "project-body": 1, "project-task": 1}
    assert rows_without == len(client.get(found["task"][1]).context["rows"])
    for name, words in {"project": "缺项目的任务", "row": "事项已删的任务", "project-body": "没有落实的项目"}.items():
        context = client.get(found[name][1]).context
        assert context["totals"]["all"] == 1
        assert words in client.get(found[name][1]).content.decode()


def test_table_board_and_gantt_show_the_same_tasks_with_the_same_filters(city):
    Work(city, source="campaign", name="攻坚一号").under_way()
    Work(city, source="carbon", name="双碳一号").do(ISSUER, "issue")
    for view in ("table", "board", "gantt"):
        shown = page(city, OFFICE, f"/year/tasks/?{YEAR}&view={view}")
        assert ("攻坚一号" in shown, "双碳一号" in shown) == (True, True), view
        narrowed = page(city, OFFICE, f"/year/tasks/?{YEAR}&view={view}&source=carbon")
        assert ("攻坚一号" in narrowed, "双碳一号" in narrowed) == (False, True), view
        assert " style=" not in shown


def test_what_is_late_is_red_over_time_and_so_is_a_milestone_that_was_missed(city):
    Work(city, source="campaign", limit_on=in_days(20).isoformat(), milestones=[f"{in_days(5)} 完成排查"]).under_way()
    calm = page(city, OFFICE, f"/year/tasks/?{YEAR}&view=gantt")
    city.clock.move_to(now() + (in_days(10) - today()))
    missed = page(city, OFFICE, f"/year/tasks/?{YEAR}&view=gantt")
    city.clock.move_to(now() + (in_days(15) - today()))
    late = page(city, OFFICE, f"/year/tasks/?{YEAR}&view=gantt")
    strips = [text.partition("gantt-key")[0] for text in (calm, missed, late)]
    assert ['class="mark late"' in text for text in strips] == [False, True, True]
    assert ['<svg class="late"' in text for text in strips] == [False, False, True]


def test_a_milestone_of_another_year_is_not_drawn_at_the_edge_of_this_one(city):
    stations = [f"{in_days(10)} 今年的节点", f"{in_days(100)} 明年的节点"]
    Work(city, source="campaign", limit_on=in_days(200).isoformat(), milestones=stations).under_way()
    shown = {year: page(city, OFFICE, f"/year/tasks/?year={year}&view=gantt") for year in (2026, 2027)}
    assert ("今年的节点" in shown[2026], "明年的节点" in shown[2026]) == (True, False)
    assert ("今年的节点" in shown[2027], "明年的节点" in shown[2027]) == (False, True)


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        ([], (None, 0, 0)),
        ([(50, 60), (100, 40)], (70, 2, 2)),
        ([(50, None), (100, 40)], (75, 2, 0)),
        ([(100, None)], (100, 1, 0)),
        ([(99, 1), (100, 99)], (99, 2, 2)),
        ([(100, 90), (100, 90)], (100, 2, 2)),
    ],
)
def test_progress_together_divides_by_no_weight_that_is_missing_and_stays_within_a_hundred(city, tasks, expected):
    from tests.mechanisms.work_plans.steps import plan  # noqa: PLC0415

    year = plan(city)
    for percent, weight in tasks:
        work = Work(city, plan=year.number)
        Task.objects.filter(pk=work.pk).update(percent=percent, weight=weight)
    found = progress.together(Task.objects.filter(plan=year.pk))
    assert (found.percent, found.count, found.weighed) == expected
    assert queries.rolled_up(WorkPlan.objects.get(pk=year.pk)) == found.percent


@pytest.mark.parametrize(
    "address",
    ["tasks/?view=table", "tasks/?view=board", "tasks/?view=gantt", "projects/?", "responsibilities/?", "check/?"],
)
def test_a_page_costs_the_same_for_many(city, linked, address, django_assert_max_num_queries):
    client = city.client(OFFICE)
    client.get(f"/year/{address}&{YEAR}")
    with django_assert_max_num_queries(60) as few:
        client.get(f"/year/{address}&{YEAR}")
    project = registered(city)
    for number in range(4):
        work = Work(city, source="campaign", name=f"任务{number}", responsibility=str(linked[2].key)).under_way()
        work.do(LEAD, "link_project", {"project": project.number})
    with django_assert_max_num_queries(60) as many:
        client.get(f"/year/{address}&{YEAR}")
    assert len(many) == len(few)
