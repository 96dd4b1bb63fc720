"""Training plans, courses, attendance and coverage (clause 16.1)."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from ecoduty.casework.figures.tallies import tally
from ecoduty.kernel.clock import today
from ecoduty.kernel.files import storage
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.encouragement.training import coverage
from ecoduty.mechanisms.encouragement.training.flow import TRAINING
from ecoduty.mechanisms.encouragement.training.models import Attendance
from ecoduty.organisation.directory.models import Body
from tests.mechanisms.encouragement.steps import COURSE, PLAN, Training, at, drafted
from tests.mechanisms.who_may import checked

STRANGERS = "欧阳无名｜市水利局｜科员\n司徒某某,市水利局\n某街道办｜6人\n"


def year_of(body: str) -> coverage.Trained:
    return coverage.of_year(2026, [Body.objects.get(key=body)])[0]


def name_of(city, who):
    return city.account(who).person.name


def test_a_plan_is_drafted_adopted_carried_out_and_closed(city):
    plan = Training(city)
    assert plan.refused("water-bureau.deputy", "adopt_training").code == "training_incomplete"
    plan.held()
    assert plan.state == "in_force"
    plan.do(plan.who, "add_course", {**COURSE, "name": "水污染防治法律法规", "topic": "law"})
    assert plan.refused("water-bureau.principal", "close_training").code == "courses_open"
    plan.do(plan.who, "cancel_course", {"course": plan.course, "note": "并入十二月专题。"})
    plan.do("water-bureau.principal", "close_training")
    assert (plan.state, plan.matter.open) == ("closed", False)


def test_people_with_an_account_are_named_and_nobody_else(city):
    plan = Training(city)
    course = plan.held()
    known = name_of(city, "water-bureau.deputy")
    plan.came(course, f"姓名\t单位\t岗位\n{known}\t市水利局\t\n{known}\t市水利局\n" + STRANGERS)
    named = Attendance.objects.exclude(person=None).get()
    assert (named.person.name, named.body.key, named.heads) == (known, "water-bureau", 1)
    others = Attendance.objects.filter(person=None)
    assert set(others.values_list("body__key", "body_name", "heads")) == {
        ("water-bureau", "市水利局", 2),
        (None, "某街道办", 6),
    }
    entry = Entry.objects.filter(stream=plan.matter.stream).latest("seq")
    assert entry.facts["named"] == 1
    assert entry.facts["counted"] == 8
    kept = str(entry.facts) + str(list(Attendance.objects.values()))
    assert "欧阳" not in kept
    assert "司徒" not in kept


def test_who_comes_twice_is_one_and_numbers_are_never_said_too_high(city):
    plan = Training(city)
    known = name_of(city, "water-bureau.deputy")
    first, second = plan.held(), plan.held(name="现场教学")
    plan.came(first, f"{known}｜市水利局\n市水利局｜8")
    plan.came(second, f"{known}｜市水利局\n市水利局｜5\n市城管局｜3")
    year = year_of("water-bureau")
    assert (year.persons, year.attendances, year.percent) == (9, 15, 45)  # one by name, the larger of eight and five
    plan.do(plan.who, "clear_attendance", {"course": first, "note": "名单贴错了。"})
    assert year_of("water-bureau").persons == 6
    plan.came(first, f"{known}｜市水利局")
    assert year_of("water-bureau").persons == 6


def test_whoever_was_at_another_bodys_course_counts_at_home(city):
    school = Training(city, "party-school", to_train=5)
    school.do(school.who, "say_teaching", {"teaches": "yes", "proof": "2026年春季主体班教学计划第三单元"})
    course = school.held()
    school.came(course, f"{name_of(city, 'water-bureau.principal')}｜市水利局｜主要负责人")
    assert year_of("water-bureau").persons == 1
    assert year_of("water-bureau").percent is None
    assert year_of("party-school").persons == 0


def test_a_list_comes_as_a_workbook_too(city):
    plan = Training(city)
    course = plan.held()
    book = Workbook()
    for row in (
        ["参训人员"],
        ["序号", "单位", "姓名", "人数"],
        [1, "市水利局", name_of(city, "water-bureau.deputy"), ""],
        [2, "市水利局", "", 4],
    ):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    account = city.account("water-bureau.liaison")
    file = storage.store(_upload("名单.xlsx", content), owner=storage.upload_owner(account.pk), account=account.pk)
    plan.do(plan.who, "record_attendance", {"course": course, "file": str(file.public_id)})
    assert (year_of("water-bureau").persons, Attendance.objects.filter(person=None).get().heads) == (5, 4)
    file.refresh_from_db()
    assert file.owner == storage.upload_owner(account.pk)  # nobody keeps it


def _upload(name, content):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 -- this test's only

    return SimpleUploadedFile(name, content.getvalue())


@pytest.mark.parametrize(
    ("lines", "code", "said"),
    [
        ("", "attendance_empty", "名单是空的"),
        ("张三", "attendance_unread", "第1行没有写单位"),
        ("姓名,单位,人数\n,市水利局,", "attendance_unread", "第2行没有写姓名"),
        ("姓名,单位,人数\n,市水利局,许多", "attendance_unread", "第2行的人数不是"),
        ("姓名,单位,人数\n张三,市水利局,3", "attendance_unread", "第2行写了姓名"),
        ("市水利局｜0", "attendance_unread", "第1行的人数"),
        ("甲｜市水利局\n" * 3001, "attendance_too_many", "3001行"),
    ],
)
def test_a_list_that_cannot_be_read_says_which_line(city, lines, code, said):
    plan = Training(city)
    refused = plan.refused(plan.who, "record_attendance", {"course": plan.held(), "lines": lines})
    assert refused.code == code
    assert said in refused.sentence
    assert not Attendance.objects.exists()


def test_what_cannot_be_is_refused_with_its_field(city):
    plan = Training(city)
    assert plan.refused(plan.who, "add_course", {**COURSE, "topic": "gossip"}).code == "unknown_topic"
    assert plan.refused(plan.who, "add_course", {**COURSE, "planned_on": "2027-01-04"}).code == "other_year"
    plan.held()
    ahead = {"course": plan.course, "held_on": "2026-12-01", "held_hours": "4"}
    assert plan.refused(plan.who, "hold_course", ahead).code == "no_course_open"
    plan.do(plan.who, "add_course", COURSE)
    assert plan.refused(plan.who, "hold_course", {**ahead, "course": plan.course}).code == "held_in_future"
    assert (
        plan.refused(plan.who, "record_attendance", {"course": plan.course, "lines": "市水利局｜3"}).code
        == "course_unknown"
    )
    sourceless = {"goals": "两次集中培训。", "to_train": 20}
    assert plan.refused(plan.who, "revise_training", sourceless).code == "number_without_source"
    assert plan.refused(plan.who, "say_teaching", {"teaches": "yes", "proof": "教学计划"}).code == "not_a_school"
    with pytest.raises(Refused, match="已有培训计划"):
        drafted(city, "water-bureau.deputy")
    with pytest.raises(Refused, match="不编制年度培训计划"):
        drafted(city, "staffing-office.liaison")


def test_whoever_has_no_plan_is_named_from_the_rulebooks_day(city):
    Training(city)
    without, silent = tally("training_plan.bodies_without_plan"), tally("training_plan.schools_not_teaching")
    assert not without.members(date(2026, 2, 28))
    named = {one.body for one in without.members(today())}
    assert "water-bureau" not in named
    assert {"ocean-bureau", "party-school", "siming-party-school", "siming-committee-office"} <= named
    assert {one.body for one in silent.members(today())} >= {"party-school", "siming-party-school"}
    school = Training(city, "party-school", **{**PLAN, "to_train": 5})
    assert school.refused("party-school.principal", "adopt_training").code == "training_incomplete"
    school.do(school.who, "add_course", COURSE)
    assert school.refused("party-school.principal", "adopt_training").code == "teaching_not_said"
    school.do(school.who, "say_teaching", {"teaches": "no", "proof": "下学期列入，已报教务处。"})
    assert "party-school" in {one.body for one in silent.members(today())}
    school.do(school.who, "say_teaching", {"teaches": "yes", "proof": "秋季主体班教学计划"})
    assert "party-school" not in {one.body for one in silent.members(today())}


def test_every_act_is_refused_to_whoever_may_not(city):
    plan = Training(city)
    roles = ("water-bureau.liaison", "water-bureau.principal", "ocean-bureau.liaison", "committee-office.clerk", "siming-committee-office.clerk")  # fmt: skip
    assert checked(city, TRAINING, plan.matter, roles) > 150


@pytest.mark.clause("16.1", page="/training/")
def test_coverage_of_each_body_is_read_where_one_watches(city):
    assert rulebooks.current().clauses["16.1"].home == "encouragement"
    plan = Training(city)
    plan.came(plan.held(), "市水利局｜8")
    city.clock.move_to(at(11, 23))
    own = city.client("water-bureau.liaison").get("/training/").content.decode()
    assert "40%" in own
    assert "市海洋局" not in own
    every = city.client("committee-office.clerk").get("/training/").content.decode()
    assert "市海洋局" in every
    assert "思明区委党校" in every
    narrowed = city.client("committee-office.clerk").get("/training/?only=bodies_without_plan").content.decode()
    assert "尚未编制" in narrowed
    assert "40%" not in narrowed
    assert city.client("committee-office.clerk").get("/training/?only=gossip").status_code == 404
