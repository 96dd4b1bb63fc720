"""Registering, dispatching and returning a complaint, as the pages answer."""

from __future__ import annotations

import pytest

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.complaints.steps import TEXT, Case
from tests.mechanisms.lead_departments.steps import Road


@pytest.fixture
def noise(city, lists):
    return lists.add("construction-bureau", "建筑施工噪声监管", "打桩", "工地")


def test_the_text_alone_is_answered_with_row_basis_and_reason_before_anything_is_entered(city, noise):
    clerk = city.client("committee-office.clerk")
    empty = clerk.get("/complaints/new/").content.decode()
    assert "写下反映内容，就能看到归谁管" in empty
    page = clerk.get("/complaints/new/", {"text": TEXT, "district": "siming"}).content.decode()
    for words in ("市建设局", "建筑施工噪声监管", "依据三定规定", "为何是它：字词“打桩”", "登记反映"):
        assert words in page
    part = clerk.get("/complaints/new/", {"text": TEXT}, headers={"HX-Request": "true", "HX-Target": "suggested"})
    assert "市建设局" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert Matter.objects.filter(kind="complaint").count() == 0


def test_what_was_chosen_is_offered_when_it_is_dispatched(city, noise):
    clerk = city.client("committee-office.clerk")
    given = {"text": TEXT, "district": "siming", "channel": "hotline", "received_on": "2026-11-22", "choose": noise}
    answer = clerk.post("/complaints/new/", given)
    matter = Matter.objects.get(kind="complaint")
    assert answer["Location"] == f"/matters/{matter.public_id}/dispatch/?responsibility={noise}"
    form = clerk.get(answer["Location"]).content.decode()
    assert f'<option value="{noise}" selected>市建设局：建筑施工噪声监管</option>' in form
    sent = clerk.post(f"/matters/{matter.public_id}/dispatch/", {"_version": matter.version, "responsibility": noise})
    assert sent.status_code == 302
    page = city.client("construction-bureau.liaison").get(f"/matters/{matter.public_id}/").content.decode()
    assert "签收" in page
    assert "退单" in page
    ways = clerk.get(f"/matters/{matter.public_id}/?tab=ways").content.decode()
    assert "建筑施工噪声监管" in ways


def test_nothing_typed_is_lost_when_registration_is_refused(city, noise):
    clerk = city.client("committee-office.clerk")
    given = {"text": f"{TEXT}请回电13812345678", "channel": "hotline", "received_on": "2026-11-22"}
    answer = clerk.post("/complaints/new/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "疑似含有个人信息：手机号138…78" in page
    assert "请回电13812345678</textarea>" in page
    assert "市建设局" in page


def test_an_item_whose_lead_is_being_determined_is_said_to_be(city, lists):
    Road(city)
    page = city.client("committee-office.clerk").get("/complaints/new/", {"text": "船上炒菜油烟太大"}).content.decode()
    assert "牵头未明确" in page
    assert "餐饮游船油烟扰民监管" in page


def test_return_and_determination_forms_show_what_the_lists_say(city, noise, lists):
    other = lists.add("police", "社会生活噪声监管", "打桩")
    case = Case(city)
    case.do("committee-office.clerk", "dispatch", {"responsibility": noise})
    address = f"/matters/{case.matter.public_id}/"
    form = city.client("construction-bureau.liaison").get(f"{address}give_back/").content.decode()
    assert f'<option value="{other}">' in form
    assert f'<option value="{noise}">' not in form
    given = {"nobodys": True, "reason": "查遍现行清单没有涵盖此事的。"}
    case.do("construction-bureau.liaison", "give_back", given)
    clerk = city.client("committee-office.clerk")
    assert "影响说明" in clerk.get(f"{address}open_determination/").content.decode()
    entered = {"item": "夜间打桩监管", "impact": "多个小区居民反复反映，夜里睡不着。", "_version": case.matter.version}
    assert clerk.post(f"{address}open_determination/", entered).status_code == 302
    page = clerk.get(address).content.decode()
    assert "牵头未明确" in page
    assert "牵头部门明确：夜间打桩监管" in page


def test_pages_cost_the_same_for_one_and_for_many(city, lists, django_assert_max_num_queries):
    for number in range(4):
        lists.add("construction-bureau", f"建筑施工噪声监管{number}", "打桩")
    case = Case(city)
    clerk = city.client("committee-office.clerk")
    clerk.get(f"/matters/{case.matter.public_id}/")
    with django_assert_max_num_queries(45):
        clerk.get(f"/matters/{case.matter.public_id}/")
    with django_assert_max_num_queries(20):
        clerk.get("/complaints/new/", {"text": TEXT})
