"""Who is told of what: nobody has to look whether he was asked, answered, returned or instructed (7.2, 8.4)."""

from __future__ import annotations

from ecoduty.casework.escalation.models import Notice
from tests.mechanisms.coordination.steps import LEAD, SUPPORTER, Road
from tests.mechanisms.coordination.test_conferring import CONFERRAL
from tests.mechanisms.coordination.test_cooperation import ANSWER
from tests.mechanisms.coordination.test_situations import do, order, reported
from tests.mechanisms.reports.test_half_year_report import leader_of


def told(city, who: str, matter: int) -> list[str]:
    """What this person was told of a matter: the words before the colon, oldest first."""
    rows = Notice.objects.filter(person=city.actor(who).person, matter=matter).order_by("pk")
    return [title.partition("：")[0] for title in rows.values_list("title", flat=True)]


def test_both_sides_of_a_request_are_told_of_what_the_other_did(city):
    road = Road(city)
    road.do("lead.liaison", "record_conferral", CONFERRAL)
    road.do("supporter.liaison", "answer", ANSWER)
    road.do("lead.liaison", "return_answer", {"note": "缺验收单。"})
    road.do("supporter.deputy", "object", {"text": "此段管网属区级维护，不属我局。"})
    road.do("lead.deputy", "insist", {"note": "职责明确在贵局。"})
    road.do("supporter.liaison", "answer", ANSWER)
    road.do("lead.liaison", "accept", {"covered": ["0", "1"]})
    assert told(city, f"{SUPPORTER}.liaison", road.pk) == [
        "请本单位配合", "会商已登记", "退回补充", "坚持请求", "内容核查通过",
    ]  # fmt: skip
    assert told(city, f"{LEAD}.liaison", road.pk) == [
        "已答复，请核对内容", "对配合要求有异议", "已答复，请核对内容",
    ]  # fmt: skip


def test_a_withdrawn_request_is_told_to_the_supporter(city):
    road = Road(city)
    road.do("lead.principal", "withdraw", {"note": "改由区里办理。"})
    assert told(city, f"{SUPPORTER}.liaison", road.pk) == ["请本单位配合", "撤回"]


def test_the_leader_in_charge_learns_of_a_major_situation_and_the_body_of_his_instruction(city):
    matter = reported(city)
    leader = leader_of(city, "water-bureau")
    assert told(city, leader, matter.pk) == ["上报重大情况"]
    assert told(city, "ocean-bureau.liaison", matter.pk) == []
    do(city, matter, leader, "give_instruction", order(matter))
    for post in ("liaison", "deputy", "principal"):
        assert told(city, f"water-bureau.{post}", matter.pk) == ["领导批示"]
