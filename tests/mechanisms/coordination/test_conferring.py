"""Several supporters at once, a reply limit of one's own, conferral with positions, the liaisons, the urgent case (7.2–7.4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Rung
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Link, Matter
from ecoduty.kernel.flow import Refused, perform
from ecoduty.mechanisms.coordination.flow import COOPERATION
from ecoduty.mechanisms.coordination.models import Step
from ecoduty.organisation.directory.models import Appointment
from tests.mechanisms.coordination.steps import LEAD, POINTS, SUPPORTER, Road, asked, at

CONFERRAL = {
    "held_on": "2026-11-22", "attendees": "市水利局、市建设局分管负责人", "outcome": "open",
    "positions": ["市水利局｜错接点在市政管网一侧，应由建设部门接驳。", "市建设局|该段未移交，不属我局养护。"],
    "result": "对管网是否移交有分歧。",
}  # fmt: skip


def ask(city, *partners: str, **more):
    return perform(
        COOPERATION, "ask", actor=city.actor(f"{LEAD}.liaison"), data={**asked(), "partners": partners, **more}
    )


def test_several_supporters_are_asked_in_one_step_each_with_its_own_clock(city):
    first = ask(city, SUPPORTER, "municipal-gardens-bureau", SUPPORTER, "ecology-bureau", reply_by="2026-11-27").subject
    found = Matter.objects.filter(kind="cooperation").select_related("cooperation")
    assert {one.holder.key for one in found} == {SUPPORTER, "municipal-gardens-bureau", "ecology-bureau"}
    assert all(one.cooperation.points == list(POINTS) and one.title.endswith("雨污分流改造") for one in found)
    assert set(Deadline.objects.filter(matter__in=found).values_list("due_on", flat=True)) == {date(2026, 11, 27)}
    links = Link.objects.filter(source=first, kind="related").values_list("target__holder__key", flat=True)
    assert set(links) == {"municipal-gardens-bureau", "ecology-bureau"}


def test_one_that_cannot_be_asked_leaves_nobody_asked(city):
    with pytest.raises(Refused) as refused:
        ask(city, SUPPORTER, LEAD)
    assert refused.value.code == "supporter_is_lead"
    assert not Matter.objects.filter(kind="cooperation").exists()


def test_what_it_is_about_is_linked_if_the_lead_may_know_of_it(city):
    other = ask(city, SUPPORTER).subject
    pk = ask(city, "ecology-bureau", "municipal-gardens-bureau", about=other.number).subject.pk
    assert Link.objects.filter(target=other, kind="related").count() == 2
    page = city.client(f"{LEAD}.liaison").get(f"/matters/{Matter.objects.get(pk=pk).public_id}/").content.decode()
    assert f"/matters/{Matter.objects.get(pk=other.pk).public_id}/" in page
    foreign = Road(city, "industry-bureau", "finance-bureau").matter.number
    for number in (foreign, "2026-9999999"):
        with pytest.raises(Refused) as refused:
            ask(city, SUPPORTER, about=number)
        assert refused.value.code == "about_unknown"


@pytest.mark.parametrize("day", ["2026-11-22", "2026-12-31"])
def test_a_reply_limit_of_ones_own_is_never_longer_than_the_rulebooks(city, day):
    with pytest.raises(Refused) as refused:
        ask(city, SUPPORTER, reply_by=day)
    assert (refused.value.code, refused.value.problems[0].field) == ("reply_by_unfit", "reply_by")
    assert not Matter.objects.filter(kind="cooperation").exists()


def test_a_suspension_moves_the_named_day_by_as_long_as_it_lasted(city):
    pk = ask(city, SUPPORTER, reply_by="2026-11-27").subject.pk
    deadline = Deadline.objects.get(matter=pk)
    office = city.actor("committee-office.director")
    data = {"deadline": deadline.pk, "reason": "台风停工", "authority": "市防指通知"}
    perform(COOPERATION, "suspend_deadline", pk, actor=office, data=data)
    city.clock.move_to(at(11, 25))
    perform(COOPERATION, "resume_deadline", pk, actor=office, data=data)
    before, _ = deadline.due_on, deadline.refresh_from_db()
    assert deadline.due_on == before + timedelta(days=3)


def test_a_conferral_keeps_what_each_held_and_goes_into_the_report(city):
    road = Road(city)
    road.do("lead.liaison", "record_conferral", CONFERRAL)
    exchange = road.matter.cooperation.exchanges.get()
    assert [(one.body.key, one.text[:2]) for one in exchange.positions.all()] == [(LEAD, "错接"), (SUPPORTER, "该段")]
    page = city.client("construction-bureau.liaison").get(f"/matters/{road.matter.public_id}/?tab=ladder")
    assert all(words in page.content.decode() for words in ("会商", "未达成一致", "该段未移交，不属我局养护。"))
    road.to_the_report()
    said = str(Step.objects.get(rung__rung="report", cooperation=road.pk).document.drafts.get().sections)
    assert "未达成一致" in said
    assert "市建设局：该段未移交" in said


@pytest.mark.parametrize(
    ("code", "positions"),
    [
        ("position_unread", ["市水利局｜应接驳", "市建设局不同意"]),
        ("position_body_unknown", ["市水利局｜应接驳", "没有的局｜不同意"]),
        ("position_twice", ["市水利局｜应接驳", "厦门市水利局｜应尽快接驳"]),
        ("position_missing", ["市水利局｜应接驳", "市生态环境局｜同意"]),
    ],
)
def test_positions_name_both_sides_once(city, code, positions):
    refused = Road(city).refused("lead.liaison", "record_conferral", {**CONFERRAL, "positions": positions})
    assert (refused.code, refused.problems[0].field) == (code, "positions")


def test_an_urgent_case_goes_up_before_its_day_rung_by_rung_with_a_reason(city):
    road = Road(city)
    assert road.refused("lead.deputy", "advance_rung", {}).status == 422
    reason = {"reason": "台风将至，排口须先封堵。"}
    for post, rungs in (("deputy", ("talk", "meeting")), ("principal", ("reminder-letter", "report"))):
        other = {"deputy": "principal", "principal": "deputy"}[post]
        for key in rungs:
            assert road.refused(f"lead.{other}", "advance_rung", reason).code == "not_permitted"
            road.do(f"lead.{post}", "advance_rung", reason)
            assert road.rung(key).state == "released"
    assert road.refused("lead.principal", "advance_rung", reason).code == "no_rung_left"
    assert road.refused("supporter.principal", "advance_rung", reason).code == "not_permitted"
    report = str(Step.objects.get(rung__rung="report", cooperation=road.pk).document.drafts.get().sections)
    assert report.count(reason["reason"]) == 4
    assert "情况紧急，提前报告" in report
    city.clock.move_to(at(1, 20, year=2027))
    sweep()
    assert Rung.objects.filter(deadline__matter=road.pk, place="outside").count() == 4


def test_a_later_day_does_not_begin_the_ladder_anew(city):
    road = Road(city)
    for _ in range(2):
        road.do("lead.deputy", "advance_rung", {"reason": "台风将至，排口须先封堵。"})
    deadline = Deadline.objects.get(matter=road.pk)
    given = {
        "deadline": deadline.pk,
        "until": "2026-12-11",
        "reason": "管线图补测，须延几天。",
        "authority": "双方商定",
    }
    road.do("lead.deputy", "extend_deadline", given)
    deadline.refresh_from_db()
    assert (deadline.resumes, deadline.round) == ("meeting", 1)
    city.clock.move_to(at(12, 11))
    sweep()
    assert not Rung.objects.filter(deadline=deadline, round=1, place="outside").exists()  # the new day is kept
    city.clock.move_to(at(12, 14))  # the day on which the talk would have come
    sweep()
    found = Rung.objects.filter(deadline=deadline, round=1, place="outside")
    assert list(found.values_list("rung", flat=True)) == ["reminder-letter"]


def test_what_waits_is_decided_before_the_next_is_brought_forward(city):
    road = Road(city)
    city.clock.move_to(at(12, 7))
    sweep()
    refused = road.refused("lead.deputy", "advance_rung", {"reason": "台风将至。"})
    assert refused.code == "earlier_rung_open"
    road.do("lead.deputy", "hold_rung", {"rung": road.rung("talk").pk, "reason": "双方已当面谈过。"})
    road.do("lead.deputy", "advance_rung", {"reason": "台风将至。"})
    assert road.rung("meeting").state == "released"


def test_liaisons_are_shown_by_day_with_every_gap(city, django_assert_max_num_queries):
    lead = city.client(f"{LEAD}.liaison")
    row = Appointment.objects.get(post__body__key=SUPPORTER, post__kind="liaison", until=None)
    row.until = date(2026, 12, 1)
    row.save()
    page = lead.get("/cooperation/liaisons/").content.decode()
    assert row.person.name in page
    with django_assert_max_num_queries(25):
        later = lead.get("/cooperation/liaisons/?on=2026-12-01").content.decode()
    assert later.count("空缺</span>") == page.count("空缺</span>") + 1
    vacant = lead.get("/cooperation/liaisons/?on=2026-12-01&show=vacant").content.decode().partition("<tbody>")[2]
    assert "市建设局" in vacant
    assert "市水利局" not in vacant
    assert "不是日期" in lead.get("/cooperation/liaisons/?on=昨天").content.decode()
    district = city.client("siming-ecology-office.liaison").get("/cooperation/liaisons/").content.decode()
    assert "思明区" in district
    assert "市建设局" not in district.partition("<tbody>")[2]
