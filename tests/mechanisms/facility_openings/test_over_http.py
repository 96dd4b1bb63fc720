"""Facility openings at the desk: the overview with its gaps, sessions on the matter's page, who booked."""

from __future__ import annotations

import re

import pytest

from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.intakes.taking import take_in
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.facility_openings.contacts import code_of
from ecoduty.mechanisms.facility_openings.models import Booking
from tests.mechanisms.facility_openings.steps import FACTS, LIAISON, Doors, asked, at


@pytest.mark.clause("24.4", page="/openings/")
def test_the_overview_shows_every_kind_what_is_missing_and_when_it_must_open_again(city):
    doors = Doors(city, last_opened_on="2026-10-20")
    doors.do("plan", {"period": "2026H2", "months": [11, 12], "text": "每场两名讲解员，先讲安全。"})
    doors.announce()
    page = city.client(LIAISON).get("/openings/").content.decode()
    for words in (
        "环境监测设施",
        "城市生活垃圾处理设施",
        "示例污水处理厂",
        "12月20日",
        "12月12日",
        "11月、12月",
        "<b>3</b>类没有开放设施",
        "登记开放设施",
    ):
        assert words in page
    assert page.count('class="on" aria-current="page">开放总览<') == 2  # in the rail, and on a phone
    assert 'aria-current="page">环保设施开放<' not in page  # of two ways to where one stands the nearer is marked
    assert "登记开放设施" not in city.client("committee-office.clerk").get("/openings/").content.decode()


@pytest.mark.clause("24.4", page="/matters/?kind=facility")
def test_a_liaison_registers_announces_and_records_with_forms(city):
    liaison = city.client(LIAISON)
    made = liaison.post("/matters/new/facility/register/", {**FACTS, "kind": "sewage", "last_opened_on": "2026-10-20"})
    matter = Matter.objects.get(kind="facility")
    address = f"/matters/{matter.public_id}/"
    assert made["Location"] == address
    times = {"starts_at": "2026-12-12T09:00", "ends_at": "2026-12-12T11:00", "capacity": "20", "waiting_limit": "5"}
    assert liaison.post(f"{address}schedule/", {**times, "_version": matter.version}).status_code == 302
    page = liaison.get(address).content.decode()
    assert "12月12日（周六） 09:00—11:00" in page
    assert "0/20人" in page
    assert "改期或改名额" in page
    session = matter.facility.sessions.get()
    form = liaison.get(f"{address}change_session/", {"session": str(session.public_id)}).content.decode()
    assert 'value="2026-12-12T09:00"' in form
    city.clock.move_to(at(12, 12, 14))
    form = liaison.get(f"{address}record_visit/", {"session": str(session.public_id)}).content.decode()
    assert f'<option value="{session.public_id}" selected>' in form
    matter.refresh_from_db()
    given = {"session": str(session.public_id), "students": "40", "_version": matter.version}
    assert liaison.post(f"{address}record_visit/", given).status_code == 302
    page = liaison.get(address).content.decode()
    assert "<b>40</b>人" in page
    assert "学生40人" in page


def test_who_booked_is_shown_after_a_reason_that_stays(city):
    doors = Doors(city)
    session = doors.announce()
    asked(session, 2)
    take_in()
    address = f"/matters/{doors.matter.public_id}/contacts/"
    liaison = city.client(LIAISON)
    asked_first = liaison.get(address, {"session": str(session.public_id)}).content.decode()
    assert "查看理由" in asked_first
    assert "陈某" not in asked_first
    refused = liaison.post(address, {"session": str(session.public_id), "reason": ""})
    assert refused.status_code == 422
    page = liaison.post(address, {"session": str(session.public_id), "reason": "核对入场名单"})
    assert "陈某" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    entry = Entry.objects.get(stream=doors.matter.stream, act="open_contacts")
    assert entry.facts["reason"] == "核对入场名单"
    for who in ("water-bureau.liaison", "committee-office.director"):
        assert city.client(who).get(address, {"session": str(session.public_id)}).status_code == 403


def test_an_overdue_opening_is_red_on_the_overview_and_on_the_worklist(city):
    doors = Doors(city, last_opened_on="2026-10-20")
    city.clock.move_to(at(12, 22))
    sweep()
    liaison = city.client(LIAISON)
    overview = liaison.get("/openings/").content.decode()
    assert "逾期1天" in overview or "逾期2天" in overview
    work = liaison.get("/").content.decode()
    assert doors.matter.title in work
    assert "逾期" in work


def test_somebody_on_the_telephone_is_booked_and_told_number_and_code(city):
    doors = Doors(city)
    session = doors.announce(capacity=3)
    address = f"/matters/{doors.matter.public_id}/"
    liaison = city.client(LIAISON)
    assert "电话预约" in liaison.get(address).content.decode()
    form = liaison.get(f"{address}book_by_phone/", {"session": str(session.public_id)}, follow=True)
    assert form.request["PATH_INFO"] == f"{address}telephone/"
    given = {"session": str(session.public_id), "name": "何某", "phone": "0592-555 0101", "seats": "2"}
    wrong = liaison.post(f"{address}telephone/", {**given, "phone": "请打我", "_version": doors.matter.version})
    assert wrong.status_code == 422
    assert "何某" in wrong.content.decode()
    done = liaison.post(f"{address}telephone/", {**given, "_version": doors.matter.version}, follow=True)
    made = Booking.objects.get()
    told = done.content.decode()
    assert f"编号{made.reference}，查询码{code_of(made)}" in told
    given_back = liaison.get(f"{address}cancel_for_caller/", {"reference": made.reference}).content.decode()
    assert made.reference in given_back
    assert "何某" not in given_back
    assert city.client("water-bureau.liaison").post(f"{address}telephone/", given).status_code == 403


def test_the_record_of_a_visit_is_prefilled_with_who_was_expected(city):
    doors = Doors(city)
    session = doors.announce(capacity=40)
    asked(session, 30, organisation="示例小学", group="students")
    asked(session, 2, "13900000002")
    take_in()
    city.clock.move_to(at(12, 12, 14))
    address = f"/matters/{doors.matter.public_id}/record_visit/"
    form = city.client(LIAISON).get(address, {"session": str(session.public_id)}).content.decode()
    assert re.search(r'name="students"[^>]*value="30"', form)
    assert re.search(r'name="residents"[^>]*value="2"', form)


def test_pages_cost_the_same_for_one_and_for_many(city, django_assert_max_num_queries):
    for number in range(4):
        doors = Doors(city, name=f"示例厂{number}")
        for day in range(1, 5):
            doors.announce(at(12, 12 + day))
    liaison = city.client(LIAISON)
    liaison.get("/openings/")
    with django_assert_max_num_queries(20):
        liaison.get("/openings/")
    with django_assert_max_num_queries(45):
        liaison.get(f"/matters/{doors.matter.public_id}/")
