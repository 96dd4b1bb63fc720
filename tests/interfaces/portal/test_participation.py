"""Campaigns and opinions before the public: read, said without an account, told how they were taken up (24.1, 24.5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from ecoduty.casework.intakes.taking import take_in
from ecoduty.kernel.clock import SHANGHAI
from ecoduty.mechanisms.participation.models import Comment, Group
from ecoduty.mechanisms.participation.tasks import close_due
from tests.interfaces.portal.complaints.citizen import solve, value_of
from tests.interfaces.portal.test_openings import KEPT, Sender
from tests.mechanisms.participation.steps import BODY, Asking, Event

LAST = date(2027, 3, 20)
HEAD = f"{BODY}.principal"


@pytest.fixture
def reader(planned) -> Client:
    return Sender()


def given(reader: Client, address: str, text: str) -> dict[str, str]:
    """A form with an opinion, from a browser that proves itself."""
    token = value_of("token", reader.get(address).content.decode())
    return {"token": token, "proof": solve(token), "text": text}


@pytest.mark.clause("24.1", page="/portal/campaigns/")
def test_anybody_reads_what_comes_and_how_many_came(planned, reader):
    coming = Event(planned, starts_on="2027-02-20", ends_on="2027-02-21", title="河长带你看河")
    held, hidden = (
        Event(planned, starts_on="2027-02-06", ends_on="2027-02-06", title=title)
        for title in ("世界湿地日讲座", "内部培训")
    )
    held.do("record_campaign", {"took_part": 85, "summary": "讲解湿地保护。"})
    for event in (coming, held):
        event.do("announce")
    assert hidden.shown is None
    page = reader.get("/portal/campaigns/").content.decode()
    for words in ("河长带你看河", "2月20日（周六）", "世界湿地日讲座", "<b>85</b>人参加", "今年已开展1场"):
        assert words in page
    assert "内部培训" not in page
    planned.clock.advance(timedelta(seconds=1))
    coming.do("take_down", {"reason": "时间待定"}, who=HEAD)
    assert "河长带你看河" not in reader.get("/portal/campaigns/").content.decode()
    one = reader.get(f"/portal/campaigns/{coming.matter.campaign.public_id}/").content.decode()
    assert "时间待定" in one
    assert "示例社区广场" not in one


@pytest.mark.clause("24.5", page="/portal/opinions/")
def test_an_opinion_without_an_account_is_told_how_it_was_taken_up(planned, reader):
    asking = Asking(planned, LAST)
    address = f"/portal/opinions/{asking.matter.opinion.public_id}/"
    page = reader.get("/portal/opinions/").content.decode()
    assert "关于《示例河道保洁办法》公开征求意见" in page
    assert "3月20日（周六）截止" in page
    answer = reader.post(address, given(reader, address, "增加夜间保洁<script>"))
    found = KEPT.search(answer.content.decode())
    kept = {"number": found[1], "code": found[2]}
    take_in()
    assert "已收到" in reader.post("/portal/opinions/comments/", kept).content.decode()
    planned.clock.move_to(datetime(2027, 3, 21, 9, tzinfo=SHANGHAI))
    close_due()
    asking.do("sort", {"comments": [str(Comment.objects.get().pk)], "group": "增加夜间保洁"})
    taken_up = {"group": str(Group.objects.get().pk), "verdict": "adopted", "answer": "第五条已改为每日两次。"}
    asking.do("answer_group", taken_up)
    waiting = reader.get(address).content.decode()
    assert "征集已截止，正在研究" in waiting
    assert "第五条已改" not in waiting
    asking.do("publish_result", {"result": "共收到一条，采纳一条。"}, who=HEAD)
    result = reader.get(address).content.decode()
    for words in ("采纳情况", "增加夜间保洁", "第五条已改为每日两次。", "1条意见"):
        assert words in result
    assert "&lt;script&gt;" not in result
    told = reader.post("/portal/opinions/comments/", kept).content.decode()
    assert "“增加夜间保洁”：第五条已改为每日两次。" in told


def test_what_is_wrong_is_said_and_nothing_written_is_lost(planned, reader):
    asking = Asking(planned, LAST)
    address = f"/portal/opinions/{asking.matter.opinion.public_id}/"
    long = "长" * 2001
    answer = reader.post(address, given(reader, address, long))
    assert answer.status_code == 422
    assert "现有2001字" in answer.content.decode()
    assert long in answer.content.decode()
    empty = reader.post(address, given(reader, address, "  "))
    assert "请写下您的意见" in empty.content.decode()
    forged = reader.post(address, {"token": "forged", "text": "好的建议"})
    assert "页面打开得太久了" in forged.content.decode()
    assert "好的建议" in forged.content.decode()
    late = given(reader, address, "好的建议")
    planned.clock.move_to(datetime(2027, 3, 21, 9, tzinfo=SHANGHAI))
    assert "征集已经截止" in reader.post(address, late).content.decode()
    wrong = {"number": "1234", "code": "1234"}
    assert reader.post("/portal/opinions/comments/", wrong).status_code == 404


def test_pages_cost_the_same_for_one_and_for_many(planned, reader, django_assert_max_num_queries):
    for number in range(6):
        Event(planned, title=f"活动{number}").do("announce")
        Asking(planned, LAST, title=f"关于第{number}个办法征求意见")
    with django_assert_max_num_queries(9, using="portal"):
        reader.get("/portal/campaigns/")
    with django_assert_max_num_queries(9, using="portal"):
        reader.get("/portal/opinions/")
