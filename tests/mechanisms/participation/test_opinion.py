"""Opinions: asked for, taken in, sorted, answered, published with how each group was taken up (clause 24.5)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.intakes.taking import take_in
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.participation.flow import OPINION
from ecoduty.mechanisms.participation.models import Comment, Group
from ecoduty.mechanisms.participation.tasks import close_due
from tests.mechanisms.participation.steps import BODY, Asking, standing
from tests.mechanisms.who_may import checked

LAST = date(2026, 12, 22)
NEXT = datetime(2026, 12, 23, 0, 5, tzinfo=SHANGHAI)
HEAD = f"{BODY}.principal"


def test_from_the_question_to_how_each_group_was_taken_up(city):
    asking = Asking(city, LAST)
    first, second, third = (asking.say(text) for text in ("增加夜间保洁", "夜里也要扫", "加我微信领红包"))
    take_in()
    assert standing(first)[0] == "已收到"
    assert asking.shown.received == 3
    city.clock.move_to(NEXT)
    assert close_due() == 1
    assert asking.matter.state == "sorting"
    deadline = asking.matter.deadlines.get()
    assert (deadline.rule, deadline.started_at.astimezone(SHANGHAI).date()) == ("opinion.result", LAST)
    assert asking.shown.result_due_on == deadline.due_on
    one, two, spam = Comment.objects.filter(opinion=asking.pk).order_by("id").values_list("pk", flat=True)
    asking.do("sort", {"comments": [str(one), str(two)], "group": "建议增加夜间保洁"})
    with pytest.raises(Refused) as refused:
        asking.do("publish_result", {"result": "共收到三条。"}, who=HEAD)
    assert refused.value.code == "opinions_unsorted"
    asking.do("set_aside", {"comments": [str(spam)], "reason": "与本件无关"})
    group = Group.objects.get()
    asking.do("answer_group", {"group": str(group.pk), "verdict": "partly", "answer": "主城区河段改为每日两次。"})
    asking.do("publish_result", {"result": "共收到三条，有效两条。"}, who=HEAD)
    assert asking.matter.deadlines.get().state == "met"
    assert asking.shown.groups == [{"name": "建议增加夜间保洁", "count": 2, "verdict": "部分采纳", "answer": "主城区河段改为每日两次。"}]  # fmt: skip
    assert standing(second) == ("部分采纳", "“建议增加夜间保洁”：主城区河段改为每日两次。")
    assert standing(third) == ("未作为意见", "与本件无关")


def test_a_result_is_told_to_however_many_in_as_many_statements(city):
    def statements(said):
        asking = Asking(city, LAST)
        for text in said:
            asking.say(text)
        take_in()
        city.clock.move_to(NEXT)
        close_due()
        numbers = [str(pk) for pk in Comment.objects.filter(opinion=asking.pk).values_list("pk", flat=True)]
        with CaptureQueriesContext(connection) as sorting:
            asking.do("sort", {"comments": numbers, "group": "增加保洁"})
        group = Group.objects.get(opinion=asking.pk)
        asking.do("answer_group", {"group": str(group.pk), "verdict": "adopted", "answer": "采纳。"})
        with CaptureQueriesContext(connection) as publishing:
            asking.do("publish_result", {"result": "全部采纳。"}, who=HEAD)
        return len(sorting), len(publishing)

    few = statements(["一"])
    city.clock.move_to(datetime(2026, 11, 22, 10, tzinfo=SHANGHAI))
    assert statements([f"第{n}条" for n in range(12)]) == few


def test_fewer_than_thirty_days_need_a_reason_that_the_public_reads(city):
    asking = Asking(city)
    early = {"closes_on": "2026-12-01"}
    with pytest.raises(Refused) as refused:
        asking.do("open_collection", early, who=HEAD)
    assert refused.value.code == "collection_too_short"
    with pytest.raises(Refused) as refused:
        asking.do("open_collection", {"closes_on": "2026-11-22", "short_reason": "防汛急需"}, who=HEAD)
    assert refused.value.code == "collection_too_short"
    asking.do("open_collection", {**early, "short_reason": "防汛急需"}, who=HEAD)
    assert asking.shown.short_reason == "防汛急需"


def test_the_last_day_counts_and_the_day_after_is_too_late(city):
    asking = Asking(city, LAST)
    city.clock.move_to(datetime(2026, 12, 22, 23, 59, tzinfo=SHANGHAI))
    assert close_due() == 0
    with pytest.raises(Refused) as refused:
        asking.do("close")
    assert refused.value.code == "collection_runs"
    in_time = asking.say("赶上了")
    take_in()
    city.clock.move_to(NEXT)
    late = asking.say("没赶上")
    take_in()
    assert (standing(in_time)[0], standing(late)) == ("已收到", ("未能受理", "征集已经截止，没有收下这条意见。"))


def test_what_is_asked_is_nobody_elses_until_it_is_public_and_stopping_says_why(city):
    asking = Asking(city)
    assert asking.shown is None
    with pytest.raises(Refused) as refused:
        asking.do("amend", {"title": "别人的标题", "text": "别人写的征求意见内容"}, who="ocean-bureau.liaison")
    assert refused.value.code == "not_found"
    asking.do("open_collection", {"closes_on": LAST.isoformat()}, who=HEAD)
    asking.do("cancel", {"reason": "上位法已修订"}, who=HEAD)
    assert (asking.shown.state, asking.shown.reason) == ("cancelled", "上位法已修订")


def test_too_long_an_opinion_is_told_by_its_code_and_a_foreign_number_is_refused(city):
    asking = Asking(city, LAST)
    long = asking.say("长" * 2001)
    take_in()
    assert "不能超过2000字" in standing(long)[1]
    with pytest.raises(Refused) as refused:
        asking.do("sort", {"comments": ["999999"], "group": "一组"})
    assert refused.value.code == "unknown_comment"


def test_every_act_by_every_role(city):
    roles = (
        f"{BODY}.liaison",
        HEAD,
        "ocean-bureau.liaison",
        "committee-office.director",
        "siming-ecology-office.liaison",
    )
    assert checked(city, OPINION, Asking(city, LAST).matter, roles) > 150
