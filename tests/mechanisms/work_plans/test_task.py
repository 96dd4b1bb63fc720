"""The life of a task: issued, signed for, under way, judged; and what cannot be entered."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connections

from ecoduty.casework.duties.models import Change, Deadline
from ecoduty.casework.matters.models import Matter, Party
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.work_plans import queries
from ecoduty.mechanisms.work_plans.flow import TASKS, WORK_PLAN
from ecoduty.mechanisms.work_plans.models import Progress, TaskVersion, WorkPlan
from tests.mechanisms.work_plans.steps import ISSUER, LEAD, SUPPORTER, Work, content, fill, in_days, plan


def refused(city, **more) -> Refused:
    with pytest.raises(Refused) as caught:
        Work(city, **more)
    return caught.value


def due(work, key="task.limit"):
    return Deadline.objects.filter(matter=work.pk, key=key).latest("pk")


def test_from_plan_to_accepted_with_every_light_right(city):
    year = plan(city)
    work = Work(city, plan=year.number, weight=40)
    assert work.matter.holder.key == "ecology-bureau"
    work.do(ISSUER, "issue")
    matter = work.matter
    assert (matter.state, matter.holder.key) == ("issued", "water-bureau")
    parties = {
        (row.body.key, row.role) for row in Party.objects.filter(matter=matter, until=None).select_related("body")
    }
    assert {
        ("water-bureau", "holder"),
        ("construction-bureau", "supporter"),
        ("ecology-bureau", "supervisor"),
    } <= parties
    assert (due(work).due_on, due(work).unit_text) == (in_days(60), "定明的日期")
    assert matter.next_due_label == "任务签收"
    work.do(LEAD, "sign_for", {"unit": "河湖处", "person": "李明"})
    assert work.matter.next_due_on == in_days(60)
    work.do(LEAD, "report_progress", {"changed": "排查完成", "evidence": "台账", "percent": 50})
    work.do(LEAD, "reach_milestone", {"milestone": "完成排查"})
    assert queries.rolled_up(WorkPlan.objects.get(pk=year.pk)) == 50
    work.do(SUPPORTER, "finish_part", {"finding": "三处工地已整改"})
    work.do(LEAD, "apply_completion", {"result": "排口全部达标。", "evidence": "验收报告"})
    assert (due(work).state, due(work, "task.acceptance").holder.key) == ("met", "ecology-bureau")
    work.do(ISSUER, "accept_task", {"opinion": "抽查十处，合格"})
    matter = work.matter
    assert (matter.state, matter.open, matter.next_due_on) == ("accepted", False, None)
    assert Progress.objects.filter(task=work.pk).count() == 2


@pytest.mark.parametrize("missing", ["goal", "measures", "requirements", "limit_on"])
def test_none_of_the_four_may_be_missing(city, missing):
    given = content()
    del given[missing]
    with pytest.raises(Refused) as caught:
        perform(TASKS, "draft_task", actor=city.actor(ISSUER), data=given)
    assert caught.value.code == "bad_data"
    assert caught.value.problems[0].field == missing


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("unknown_lead", {"lead": "water-bureau、construction-bureau"}),
        ("supporter_is_lead", {"supporters": ["water-bureau｜自己配合自己"]}),
        ("supporter_twice", {"supporters": ["construction-bureau｜甲", "construction-bureau｜乙"]}),
        ("supporter_without_result", {"supporters": ["construction-bureau"]}),
        ("unknown_supporter", {"supporters": ["没有的局｜甲"]}),
        ("milestone_unreadable", {"milestones": ["下个月完成"]}),
        ("milestone_unreadable", {"milestones": ["2027-02-30 完成"]}),
        ("unknown_source", {"source": "rumour"}),
        ("unknown_plan", {"plan": "2026-9999999"}),
        ("unknown_parent", {"parent": "2026-9999999"}),
        ("row_unknown", {"responsibility": "no-key"}),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence_and_nothing_is_kept(city, code, given):
    assert refused(city, **given).code == code
    assert not Matter.objects.filter(kind="task").exists()


def test_a_station_after_the_limit_and_a_limit_in_the_past_are_refused(city):
    assert refused(city, milestones=[f"{in_days(61)} 太晚"]).code == "milestone_after_limit"
    assert refused(city, limit_on=in_days(-1).isoformat(), milestones=[]).code == "limit_in_past"


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("2027-06-30 完成排查", date(2027, 6, 30)),
        ("2027年6月30日 完成排查", date(2027, 6, 30)),
        ("2027/6/30，完成排查", date(2027, 6, 30)),
        ("6月30日 完成排查", date(2027, 6, 30)),
        ("12月20日（周日） 完成排查", date(2026, 12, 20)),
    ],
)
def test_a_station_is_written_as_people_write_days(city, said, on):
    task = Work(city, limit_on="2027-09-30", milestones=[said]).matter.task
    assert [(one.due_on, one.name) for one in task.milestones.all()] == [(on, "完成排查")]


def test_two_leads_in_one_field_are_no_data(city):
    assert refused(city, lead=["water-bureau", "construction-bureau"]).code == "bad_data"


def test_parents_never_make_a_circle(city):
    upper = Work(city)
    lower = Work(city, parent=upper.matter.number)
    for parent in (lower, upper):
        with pytest.raises(Refused) as caught:
            upper.do(ISSUER, "edit_task", content(parent=parent.matter.number))
        assert caught.value.code == "parent_circle"


def test_a_task_that_is_nobody_elses_business_is_no_parent(city):
    draft = Work(city)
    with pytest.raises(Refused) as caught:
        Work(city, by="transport-bureau.liaison", parent=draft.matter.number)
    assert caught.value.code == "unknown_parent"


def test_weights_of_a_plan_never_come_to_more_than_a_hundred(city):
    year = plan(city)
    first = Work(city, plan=year.number, weight=70)
    assert refused(city, plan=year.number, weight=31).code == "weights_over_hundred"
    first.do(ISSUER, "edit_task", content(plan=year.number, weight=100))
    assert queries.weight_of(WorkPlan.objects.get(pk=year.pk)) == 100


def test_two_who_write_into_a_plan_at_once_do_not_pass_a_hundred_together(fresh_city):
    year = plan(fresh_city)
    start, told = threading.Barrier(2), []

    def writer() -> None:
        start.wait()
        try:
            Work(fresh_city, plan=year.number, weight=60)
        except Refused as refusal:
            told.append(refusal.code)
        connections.close_all()

    threads = [threading.Thread(target=writer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["weights_over_hundred"]
    assert queries.weight_of(WorkPlan.objects.get(pk=year.pk)) == 60


def test_a_missing_weight_divides_by_nothing(city):
    year = plan(city)
    own = WorkPlan.objects.get(pk=year.pk)
    assert queries.rolled_up(own) is None
    Work(city, plan=year.number)
    Work(city, plan=year.number, weight=90)
    assert queries.rolled_up(own) == 0


def test_a_returned_result_has_the_limit_it_had_before_extensions_kept(city):
    work = Work(city).under_way()
    given = {
        "deadline": due(work).pk,
        "until": in_days(90).isoformat(),
        "reason": "汛期停工",
        "authority": "局长办公会",
    }
    work.do("ecology-bureau.liaison", "extend_deadline", given)
    change = Change.objects.get(deadline=due(work).pk)
    assert (change.old_due_on, change.new_due_on) == (in_days(60), in_days(90))
    work.do(SUPPORTER, "finish_part", {"finding": "三处工地已整改"})
    work.do(LEAD, "apply_completion", {"result": "排口全部达标。", "evidence": "报告"})
    work.do(ISSUER, "return_result", {"note": "两处未达标"})
    assert (work.matter.state, work.matter.next_due_on) == ("doing", in_days(90))


def test_an_extension_never_leads_to_the_past(city):
    work = Work(city).under_way()
    given = {"deadline": due(work).pk, "until": in_days(-3).isoformat(), "reason": "倒签", "authority": "无人批准"}
    with pytest.raises(Refused) as caught:
        work.do(ISSUER, "extend_deadline", given)
    assert caught.value.code == "extension_not_later"


def test_a_suspended_limit_moves_by_the_days_it_stood_still(city):
    work = Work(city).under_way()
    why = {"deadline": due(work).pk, "reason": "诉讼中止", "authority": "法院裁定"}
    begun = work.do(ISSUER, "suspend_deadline", why).subject.last_occurred_at
    Deadline.objects.filter(pk=due(work).pk).update(
        suspended_at=begun - timedelta(days=4), started_at=begun - timedelta(days=9)
    )
    assert work.matter.suspended
    work.do(ISSUER, "resume_deadline", why)
    assert due(work).due_on == in_days(64)


def test_completion_names_the_supporters_without_a_result(city):
    work = Work(city).under_way()
    given = {"result": "排口全部达标。", "evidence": "报告"}
    with pytest.raises(Refused) as caught:
        work.do(LEAD, "apply_completion", given)
    assert caught.value.code == "parts_open"
    assert "市建设局" in caught.value.sentence
    work.do(LEAD, "apply_completion", {**given, "open_parts": "工地已停工，不影响"})
    assert work.matter.state == "applied"


def test_the_core_of_an_issued_task_changes_only_by_an_adjustment_that_stays_visible(city):
    work = Work(city).under_way()
    with pytest.raises(Refused) as caught:
        work.do(ISSUER, "edit_task", content())
    assert caught.value.code in {"wrong_state", "not_permitted"}
    why = {"reason": "上级标准提高", "authority": "市政府纪要3号"}
    with pytest.raises(Refused) as caught:
        work.do(ISSUER, "adjust_task", why)
    assert caught.value.code == "nothing_adjusted"
    work.do(ISSUER, "adjust_task", {**why, "goal": "排口达到新标准"})
    assert work.matter.task.goal == "排口达到新标准"
    assert TaskVersion.objects.get(task=work.pk).goal == "全部排口达标"


def test_what_is_given_back_is_the_issuers_draft_again_and_owes_nothing(city):
    work = Work(city)
    work.do(ISSUER, "issue")
    work.do(LEAD, "give_back", {"note": "不属本单位职责"})
    matter = work.matter
    assert (matter.state, matter.holder.key, matter.next_due_on) == ("draft", "ecology-bureau", None)
    assert not matter.relations_of(city.actor(SUPPORTER), today())
    work.do(ISSUER, "edit_task", content(name="改过的任务", lead="construction-bureau", supporters=[]))
    work.do(ISSUER, "issue")
    assert work.matter.holder.key == "construction-bureau"


def test_a_supporter_reports_its_own_part_and_no_percentage(city):
    work = Work(city).under_way()
    work.do(SUPPORTER, "report_progress", {"changed": "两处已改", "evidence": "照片在工地台账"})
    with pytest.raises(Refused) as caught:
        work.do(SUPPORTER, "report_progress", {"changed": "两处已改", "evidence": "照片", "percent": 90})
    assert caught.value.code == "percent_is_the_leads"
    work.do(SUPPORTER, "finish_part", {"finding": "三处工地已整改"})
    with pytest.raises(Refused) as caught:
        work.do(SUPPORTER, "finish_part", {"finding": "再交一次成果"})
    assert caught.value.code == "part_finished"


def test_a_bodys_own_task_is_judged_by_its_own_heads(city):
    work = Work(city, lead="ecology-bureau", source="own")
    work.do(ISSUER, "issue")
    work.do("ecology-bureau.liaison", "sign_for", {"unit": "水处", "person": "陈红"})
    given = {"result": "已经完成。", "evidence": "报告", "open_parts": "配合的已另行完成"}
    work.do("ecology-bureau.liaison", "apply_completion", given)
    with pytest.raises(Refused) as caught:
        work.do("ecology-bureau.liaison", "accept_task", {"opinion": "合格"})
    assert caught.value.code == "not_permitted"
    work.do(ISSUER, "accept_task", {"opinion": "合格"})
    assert not work.matter.open


def test_a_body_has_one_plan_a_year_and_adopts_it_with_tasks(city):
    year = plan(city)
    with pytest.raises(Refused) as caught:
        plan(city)
    assert caught.value.code == "plan_exists"
    plan(city, year=2028)
    actor = city.actor(ISSUER)
    with pytest.raises(Refused) as caught:
        perform(WORK_PLAN, "adopt_plan", year.pk, actor=actor)
    assert caught.value.code == "plan_without_tasks"
    work = Work(city, plan=year.number)
    fill(city, year)
    perform(WORK_PLAN, "adopt_plan", year.pk, actor=actor)
    with pytest.raises(Refused) as caught:
        perform(WORK_PLAN, "close_plan", year.pk, actor=actor)
    assert caught.value.code == "plan_has_open_tasks"
    work.do(ISSUER, "drop", {"note": "并入别的任务"})
    perform(WORK_PLAN, "close_plan", year.pk, actor=actor)
    assert not Matter.objects.get(pk=year.pk).open
