"""From plan to accepted task on the desk, as the pages answer."""

from __future__ import annotations

import pytest

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.work_plans.steps import ISSUER, LEAD, SUPPORTER, Work, content, in_days, plan

GIVEN = {
    **content(),
    "supporters": "construction-bureau｜工地排水整改",
    "milestones": f"{in_days(30)} 完成排查",
    "weight": "40",
}


def post(client, matter, act, **given):
    """Press the button on the page as it stands now; the matter afterwards."""
    version = Matter.objects.get(pk=matter.pk).version
    answer = client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **given})
    assert answer.status_code == 302, answer.content.decode()
    return Matter.objects.get(pk=matter.pk)


@pytest.mark.clause("7.1", page="/matters/?kind=task")
@pytest.mark.clause("9.1", page="/matters/?kind=task")
def test_a_task_goes_from_the_plan_to_acceptance(city):
    head, lead, supporter = (city.client(name) for name in (ISSUER, LEAD, SUPPORTER))
    head.post("/work-plans/new/", {"year": "2027", "goals": "让筼筜湖水质稳定达标"})
    year = Matter.objects.get(kind="work_plan")
    page = head.get("/matters/?kind=task").content.decode()
    assert 'class="btn go" href="/tasks/new/"' in page
    assert page.count('href="/tasks/new/"') == 1  # a button over the list; the rail tells where things are
    form = head.get("/tasks/new/").content.decode()
    assert 'href="/matters/?kind=task" class="on"' in form
    form = head.get("/tasks/new/").content.decode()
    assert f'<option value="{year.number}">市生态环境局2027年度工作计划</option>' in form
    answer = head.post("/tasks/new/", {**GIVEN, "plan": year.number})
    matter = Matter.objects.get(kind="task")
    assert answer["Location"] == f"/matters/{matter.public_id}/"
    assert lead.get(f"/matters/{matter.public_id}/").status_code == 404
    post(head, matter, "issue")
    assert post(lead, matter, "sign_for", unit="河湖处", person="李明").state == "doing"
    post(lead, matter, "report_progress", changed="排查完成", evidence="台账", percent="50")
    post(supporter, matter, "finish_part", finding="三处工地已整改")
    post(lead, matter, "apply_completion", result="排口全部达标。", evidence="验收报告")
    assert post(head, matter, "accept_task", opinion="抽查合格").state == "accepted"
    for tab, words in {
        "content": ("全部排口达标", "年度重点工作"), "parts": ("工地排水整改", "三处工地已整改", "河湖处"),
        "progress": ("排查完成", "100%"),
    }.items():  # fmt: skip
        page = lead.get(f"/matters/{matter.public_id}/?tab={tab}").content.decode()
        assert [word for word in words if word not in page] == []
    page = head.get(f"/matters/{year.public_id}/").content.decode()
    assert "筼筜湖排口整治" in page
    assert "权重合计 40" in page


def test_nothing_typed_is_lost_when_a_supporter_is_the_lead(city):
    answer = city.client(ISSUER).post("/tasks/new/", {**GIVEN, "supporters": "water-bureau｜自己"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "市水利局是牵头单位，不能又作配合单位" in page
    assert "排查、溯源、整治" in page


def test_an_act_on_what_somebody_else_changed_is_told_what_changed(city):
    work = Work(city).under_way()
    old = work.matter.version
    work.do(ISSUER, "adjust_task", {"goal": "排口达到新标准", "reason": "标准提高", "authority": "纪要3号"})
    given = {"_version": old, "changed": "排查完成", "evidence": "台账"}
    answer = city.client(LEAD).post(f"/matters/{work.matter.public_id}/report_progress/", given)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "调整任务" in page
    assert "排查完成" in page


def test_the_list_is_narrowed_by_source_and_costs_the_same_for_many(city, django_assert_max_num_queries):
    year = plan(city)
    Work(city, name="年度任务", livelihood=True, plan=year.number)
    head = city.client(ISSUER)
    head.get("/matters/?kind=task")
    with django_assert_max_num_queries(100) as few:
        head.get("/matters/?kind=task&livelihood=yes")
    for number in range(6):
        Work(city, name=f"会议任务{number}", source="meeting", plan=year.number)
    with django_assert_max_num_queries(100) as many:
        page = head.get("/matters/?kind=task&source=meeting").content.decode()
    assert len(many) <= len(few)
    assert "会议任务5" in page
    assert "年度任务" not in page


def test_the_plan_page_costs_the_same_for_many_tasks(city, django_assert_max_num_queries):
    year = plan(city)
    head = city.client(ISSUER)
    Work(city, plan=year.number)
    head.get(f"/matters/{year.public_id}/")
    with django_assert_max_num_queries(100) as few:
        head.get(f"/matters/{year.public_id}/")
    for _ in range(5):
        Work(city, plan=year.number)
    with django_assert_max_num_queries(100) as many:
        head.get(f"/matters/{year.public_id}/")
    assert len(many) == len(few)
