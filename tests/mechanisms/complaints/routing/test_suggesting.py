"""To whom a complaint goes: the list's lead, the field's owner, the district where a rule says so, nobody, or elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.search.meaning import understand
from ecoduty.kernel.clock import now
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.complaints.routing import rules
from ecoduty.mechanisms.complaints.routing.routing import district_named, suggest
from tests.mechanisms.responsibilities.standing import in_force

DAY = date(2026, 11, 22)


@pytest.fixture
def lists(city):
    in_force(
        "urban-enforcement-bureau",
        {"name": "夜间违规施工噪声查处", "field": "noise", "words": ["夜间施工噪声", "夜间施工", "工地半夜"]},
        {"name": "社会生活噪声扰民查处", "field": "noise", "words": ["广场舞", "社会生活噪声", "音响"]},
    )
    in_force(
        "ecology-bureau",
        {"name": "工业企业噪声污染监督检查", "field": "noise", "words": ["工业噪声", "工厂噪音", "厂界噪声"]},
    )
    in_force("transport-bureau", {"name": "公路降噪设施建设维护", "field": "noise", "words": ["公路噪声", "隔音屏"]})
    in_force("police", {"name": "机动车禁鸣区域管理", "field": "noise", "words": ["鸣笛", "按喇叭"]})


def changed(key: str, *words: str) -> None:
    """Adopt the city's rulebook with other words under a key."""
    book = rulebooks.current()
    dated = tuple(one.model_copy(update={"value": words}) for one in book.values[key].dated)
    value = book.values[key].model_copy(update={"dated": dated})
    other = book.model_copy(update={"values": {**book.values, key: value}})
    rulebooks.store(Rulebook.from_json(other.to_json()), adopted_at=now() + timedelta(hours=1), adopted_by="测试")


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("凌晨一点工地还在打桩，吵得睡不着", "市执法局"),
        ("楼下每晚跳广场舞，声音很大", "市执法局"),
        ("隔壁五金厂的冲床整天响，吵死了", "市生态环境局"),
        ("高速公路离楼太近，车流声一夜不停", "市交通局"),
        ("学校门口的车一直按喇叭", "市公安局"),
    ],
)
def test_each_field_of_noise_has_its_owner(lists, text, lead):
    found = suggest(text, "", DAY)
    assert (found.body_short_name, found.out_of_scope) == (lead, False)
    assert found.row is not None
    assert found.row.name in found.why
    assert lead not in {row.body_short_name for row in found.alternatives}


def test_rule_makes_nobody_lead_whose_list_has_no_row(city):
    in_force("ecology-bureau", {"name": "工业企业噪声污染监督检查", "field": "noise", "words": ["工业噪声"]})
    assert suggest("凌晨一点工地还在打桩，吵得睡不着", "", DAY).body_short_name != "市执法局"


def test_nobodys_matter_is_told_from_what_is_no_environmental_matter(lists):
    nobodys, other = suggest("邻居在阳台养蜂，蜜蜂到处飞", "", DAY), suggest("老板拖欠三个月工资", "", DAY)
    assert (nobodys.body_key, nobodys.out_of_scope) == ("", False)
    assert "提请明确牵头部门" in nobodys.why
    assert (other.body_key, other.out_of_scope) == ("", True)
    assert "12333" in other.go_to
    assert "工资" in other.why


def test_environmental_matter_stays_one_though_something_else_is_complained_of_too(lists):
    text = "小区旁的工地凌晨两点还在打桩，夜间施工噪声吵得睡不着，物业费一年涨三次也不管"
    assert suggest(text, "", DAY).body_short_name == "市执法局"


def test_what_is_mostly_in_no_list_is_led_once_a_list_names_it(lists):
    text = "飞机从头顶飞过，夜里噪音很大"
    assert suggest(text, "", DAY).body_key == ""
    in_force("water-bureau", {"name": "飞机噪声协调", "field": "noise", "words": ["飞机噪声", "飞机飞过"]})
    assert suggest(text, "", DAY).body_short_name == "市水利局"


def test_another_citys_matter_is_out_of_scope_unless_a_district_is_named_too(lists):
    text = "泉州的工厂冲床整天响，工厂噪音很大"
    elsewhere = suggest(text, "", DAY)
    assert (elsewhere.out_of_scope, elsewhere.go_to) == (True, "泉州市12345热线")
    assert suggest(f"{text}，翔安这边都听得见", "翔安", DAY).body_short_name == "市生态环境局"


def test_district_leads_only_where_a_rule_says_so(lists):
    text = "楼下每晚跳广场舞，声音很大"
    assert suggest(text, "思明", DAY).body_short_name == "市执法局"
    changed(rules.DISTRICT_LED, "广场舞/urban-management-bureau=广场舞")
    led = suggest(text, "思明", DAY)
    assert led.body_key == "siming-urban-management-bureau"
    assert led.row is None
    assert "广场舞由所在区承办" in led.why
    assert suggest(text, "", DAY).body_short_name == "市执法局"


def test_districts_own_row_leads_where_no_row_of_the_city_does(lists):
    row = {"name": "广场舞噪声巡查劝导", "field": "noise", "words": ["广场舞", "跳广场舞", "每晚跳广场舞"]}
    in_force("siming-urban-management-bureau", row, {"name": "窨井盖油漆巡查", "words": ["井盖掉漆"]})
    found = suggest("楼下每晚跳广场舞，声音很大", "思明", DAY)
    assert found.body_short_name == "市执法局"
    assert "siming-urban-management-bureau" in {other.body_key for other in found.alternatives}
    assert suggest("井盖掉漆了，有油漆味", "思明", DAY).body_key == "siming-urban-management-bureau"


@pytest.mark.parametrize("named", ["思明", "思明区", "350203", "siming", " 思明区 "])
def test_district_goes_by_any_of_its_names(city, named):
    found = district_named(named)
    assert found is not None
    assert found.name == "思明区"


@pytest.mark.parametrize("named", ["", "鼓楼区"])
def test_unknown_district_is_the_whole_city(lists, named):
    assert district_named(named) is None
    assert suggest("楼下每晚跳广场舞", named, DAY).body_short_name == "市执法局"


@pytest.mark.parametrize("text", ["", "？？", "😀" * 50])
def test_text_that_says_nothing_suggests_nobody(lists, text):
    assert suggest(text, "思明", DAY).body_key == ""


def test_without_any_list_nobody_is_suggested(city):
    found = suggest("楼下每晚跳广场舞，声音很大", "", DAY)
    assert (found.body_key, found.out_of_scope) == ("", False)


def test_what_something_is_likened_to_is_not_what_it_is(lists):
    assert suggest("厂里的风机声音跟飞机起飞一样，工厂噪音日夜不停", "", DAY).body_short_name == "市生态环境局"


def test_as_many_statements_for_a_word_as_for_ten_thousand_characters(lists):
    counts = []
    for text in ("广场舞", "凌晨工地打桩，广场舞，工厂噪音，按喇叭，隔音屏坏了。" * 400):
        with CaptureQueriesContext(connection) as found:
            suggest(text, "思明", DAY)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 6


def test_field_before_another_takes_what_both_are_said_of(city):
    in_force("ecology-bureau", {"name": "入海排污口备案监管", "field": "sea", "words": ["入海排污口", "排到海里"]})
    in_force("ocean-bureau", {"name": "海水养殖尾水治理", "field": "sea", "words": ["养殖尾水", "虾塘"]})
    spoken = [one.field for one in rules.rules(DAY).fields(understand("养虾的塘子把黑水排到海里", DAY))]
    assert "海水养殖尾水" in spoken
    assert "入海排污口" not in spoken
    assert suggest("养虾的塘子把黑水排到海里", "", DAY).body_short_name == "市海洋局"
