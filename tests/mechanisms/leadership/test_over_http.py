"""Meetings, topics and coverage as the pages answer; clauses 10.1, 10.4, 13.1 are shown here."""

from __future__ import annotations

import re

import pytest

from ecoduty.casework.matters.models import Matter
from tests.mechanisms.leadership.steps import OFFICE, Room, topic

COVERAGE = "/leadership/coverage/"


def post(client, matter, act, data=None):
    version = Matter.objects.get(pk=matter.pk).version
    return client.post(f"/matters/{matter.public_id}/{act}/", {"_version": version, **(data or {})})


@pytest.mark.clause("10.1", page="/leadership/coverage/")
def test_a_department_records_its_study_and_turns_a_decision_into_a_task(city):
    liaison = city.client("water-bureau.liaison")
    form = liaison.get("/meetings/new/").content.decode()
    assert "部门党组会" in form
    assert "党委常委会" not in form
    new = {
        "kind": "party-group", "held_by": "water-bureau", "title": "局党组第12次会议", "planned_on": "2026-11-20",
        "agenda": "排口整治｜河湖处\n黑臭水体",
    }  # fmt: skip
    wrong = liaison.post("/meetings/new/", {**new, "held_by": "ocean-bureau"})
    assert wrong.status_code == 422
    assert "局党组第12次会议" in wrong.content.decode()
    assert liaison.post("/meetings/new/", new).status_code == 302
    made = Matter.objects.get(kind="meeting")
    held = {"held_on": "2026-11-20", "presided": "principal", "chair": "局长", "attendees": "党组成员"}
    assert post(liaison, made, "hold", held).status_code == 302
    assert post(liaison, made, "record_decision", {"text": "年底前完成排口溯源。"}).status_code == 302
    decision = made.meeting.decisions.get().pk
    page = liaison.get(f"/matters/{made.public_id}/?tab=decided").content.decode()
    assert f"task_from_decision/?decision={decision}" in page
    form = liaison.get(f"/matters/{made.public_id}/task_from_decision/?decision={decision}").content.decode()
    assert "年底前完成排口溯源。" in form
    given = {"decision": decision, "lead": "water-bureau", "limit_on": "2026-12-30"}
    assert post(liaison, made, "task_from_decision", given).status_code == 302
    task = Matter.objects.get(kind="task")
    assert made.title in liaison.get(f"/matters/{task.public_id}/").content.decode()
    assert task.number in liaison.get(f"/matters/{made.public_id}/?tab=decided").content.decode()
    covered = liaison.get(COVERAGE).content.decode()
    assert f"/matters/{made.public_id}/" in covered
    assert "市海洋局" not in covered
    assert city.client("ocean-bureau.liaison").get(f"/matters/{made.public_id}/").status_code == 404


@pytest.mark.clause("10.4", page="/matters/?kind=topic")
def test_a_topic_is_proposed_placed_decided_and_becomes_a_task(city):
    deputy, office, room = city.client("water-bureau.deputy"), city.client(OFFICE), Room(city)
    assert deputy.post("/topics/new/", {**topic(), "urgent": "on"}).status_code == 302
    one, made = Matter.objects.get(kind="topic"), room.convened()
    assert one.title in deputy.get("/matters/?kind=topic").content.decode()
    assert one.title in office.get(f"/matters/{made.public_id}/?tab=agenda").content.decode()
    assert post(office, one, "place", {"meeting": made.pk}).status_code == 302
    room.do(
        OFFICE,
        "meeting",
        "hold",
        made.pk,
        {"held_on": "2026-11-20", "presided": "principal", "chair": "市长", "attendees": "常务会议组成人员"},
    )
    assert post(office, made, "record_decision", {"text": "资金由市财政统筹。", "topic": one.pk}).status_code == 302
    page = deputy.get(f"/matters/{one.public_id}/").content.decode()
    assert "资金由市财政统筹。" in page
    assert "已决定" in page
    decision = made.meeting.decisions.get().pk
    given = {"decision": decision, "lead": "water-bureau", "limit_on": "2026-12-30"}
    assert post(office, made, "task_from_decision", given).status_code == 302
    assert city.client("ocean-bureau.liaison").get(f"/matters/{one.public_id}/").status_code == 404


@pytest.mark.clause("13.1", page="/leadership/coverage/")
def test_the_office_sees_all_a_leader_his_own_a_district_its_own(city):
    room, office = Room(city), city.client(OFFICE)
    made = room.held()
    form = office.get(f"/matters/{made.public_id}/record_hearing/").content.decode()
    assert "市水利局" in form
    room.hears(made, "water-bureau")
    page = office.get(COVERAGE).content.decode()
    assert f"/matters/{made.public_id}/" in page
    assert "副市长（分管工业、商务、市场监管）" in page
    leader = city.client("government.vice-mayor-agriculture").get(COVERAGE).content.decode()
    assert "市水利局" in leader
    assert "已汇报" in leader
    assert "副市长（分管工业、商务、市场监管）" not in leader
    district = office.get(f"{COVERAGE}?district=siming&year=2026").content.decode()
    assert "思明区委" in district
    own = city.client("siming-committee-office.clerk").get(COVERAGE).content.decode()
    assert "思明区委" in own
    assert "市水利局" not in own
    assert office.get(f"{COVERAGE}?year=abc").status_code == 404


def test_a_report_is_entered_among_those_still_asked_and_the_others_are_folded(city):
    room, office = Room(city), city.client(OFFICE)
    room.hears(room.held(day="2026-05-20"), "water-bureau")
    made = room.held()
    form = office.get(f"/matters/{made.public_id}/record_hearing/").content.decode()
    asked, folded = form.split("<summary>其他分管单位（1）</summary>")
    value = re.search(r'name="again" value="([0-9:]+)"><span>市水利局', folded).group(1)
    assert 'name="reported"' in asked
    assert f'name="reported" value="{value}"' not in asked
    answer = post(office, made, "record_hearing", {"gist": "汇报上半年落实情况。"})
    assert "请勾选谁汇报了哪个分管单位" in answer.content.decode()
    assert post(office, made, "record_hearing", {"again": value, "gist": "再次汇报整治进度。"}).status_code == 302
    assert made.meeting.hearings.get().body.key == "water-bureau"


def test_pages_cost_a_constant_number_of_queries(city, django_assert_max_num_queries):
    room, office = Room(city), city.client(OFFICE)
    made = room.held()
    room.hears(made, "water-bureau", "ocean-bureau", "agriculture-bureau")
    for number in range(4):
        room.decides(made, f"第{number}项决定，请抓紧落实。")
    for address, most in ((COVERAGE, 30), (f"/matters/{made.public_id}/?tab=decided", 45)):
        office.get(address)
        with django_assert_max_num_queries(most):
            office.get(address)
