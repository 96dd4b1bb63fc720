"""Projects: from reserve over building to finished, who may, what is refused, and the task that hangs on one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.work_plans.models import Task
from ecoduty.mechanisms.work_plans.projects.flow import PROJECTS
from ecoduty.mechanisms.work_plans.projects.models import Project
from tests.mechanisms.work_plans.steps import ISSUER, LEAD, Work, in_days

OWNER, OWNER_HEAD = "water-bureau.liaison", "water-bureau.principal"


def project_content(**more):
    return {
        "name": "筼筜湖截污干管", "content": "新建截污干管3.2公里", "investment": "1250.5", "funding": "市级财政", "responsible": "water-bureau",
        "begin_on": in_days(-10).isoformat(), "end_on": in_days(90).isoformat(), **more,
    }  # fmt: skip


def registered(city, by=ISSUER, **more):
    return perform(PROJECTS, "register_project", actor=city.actor(by), data=project_content(**more)).subject


def do(city, matter, who, act, **given):
    return perform(PROJECTS, act, matter.pk, actor=city.actor(who), data=given).subject


def refusal(city, matter, who, act, **given):
    with pytest.raises(Refused) as refused:
        do(city, matter, who, act, **given)
    return refused.value.code


def test_a_project_is_built_and_finished_and_its_last_day_is_watched(city):
    matter = registered(city)
    assert (matter.state, matter.holder.key) == ("reserve", "water-bureau")
    do(city, matter, OWNER, "start_project", started_on=in_days(-3).isoformat(), evidence="开工令1号")
    assert Deadline.objects.get(matter=matter, key="project.end").due_on == in_days(90)
    do(city, matter, OWNER, "report_project", percent=40, spent="500", changed="管沟开挖过半", evidence="监理月报")
    changed = {
        key: value for key, value in project_content(end_on=in_days(120).isoformat()).items() if key != "responsible"
    }
    do(city, matter, OWNER_HEAD, "adjust_project", **changed, reason="雨季停工", authority="市政府批示")
    assert Deadline.objects.filter(matter=matter, key="project.end").latest("pk").due_on == in_days(120)
    done = do(
        city,
        matter,
        OWNER_HEAD,
        "finish_project",
        finished_on=in_days(0).isoformat(),
        spent="1199.9",
        result="全线贯通",
        evidence="竣工备案",
    )
    own = Project.objects.get(pk=matter.pk)
    assert (done.state, own.percent, own.spent) == ("finished", 100, Decimal("1199.90"))
    assert own.reports.count() == 2


def test_without_a_responsible_body_a_project_stays_in_reserve(city):
    matter = registered(city, responsible="")
    assert matter.holder.key == "ecology-bureau"
    given = {"started_on": in_days(-1).isoformat(), "evidence": "开工令"}
    assert refusal(city, matter, ISSUER, "start_project", **given) == "project_without_body"
    do(city, matter, ISSUER, "assign_project", responsible="water-bureau")
    assert do(city, matter, OWNER, "start_project", **given).state == "building"
    assert city.client(ISSUER).get(f"/matters/{matter.public_id}/").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"end_on": "2026-01-01"}, "project_ends_before_it_begins"),
        ({"responsible": "nobody"}, "unknown_responsible_body"),
        ({"investment": "-1"}, "bad_data"),
        ({"investment": "12.345"}, "bad_data"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(city, wrong, code):
    with pytest.raises(Refused) as refused:
        registered(city, **wrong)
    assert refused.value.code == code
    assert not Project.objects.exists()


def test_days_to_come_and_days_before_the_start_are_refused(city):
    matter = registered(city)
    assert (
        refusal(city, matter, OWNER, "start_project", started_on=in_days(1).isoformat(), evidence="开工令")
        == "day_in_future"
    )
    do(city, matter, OWNER, "start_project", started_on=in_days(-3).isoformat(), evidence="开工令")
    given = {"finished_on": in_days(-5).isoformat(), "spent": "1", "result": "全线贯通", "evidence": "备案"}
    assert refusal(city, matter, OWNER_HEAD, "finish_project", **given) == "finished_before_start"
    assert refusal(city, matter, OWNER, "terminate_project", reason="不建了", authority="批示") == "not_permitted"


def test_a_terminated_project_has_no_clock_and_no_new_tasks(city):
    matter = registered(city)
    do(city, matter, OWNER, "start_project", started_on=in_days(-3).isoformat(), evidence="开工令")
    ended = do(city, matter, ISSUER, "terminate_project", reason="选址不可行", authority="市政府纪要5号")
    assert (ended.state, ended.open, ended.next_due_on) == ("terminated", False, None)
    work = Work(city)
    with pytest.raises(Refused, match="请从所列项目中选"):
        work.do(ISSUER, "link_project", {"project": matter.number})


def test_a_task_says_which_project_it_is_done_by(city):
    matter = registered(city)
    work = Work(city).under_way()
    lead = city.client(LEAD)
    page = lead.get(f"/matters/{work.matter.public_id}/link_project/").content.decode()
    assert f'value="{matter.number}"' in page
    version = Matter.objects.get(pk=work.pk).version
    answer = lead.post(
        f"/matters/{work.matter.public_id}/link_project/", {"_version": version, "project": matter.number}
    )
    assert answer.status_code == 302
    own = Task.objects.get(pk=work.pk)
    assert (own.project_id, own.needs_project) == (matter.pk, True)
    assert "筼筜湖截污干管" in lead.get(f"/matters/{work.matter.public_id}/?tab=content").content.decode()
    assert "筼筜湖排口整治" in lead.get(f"/matters/{matter.public_id}/?tab=tasks").content.decode()


def test_a_project_of_others_is_neither_seen_nor_linked_nor_lost(city):
    hidden = registered(city, by="ocean-bureau.principal", responsible="ocean-bureau")
    assert city.client(OWNER).get(f"/matters/{hidden.public_id}/").status_code == 404
    work = Work(city).under_way()
    with pytest.raises(Refused) as refused:
        work.do(LEAD, "link_project", {"project": hidden.number})
    assert refused.value.code == "unknown_project"
    Task.objects.filter(pk=work.pk).update(project=hidden.pk)
    work.do(LEAD, "link_project", {"needs_project": True})
    assert Task.objects.get(pk=work.pk).project_id == hidden.pk
    page = city.client(LEAD).get(f"/matters/{work.matter.public_id}/?tab=content").content.decode()
    assert hidden.number not in page


def test_a_project_is_registered_on_its_page(city):
    client = city.client(ISSUER)
    assert "责任单位" in client.get("/projects/new/").content.decode()
    given = project_content(investment="abc")
    answer = client.post("/projects/new/", given)
    assert answer.status_code == 422
    assert "新建截污干管3.2公里" in answer.content.decode()
    answer = client.post("/projects/new/", project_content())
    page = client.get(answer["Location"]).content.decode()
    assert "1,250.5万元" in page
    assert date.fromisoformat(project_content()["end_on"]) == Project.objects.get().end_on
