"""Campaigns: planned, announced, held with numbers, called off, taken down (clause 24.1)."""

from __future__ import annotations

from datetime import datetime

import pytest

from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.flow import Refused
from ecoduty.mechanisms.participation.flow import CAMPAIGN
from tests.mechanisms.participation.steps import BODY, EVENT, Event
from tests.mechanisms.who_may import checked

AFTER = datetime(2026, 12, 5, 18, tzinfo=SHANGHAI)
RECORD = {"took_part": 120, "reached": 3000, "summary": "发放节水手册，讲解河道保洁。"}


def test_it_is_before_the_public_only_once_it_is_announced_and_follows_what_happens(city):
    event = Event(city)
    assert event.shown is None
    event.do("announce")
    assert (event.shown.state, event.shown.form_label) == ("planned", "进社区")
    event.do("amend", {**EVENT, "title": "节水护河进社区（第二场）"})
    assert event.shown.title == "节水护河进社区（第二场）"
    city.clock.move_to(AFTER)
    event.do("record_campaign", RECORD)
    assert (event.shown.state, event.shown.took_part, event.shown.reached) == ("held", 120, 3000)
    assert not event.matter.open


def test_taken_down_no_word_of_it_stays_but_why(city):
    event = Event(city)
    event.do("announce")
    with pytest.raises(Refused) as refused:
        event.do("take_down", {"reason": "内容有误"})
    assert refused.value.code == "not_permitted"
    event.do("take_down", {"reason": "内容有误"}, who=f"{BODY}.principal")
    assert (event.shown.state, event.shown.reason, event.shown.place) == ("withdrawn", "内容有误", "")
    event.do("announce")
    assert (event.shown.state, event.shown.place) == ("planned", "示例社区广场")


@pytest.mark.parametrize(
    ("act", "data", "code"),
    [
        ("record_campaign", RECORD, "campaign_not_begun"), ("amend", {**EVENT, "form": "parade"}, "unknown_form"),
        ("amend", {**EVENT, "ends_on": "2026-12-01"}, "bad_data"), ("take_down", {"reason": "有误"}, "campaign_not_shown"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(city, act, data, code):
    event = Event(city)
    with pytest.raises(Refused) as refused:
        event.do(act, data, who=f"{BODY}.principal")
    assert refused.value.code == code


def test_a_record_names_nobody(city):
    event = Event(city)
    city.clock.move_to(AFTER)
    with pytest.raises(Refused) as refused:
        event.do("record_campaign", {**RECORD, "summary": "志愿者电话13812345678。"})
    assert refused.value.code == "personal_data"


def test_every_act_by_every_role(city):
    roles = (
        f"{BODY}.liaison",
        f"{BODY}.principal",
        "ocean-bureau.liaison",
        "committee-office.director",
        "siming-ecology-office.liaison",
    )
    assert checked(city, CAMPAIGN, Event(city).matter, roles) > 100
