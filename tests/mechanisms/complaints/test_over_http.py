"""Registering, dispatching and returning a complaint, as the pages answer."""

from __future__ import annotations

import pytest

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.complaints.steps import BUILDER, HOTLINE, TEXT, Case, taken_in
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
    later = clerk.get(f"/matters/{matter.public_id}/dispatch/").content.decode()  # from the worklist, on another day
    assert f'<option value="{noise}" selected>' in later
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


def test_looking_does_nothing_and_keeps_what_was_typed(city, noise):
    clerk = city.client("committee-office.clerk")
    given = {"text": TEXT, "district": "siming", "channel": "letter", "reporter_phone": "13900001234", "_look": "1"}
    page = clerk.post("/complaints/new/", given).content.decode()
    assert Matter.objects.filter(kind="complaint").count() == 0
    assert "建筑施工噪声监管" in page
    assert 'value="13900001234"' in page
    assert '<option value="letter" selected>' in page


def test_a_likely_twin_is_shown_to_who_may_see_it_and_counted_to_others(city, noise):
    twin = taken_in(city, district="siming")
    asked = {"text": TEXT, "district": "siming"}
    shown = city.client(HOTLINE).get(
        "/complaints/new/", asked, headers={"HX-Request": "true", "HX-Target": "suggested"}
    )
    assert twin.matter.number in shown.content.decode()
    page = city.client("water-bureau.liaison").get("/complaints/new/", asked).content.decode()
    assert twin.matter.number not in page
    assert "另有1件由别的单位登记" in page


def dispatched(city, noise, **more):
    case = taken_in(city, **more)
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    case.do(BUILDER, "sign_for")
    return case


def test_hints_stand_beside_the_answer_and_stop_nothing(city, noise):
    case = dispatched(city, noise)
    builder = city.client(BUILDER)
    address = f"/matters/{case.matter.public_id}/complaint-answer/"
    assert builder.get(f"/matters/{case.matter.public_id}/answer/")["Location"] == address
    assert TEXT in builder.get(address).content.decode()
    given = {"answer": "已收悉，下一步将督促整改。", "_version": case.matter.version}
    part = builder.post(address, given, headers={"HX-Request": "true", "HX-Target": "hints"}).content.decode()
    assert "没有写什么时候做到" in part
    assert "<html" not in part
    looked = builder.post(address, {**given, "_look": "1"}).content.decode()
    assert "已收悉，下一步将督促整改。</textarea>" in looked
    assert "湖滨南路" in looked
    assert case.matter.state == "handling"
    assert builder.post(address, given).status_code == 302
    assert case.matter.state == "answered"
    approving = city.client(HOTLINE).get(f"/matters/{case.matter.public_id}/approve_answer/").content.decode()
    assert "没有写什么时候做到" in approving
    assert city.client("water-bureau.liaison").get(address).status_code == 404


def test_the_reporter_is_shown_to_who_said_why_and_to_nobody_else(city, noise):
    case = dispatched(city, noise, reporter={"name": "反映人甲", "phone": "13900001234"})
    tab = f"/matters/{case.matter.public_id}/?tab=reporter"
    builder, hotline = city.client(BUILDER), city.client(HOTLINE)
    assert "加密保存" in builder.get(tab).content.decode()
    given = {"reason": "约反映人到现场。", "_version": case.matter.version, "next": tab}
    answer = builder.post(f"/matters/{case.matter.public_id}/open_reporter/", given)
    assert answer["Location"] == tab
    assert "13900001234" in builder.get(tab).content.decode()
    seen_by_others = hotline.get(tab).content.decode()
    assert "13900001234" not in seen_by_others
    assert "约反映人到现场。" in seen_by_others
    everything = builder.get(f"/matters/{case.matter.public_id}/ledger/").content.decode()
    assert "13900001234" not in everything


def test_refusing_following_up_and_merging_by_their_forms(city, noise):
    case, other = taken_in(city), taken_in(city)
    hotline = city.client(HOTLINE)
    address = f"/matters/{case.matter.public_id}/"
    assert "应当通过诉讼" in hotline.get(f"{address}refuse/").content.decode()
    merged = hotline.post(
        f"/matters/{other.matter.public_id}/merge/", {"_version": other.matter.version, "into": case.matter.number}
    )
    assert merged.status_code == 302
    assert case.matter.number in hotline.get(f"/matters/{other.matter.public_id}/?tab=said").content.decode()
    assert other.matter.number in hotline.get(f"{address}?tab=said").content.decode()
    case.do(HOTLINE, "accept")
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    case.do(BUILDER, "sign_for")
    case.do(BUILDER, "answer", {"answer": "湖滨南路工地夜间打桩已责令停止。"})
    case.do(HOTLINE, "approve_answer")
    form = hotline.get(f"{address}follow_up/").content.decode()
    assert "不满意" in form
    said = {
        "_version": case.matter.version,
        "resolved": "true",
        "satisfaction": "neutral",
        "accepted": "false",
        "note": "夜里仍响。",
    }
    assert hotline.post(f"{address}follow_up/", said).status_code == 302
    assert case.standing == ("handling", "construction-bureau")
    assert "不接受答复" in hotline.get(f"{address}?tab=said").content.decode()


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


def test_whose_it_is_is_asked_until_it_is_decided_and_who_calls_back_sees_what_was_answered(city, noise):
    case = Case(city, by=HOTLINE)
    clerk, said = city.client(HOTLINE), "11月21日夜间到场检查，工地已停止夜间打桩。"
    assert "建议派给" in clerk.get(f"/matters/{case.matter.public_id}/").content.decode()
    case.do(HOTLINE, "dispatch", {"responsibility": noise})
    case.do(BUILDER, "sign_for")
    for who in (HOTLINE, BUILDER):
        page = city.client(who).get(f"/matters/{case.matter.public_id}/").content.decode()
        assert TEXT in page
        assert "建议派给" not in page
    assert "建议派给" in city.client(BUILDER).get(f"/matters/{case.matter.public_id}/give_back/").content.decode()
    case.do(BUILDER, "answer", {"answer": said})
    case.do(HOTLINE, "approve_answer")
    for act in ("follow_up", "close"):
        form = clerk.get(f"/matters/{case.matter.public_id}/{act}/").content.decode()
        assert TEXT in form
        assert said in form
