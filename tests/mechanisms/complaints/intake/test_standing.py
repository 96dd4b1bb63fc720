"""What a sender reads when his report is joined, refused, extended, suspended or withdrawn; nothing of anybody."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.intakes.models import PublicStanding
from ecoduty.casework.intakes.taking import take_in
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import perform
from ecoduty.mechanisms.complaints import rules
from ecoduty.mechanisms.complaints.flow import COMPLAINT
from ecoduty.mechanisms.complaints.intake import projecting
from ecoduty.mechanisms.complaints.tasks import refresh_standings
from tests.city import City
from tests.interfaces.portal.complaints.citizen import text_of
from tests.mechanisms.complaints.intake.life import ANSWER, Life

FIRST = {"named": "yes", "name": "甲某某", "phone": "13811112222", "text": "工地夜里打桩，我住8号楼。电话13811112222。"}
SECOND = {"named": "yes", "name": "乙某某", "phone": "13933334444", "text": "还是那个工地，通宵施工，孩子要中考。"}
OF_PEOPLE = ("甲某某", "乙某某", "13811112222", "13933334444", "8号楼", "中考", "内部理由")


@pytest.fixture
def city(fresh_city: City) -> City:
    return fresh_city


def shown(life: Life) -> str:
    """The page of a sender; nothing of people is ever on it or in its row."""
    page = text_of(life.citizen.follow())
    row = json.dumps(model_to_dict(life.standing), ensure_ascii=False, default=str)
    assert not [word for word in OF_PEOPLE if word in page or word in row]
    return page


def test_joined_reports_are_followed_to_the_answer_of_the_one_that_stays(city):
    first, second, third = Life(city, **FIRST), Life(city, **SECOND), Life(city)
    for one in (first, second, third):
        one.do("accept")
    third.do("merge", into=second.matter.number, note="同一工地，甲某某也反映过")
    second.do("merge", into=first.matter.number)
    assert "已与同类反映合并办理：已受理，待派单" in shown(third)
    assert "现在不用您做什么" in shown(third)
    first.do("dispatch", body="water-bureau", reason="内部理由不外露")
    first.do("sign_for", "water-bureau.liaison")
    first.extend("等待检测结果，电话13811112222已告知。")
    for one in (second, third):
        page = shown(one)
        assert "已与同类反映合并办理：办理中" in page
        assert "厦门市水利局" in page
        assert "等待检测结果" in page
        assert f"{first.limit.due_on.month}月{first.limit.due_on.day}日" in page
    first.answered(f"{ANSWER}已回复反映人13811112222。")
    for one in (first, second, third):
        page = shown(one)
        assert "已责令停止夜间施工" in page
        assert "138******22" in page
        assert "下一步可以怎么办" in page
    assert "follow_up" in first.standing.can
    assert second.standing.can == third.standing.can == []


def test_refused_says_on_what_ground_and_where_to_go(city):
    life = Life(city, **FIRST)
    ground, label = rules.refusal_grounds(today())[0]
    life.do("refuse", ground=ground, go_where="请向市住建局反映，电话0592-2345678。")
    page = shown(life)
    assert "不予受理" in page
    assert label.rstrip("。") in page
    assert "请向市住建局反映，电话0592-2345678" in page
    drawn = life.citizen.follow().content.decode().partition('class="where-now"')[2].partition("不予受理")[0]
    assert 'href="#met"' not in drawn  # a refusal is not shown as a success


def test_extended_suspended_and_resumed_are_told_with_their_reasons(city):
    life = Life(city, **FIRST)
    life.hand_to()
    life.extend("须委托检测。")
    page = shown(life)
    assert "延期" in page
    assert "须委托检测" in page
    life.do("suspend_deadline", deadline=life.limit.pk, reason="等待司法鉴定。", authority="负责人批准")
    page = shown(life)
    assert "中止" in page
    assert "等待司法鉴定" in page
    assert "已中止计时" in page
    life.do("resume_deadline", deadline=life.limit.pk, reason="鉴定结果已出。", authority="负责人批准")
    page = shown(life)
    assert "恢复办理" in page
    assert "已中止计时" not in page


def test_joined_to_one_that_its_source_takes_back(city):
    given = {"text": "工地夜里打桩扰民。", "channel": "hotline", "external": {"system": "12369", "number": "B-7"}}
    kept = perform(COMPLAINT, "take_in", actor=city.actor("hotline-office.hotline-clerk"), data=given).subject
    life = Life(city, **FIRST)
    life.do("merge", into=kept.number)
    perform(
        COMPLAINT,
        "withdraw",
        kept.pk,
        actor=city.actor("hotline-office.hotline-clerk"),
        data={"note": "甲某某要求撤回"},
    )
    page = shown(life)
    assert "已转回原受理渠道办理" in page
    assert "可以重新提交" in page
    assert "办理中" not in page


def test_not_content_but_closed_is_told_where_to_go_next(city):
    life = Life(city, **FIRST)
    life.hand_to()
    life.answered()
    life.citizen.follow(go="follow_up", resolved="no", satisfaction="dissatisfied", note="没有解决")
    assert take_in() == 1
    assert life.matter.state == "closed"
    page = shown(life)
    assert "已办结" in page
    assert life.citizen.complaint.go_where
    assert life.citizen.complaint.go_where.rstrip("。") in page
    assert "问题又出现了" in page


def test_opened_again_by_its_sender_and_only_while_that_is_offered(city):
    life = Life(city, **FIRST)
    assert "现在不能评价" in text_of(life.citizen.follow(go="reopen", note="为什么不办"))
    life.hand_to()
    life.answered()
    life.citizen.follow(go="follow_up", resolved="yes", satisfaction="satisfied")
    take_in()
    assert "请写明为什么" in text_of(life.citizen.follow(go="reopen", note=""))
    assert "已收到" in text_of(life.citizen.follow(go="reopen", note="昨晚又开始了，<b>很吵</b>"))
    assert take_in() == 1
    assert life.matter.state == "dispatched"
    assert "已派单，待承办单位签收" in shown(life)
    assert life.standing.can == []
    assert "现在不能评价" in text_of(life.citizen.follow(go="reopen", note="再来一次"))


def test_every_night_everything_open_is_written_anew(city):
    lives = [Life(city, text=f"第{n}件：工地扬尘。") for n in range(3)]
    PublicStanding.objects.update(label="昨天的话")
    ended = lives[2]
    PublicStanding.objects.filter(reference=ended.citizen.number).update(state="closed")
    assert refresh_standings() == 2
    labels = [one.standing.label for one in lives]
    assert labels == ["已收到，待受理", "已收到，待受理", "昨天的话"]
    with CaptureQueriesContext(connection) as few:
        projecting.refresh()
    lives += [Life(city, text=f"另{n}件：工地扬尘。") for n in range(3)]
    with CaptureQueriesContext(connection) as many:
        assert projecting.refresh() == 5
    assert len(many) == len(few)


def test_restricted_ones_are_never_written_anew(city):
    life = Life(city, **FIRST)
    life.matter.__class__.objects.filter(pk=life.pk).update(secrecy="restricted")
    before = life.standing.changed_at
    projecting.refresh()
    assert life.standing.changed_at == before
