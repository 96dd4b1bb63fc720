"""The achievement record of a person: generated, read with an entry, printed, one's own without (clause 16.2)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import visible_to
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.mechanisms.encouragement.achievement.flow import READINGS
from ecoduty.mechanisms.encouragement.achievement.models import AchievementReading
from ecoduty.mechanisms.encouragement.achievement.record import record_of
from ecoduty.organisation.directory.models import Appointment, Person
from tests.mechanisms.encouragement.steps import Praise, Training, at
from tests.mechanisms.inspections.steps import Road
from tests.mechanisms.who_may import checked

READER, HEAD = "organisation-department.personnel-clerk", "water-bureau.principal"
WHY = "年度考核"


def struck_off(city, **more) -> Road:
    """A problem put right by the water bureau."""
    road = Road(city)
    road.assign(**more)
    road.plan()
    return road


def finished(road: Road) -> None:
    road.do("responsible.liaison", "apply_closing", {"text": "已接通，两次达标。", "evidence": "监测报告118"})
    road.do("finder.director", "strike_off", {"covered": ["0", "1"], "text": "复查到位。"})


def person(city, who: str) -> Person:
    return city.account(who).person


def read(city, name: str, body: str = "", who: str = READER):
    return perform(READINGS, "read_record", actor=city.actor(who), data={"person": name, "body": body, "reason": WHY})


def works(city, who: str) -> dict[str, tuple[int, ...]]:
    found = record_of(person(city, who).pk, today())["spells"][0]["works"]
    return {one["label"]: (one["done"], one["in_time"], one["late"], one["missed"]) for one in found}


def test_good_and_bad_are_counted_by_post_and_time_in_it(city):
    good, late = struck_off(city), struck_off(city, limit_on="2026-11-24")
    finished(good)
    city.clock.move_to(at(12, 10))
    Matter.objects.filter(pk=late.pk).update(first_missed_at=at(11, 25))
    finished(late)
    assert works(city, HEAD)["问题"] == (2, 1, 1, 1)
    assert works(city, "water-bureau.deputy")["问题"] == (2, 1, 1, 1)
    assert "问题" not in works(city, "ocean-bureau.principal")


def test_what_came_before_or_after_the_post_is_not_his(city):
    finished(struck_off(city))
    held = Appointment.objects.get(person=person(city, HEAD))
    Appointment.objects.filter(pk=held.pk).update(until=date(2026, 11, 22))
    assert works(city, HEAD) == {}
    Appointment.objects.filter(pk=held.pk).update(since=date(2026, 11, 22), until=None)
    assert works(city, HEAD)["问题"][0] == 1


def test_a_leader_is_seen_by_the_bodies_in_his_charge(city):
    finished(struck_off(city))
    leader = Appointment.objects.get(post__key="vice-mayor-agriculture").person
    spell = record_of(leader.pk, today())["spells"][0]
    assert "市水利局" in spell["portfolio"]
    assert [one["done"] for one in spell["works"] if one["label"] == "问题"] == [1]


def test_commendations_and_courses_stand_in_it_and_restricted_matters_do_not(city):
    name = person(city, HEAD).name
    road = struck_off(city)
    finished(road)
    plan = Training(city)
    plan.came(plan.held(), f"{name}｜市水利局")
    praise = Praise(city).to_decided()
    praise.do("committee-office.clerk", "publish")
    found = record_of(person(city, HEAD).pk, today())
    assert [one["name"] for one in found["trained"]] == ["部门生态环境职责解读"]
    assert [one["whom"] for one in found["commended"]] == ["市水利局"]
    Matter.objects.filter(pk=road.pk).update(secrecy=Secrecy.RESTRICTED)
    assert "问题" not in works(city, HEAD)


def test_it_takes_as_many_statements_for_many_posts_as_for_one(city):
    leader = Appointment.objects.get(post__key="vice-mayor-agriculture").person
    with CaptureQueriesContext(connection) as asked:
        record_of(leader.pk, today())
    assert len(asked) <= 6


def test_every_reading_leaves_an_entry_and_keeps_what_was_read(city):
    finished(struck_off(city))
    done = read(city, person(city, HEAD).name)
    entry = Entry.objects.filter(stream=done.subject.stream).latest("seq")
    assert entry.facts["reason"] == WHY
    assert entry.facts["read"] == person(city, HEAD).pk
    own = AchievementReading.objects.get()
    assert entry.facts["record"] == own.digest
    read(city, person(city, HEAD).name, "water-bureau")
    assert AchievementReading.objects.count() == 2


@pytest.mark.parametrize("who", ["committee-office.director", HEAD, "ocean-bureau.liaison"])
def test_nobody_else_reads_records_or_knows_of_readings(city, who):
    done = read(city, person(city, HEAD).name)
    with pytest.raises(Refused) as refused:
        read(city, person(city, HEAD).name, who=who)
    assert refused.value.code == "not_permitted"
    assert not Matter.objects.filter(visible_to(city.actor(who)), pk=done.subject.pk).exists()
    client = city.client(who)
    assert client.get(f"/matters/{done.subject.public_id}/").status_code == 404
    assert client.get(f"/matters/{done.subject.public_id}/achievement/").status_code == 404
    assert "查阅实绩档案：" not in client.get("/matters/").content.decode()
    assert "查阅实绩档案：" not in client.get("/search/?q=实绩档案").content.decode()


def test_whom_nobody_means_is_told(city):
    with pytest.raises(Refused, match="没有在任的"):
        read(city, "无此人")
    twin = person(city, "ocean-bureau.principal")
    Person.objects.filter(pk=twin.pk).update(name=person(city, HEAD).name)
    with pytest.raises(Refused) as refused:
        read(city, person(city, HEAD).name)
    assert refused.value.code == "person_ambiguous"
    assert "市海洋局" in refused.value.sentence
    assert read(city, person(city, HEAD).name, "ocean-bureau").subject.achievement_reading.person == twin


def test_every_act_is_refused_to_whoever_may_not(city):
    done = read(city, person(city, HEAD).name)
    assert checked(city, READINGS, done.subject, (READER, HEAD, "committee-office.clerk")) == 0
    assert [act.code for act in READINGS.acts] == ["read_record"]  # nothing to enter, nothing to change


@pytest.mark.clause("16.2", page="/account/achievement/")
def test_it_is_read_on_the_day_printed_and_read_anew_with_a_reason(city):
    finished(struck_off(city))
    client, name = city.client(READER), person(city, HEAD).name
    assert client.post("/achievements/new/", {"person": name}).status_code == 422
    assert client.post("/achievements/new/", {"person": name, "reason": WHY}).status_code == 302
    matter = Matter.objects.get(kind="achievement_reading")
    page = client.get(f"/matters/{matter.public_id}/").content.decode()
    assert "办成" in page
    sheet = client.get(f"/matters/{matter.public_id}/achievement/").content.decode()
    assert WHY in sheet
    assert "不评分、不排名" in sheet
    city.clock.move_to(at(11, 23))
    later = client.get(f"/matters/{matter.public_id}/").content.decode()
    assert "办成" not in later
    assert "重新查阅" in later
    assert client.get(f"/matters/{matter.public_id}/achievement/").status_code == 403
    own = city.client(HEAD).get("/account/achievement/").content.decode()
    assert "问题" in own
    assert AchievementReading.objects.count() == 1
