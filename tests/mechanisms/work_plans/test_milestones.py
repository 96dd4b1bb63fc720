"""Milestones: reminded of once before their day, told of once when it is over, seen in red; the limit stays (clause 9.1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

import pytest

from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.work_plans import milestones
from ecoduty.mechanisms.work_plans.flow import TASKS
from ecoduty.mechanisms.work_plans.models import Milestone
from ecoduty.organisation.directory.models import Appointment, Body, Person, Post
from tests.city import City
from tests.mechanisms.work_plans.steps import ISSUER, LEAD, Work, content, in_days


def goes_on(city: City, days: int) -> None:
    city.clock.move_to(now() + timedelta(days=days))


def told(work: Work, words: str) -> Collection[str]:
    """The posts' bodies that were told so."""
    rows = Notice.objects.filter(matter=work.pk, title__startswith=words)
    return sorted(rows.values_list("post__body__key", flat=True))


def entries(work: Work) -> int:
    return Entry.objects.filter(stream=work.matter.stream).count()


@pytest.fixture
def work(city: City) -> Work:
    return Work(city).under_way()


@pytest.mark.clause("9.1", page="/matters/?kind=task")
def test_lead_and_responsible_person_are_reminded_once_and_the_limit_stays(city: City, work: Work) -> None:
    water = Body.objects.get(key="water-bureau")
    deputy = Post.objects.filter(body=water, kind="deputy").first()
    person = Person.objects.create(name="李明", body=water)
    Appointment.objects.create(post=deputy, person=person, exclusive=deputy.single, since=today() - timedelta(days=9))
    assert milestones.sweep(TASKS) == 0
    ahead = milestones.remind_days(today())
    goes_on(city, 30 - ahead)
    light = work.matter.next_due_on
    assert milestones.sweep(TASKS) == 1
    rows = Notice.objects.filter(matter=work.pk, title__startswith="节点将到")
    assert rows.filter(person=person).count() == 1
    assert rows.filter(post__body=water, post__kind="liaison").count() == 1
    assert "完成排查" in rows.first().text
    assert work.matter.next_due_on == light
    before, counted = entries(work), Notice.objects.count()
    assert milestones.sweep(TASKS) == 0
    assert (entries(work), Notice.objects.count()) == (before, counted)
    page = city.client(LEAD).get(f"/matters/{work.matter.public_id}/?tab=ledger").content.decode()
    assert "提醒将到的节点" in page


def test_a_missed_one_is_told_once_to_lead_and_issuer_and_seen_in_red(city: City, work: Work) -> None:
    goes_on(city, 31)
    assert milestones.sweep(TASKS) == 1
    assert set(told(work, "节点逾期")) == {"water-bureau", "ecology-bureau"}
    assert not told(work, "节点将到")
    assert milestones.sweep(TASKS) == 0
    matter = work.matter
    assert (matter.next_due_on, matter.first_missed_at) == (today() + timedelta(days=29), None)
    client = city.client(LEAD)
    address = f"/matters/{matter.public_id}/"
    assert '<span class="late">节点逾期' in client.get(address).content.decode()
    assert '<b class="late">逾期未完成</b>' in client.get(f"{address}?tab=parts").content.decode()
    for view in ("", "&view=board", "&view=gantt"):
        assert "1个节点逾期" in client.get(f"/year/tasks/?year={today().year}&source=all{view}").content.decode()


def test_what_is_reached_suspended_closed_or_a_draft_is_not_spoken_of(city: City, work: Work) -> None:
    draft = Work(city, name="另一件")
    work.do(LEAD, "reach_milestone", {"milestone": "完成排查"})
    stopped, dropped = Work(city, name="中止的").under_way(), Work(city, name="取消的").under_way()
    Matter.objects.filter(pk=stopped.pk).update(suspended=True)
    dropped.do(ISSUER, "cancel_task", {"reason": "并入别的任务", "authority": "市政府纪要3号"})
    goes_on(city, 31)
    assert milestones.sweep(TASKS) == 0
    assert milestones.missed_of([one.pk for one in (work, draft, stopped, dropped)], today()) == {}
    assert not Notice.objects.filter(matter=draft.pk).exists()


def test_what_was_given_back_and_written_anew_is_reminded_of_anew(city: City) -> None:
    work = Work(city, milestones=[f"{in_days(3)} 完成排查"])
    work.do(ISSUER, "issue")
    assert milestones.sweep(TASKS) == 1
    work.do(LEAD, "give_back", {"note": "不属我局"})
    work.do(ISSUER, "edit_task", content(milestones=[f"{in_days(5)} 完成排查"]))
    work.do(ISSUER, "issue")
    assert milestones.sweep(TASKS) == 1


def test_of_a_restricted_task_nothing_is_said_to_who_is_not_named(city: City, work: Work) -> None:
    Matter.objects.filter(pk=work.pk).update(secrecy="restricted")
    goes_on(city, 31)
    counted = Notice.objects.count()
    milestones.sweep(TASKS)
    assert Notice.objects.count() == counted
    assert Milestone.objects.get(task=work.pk).missed_told_at is not None
