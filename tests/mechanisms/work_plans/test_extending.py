"""The lead asks for a later day, the issuer's heads answer; old and new day stay visible, and nothing moves into the past (9.1)."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections

from ecoduty.casework.duties.models import Change, Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.work_plans.models import ExtensionAsk, Task
from tests.mechanisms.work_plans.steps import ISSUER, LEAD, SUPPORTER, Work, content, in_days

DECIDED = {"authority": "市政府办2号批示"}


def asking(days: int = 90):
    return {"until": in_days(days).isoformat(), "reason": "汛期无法施工", "authority": "市生态环境局"}


def refused(work, who, act, data=None) -> str:
    with pytest.raises(Refused) as caught:
        work.do(who, act, data)
    return caught.value.code


@pytest.mark.clause("9.1", page="/matters/?kind=task")
def test_what_is_granted_holds_and_both_days_are_seen(city):
    work = Work(city).under_way()
    work.do(LEAD, "ask_extension", asking())
    assert work.matter.next_due_on == in_days(60)
    assert Notice.objects.filter(matter=work.pk, title__startswith="延期申请待审批").exists()
    assert refused(work, LEAD, "ask_extension", asking(100)) == "extension_asked"
    work.do(ISSUER, "grant_extension", DECIDED)
    assert work.matter.next_due_on == in_days(90)
    change = Change.objects.get(deadline__matter=work.pk, kind="extended")
    assert (change.old_due_on, change.reason, change.authority) == (in_days(60), "汛期无法施工", "市政府办2号批示")
    page = city.client(LEAD).get(f"/matters/{work.matter.public_id}/?tab=content").content.decode()
    assert "已批准" in page
    assert "汛期无法施工" in page
    work.do(LEAD, "ask_extension", asking(120))


def test_what_is_refused_moves_nothing_and_says_why(city):
    work = Work(city).under_way()
    work.do(LEAD, "ask_extension", asking())
    work.do(ISSUER, "refuse_extension", {"note": "工期可以赶"})
    assert work.matter.next_due_on == in_days(60)
    assert ExtensionAsk.objects.get(task=work.pk).granted is False
    assert refused(work, ISSUER, "grant_extension", DECIDED) == "no_extension_asked"
    page = city.client(LEAD).get(f"/matters/{work.matter.public_id}/?tab=content").content.decode()
    assert "工期可以赶" in page


@pytest.mark.parametrize(("days", "code"), [(-1, "extension_to_past"), (60, "extension_not_later")])
def test_a_day_that_is_no_extension_is_refused(city, days, code):
    work = Work(city).under_way()
    assert refused(work, LEAD, "ask_extension", asking(days)) == code
    assert not ExtensionAsk.objects.exists()


def test_nothing_is_extended_into_the_past_or_after_it_was_over(city):
    work = Work(city).under_way()
    work.do(LEAD, "ask_extension", asking(61))
    city.clock.move_to(now() + timedelta(days=62))
    assert refused(work, ISSUER, "grant_extension", DECIDED) == "extension_to_past"
    assert Deadline.objects.get(matter=work.pk, key="task.limit").due_on == in_days(-2)
    work.do(ISSUER, "refuse_extension", {"note": "期限已过"})
    assert refused(work, LEAD, "ask_extension", asking()) == "deadline_over"


def test_what_is_given_back_leaves_no_ask_behind(city):
    work = Work(city)
    work.do(ISSUER, "issue")
    work.do(LEAD, "ask_extension", asking())
    work.do(LEAD, "give_back", {"note": "不属我局"})
    assert ExtensionAsk.objects.get(task=work.pk).granted is False


def test_a_supporter_names_unit_and_person_after_the_task_was_issued(city):
    work = Work(city, supporters=["construction-bureau｜工地排水整改"]).under_way()
    work.do(SUPPORTER, "name_part", {"unit": "质安处", "person": "王工"})
    part = work.matter.task.parts.get()
    assert (part.unit, part.person) == ("质安处", "王工")
    assert refused(work, LEAD, "name_part", {"unit": "质安处", "person": "王工"}) == "not_permitted"


def test_two_who_make_each_the_others_parent_at_once_do_not_both_pass(fresh_city):
    one, two = Work(fresh_city), Work(fresh_city)
    start, codes = threading.Barrier(2), []

    def edit(mine: Work, other: Work) -> None:
        start.wait()
        try:
            mine.do(ISSUER, "edit_task", content(parent=other.matter.number))
        except Refused as refused_:
            codes.append(refused_.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=edit, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == ["parent_circle"]
    assert Task.objects.exclude(parent=None).count() == 1
