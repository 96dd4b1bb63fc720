"""牵头未明确 wherever the item appears: to everybody from acceptance to publication, and nothing of what is said inside."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.casework.ports import ask
from ecoduty.casework.ports.undetermined import UNDETERMINED
from ecoduty.casework.publications.undetermined import PublishedUndetermined, undetermined
from ecoduty.kernel.clock import today
from ecoduty.mechanisms.responsibilities.checking import findings
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from tests.mechanisms.lead_departments.steps import ITEM, Road, at
from tests.mechanisms.responsibilities.listing import Compiler

SAID = "坐在岸边都闻得到船上炒菜油烟"
WITHDRAWAL = {"reason": "公告附件有误，更正后重新公开"}


def text_of(response) -> str:
    return response.content.decode()


def shown() -> list[str]:
    return [row.item for row in undetermined(today())]


def test_everybody_knows_from_acceptance_until_the_lead_is_published(city):
    road = Road(city)
    assert shown() == []  # nobody has looked yet whether some list names a lead
    road.to_agreement()
    row = PublishedUndetermined.objects.get()
    assert (row.item, row.field_label, row.region, row.region_name) == (ITEM, "大气", "", "厦门市")
    assert (row.since, row.until, row.words) == (date(2026, 11, 22), None, ["船上炒菜油烟", "游船餐厅味道大"])
    city.clock.move_to(at(11, 25))
    road.approve()
    assert shown() == [ITEM]  # decided, and nobody outside was told yet
    road.publish()
    assert shown() == []
    assert [one.item for one in undetermined(date(2026, 11, 24))] == [ITEM]


def test_what_is_taken_back_is_no_longer_shown(city):
    road = Road(city)
    road.do("liaison", "accept")
    road.do(road.raiser, "withdraw", {"note": "已有部门愿意承担。"})
    assert shown() == []


def test_a_district_is_named_and_whoever_asks_elsewhere_does_not_hear_of_it(city):
    road = Road(city, "siming-urban-management-bureau.liaison")
    road.do("liaison", "accept")
    assert [one.region_name for one in ask(UNDETERMINED)(SAID, None, today())] == ["思明区"]
    assert ask(UNDETERMINED)(SAID, "", today()) == []
    assert len(ask(UNDETERMINED)(SAID, "350203", today())) == 1


@pytest.mark.parametrize("address", ["/search/?q=船上炒菜油烟", "/lists/"])
def test_the_desk_tells_what_each_may_know(city, address):
    road = Road(city)
    stranger, bureau = city.client("finance-bureau.liaison"), city.client("ecology-bureau.liaison")
    assert ITEM not in text_of(stranger.get(address))
    assert "待受理" in text_of(bureau.get(address))
    road.to_negotiation()
    outside, inside = text_of(stranger.get(address)), text_of(bureau.get(address))
    assert f"“{ITEM}”" in outside
    assert "11月22日起研究明确" in outside
    link = f'<a href="/matters/{road.matter.public_id}/">'
    assert link not in outside
    assert "协商中" not in outside
    assert link in inside
    assert "市生态环境局办理，协商中" in inside


def test_a_row_of_a_list_that_speaks_of_it_says_so(city):
    water = Compiler(city)
    near = {"name": "游船油烟扰民监管", "unit": "河湖处", "bases": "《中华人民共和国生态环境法典》第二百七十五条"}
    far = {
        "name": "水土保持方案的审批和监督检查",
        "unit": "水保处",
        "bases": "《中华人民共和国生态环境法典》第八百九十七条",
    }
    water.draft(near, far)
    address = f"/lists/{water.matter.public_id}/"
    client = city.client("water-bureau.liaison")
    assert "牵头未明确" not in text_of(client.get(address))
    Road(city, "transport-bureau.liaison").do("liaison", "accept")
    page = text_of(client.get(address))
    assert page.count(">牵头未明确</span>") == 1
    assert f"相近的“{ITEM}”" in page


def test_a_publication_taken_down_stays_visible_in_the_list_until_it_is_published_again(city):
    road = Road(city)
    road.to_agreement()
    road.approve()
    road.publish()
    version = ResponsibilityList.objects.get(body__key="transport-bureau")
    assert "responsibility_decision_taken_down" not in {one.code for one in findings(version, today())}

    road.do("deputy", "withdraw_publication", WITHDRAWAL)
    assert (road.state, road.matter.open, shown()) == ("approved", True, [ITEM])
    found = [one for one in findings(version, today()) if one.code == "responsibility_decision_taken_down"]
    assert [one.stops for one in found] == [True]
    assert "2026年11月22日撤下（公告附件有误，更正后重新公开）" in found[0].sentence
    client = city.client("transport-bureau.liaison")
    assert "牵头公告已撤下" in text_of(client.get(f"/lists/{version.matter.public_id}/"))
    assert "牵头公告已撤下" in text_of(client.get(f"/matters/{version.matter.public_id}/"))

    road.do("principal", "clear_public_version")
    road.do("liaison", "register_publication",
            {"own_url": "https://ecology.example.gov.cn/lead/2.html", "published_on": today().isoformat()})  # fmt: skip
    assert (road.state, shown()) == ("determined", [])
    assert version.rows.count() == 1  # handed over once, however often it is published
    assert "牵头公告已撤下" not in text_of(client.get(f"/lists/{version.matter.public_id}/"))
