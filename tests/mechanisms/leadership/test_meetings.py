"""Meetings through the gate: who records whose, agenda, decisions to tasks, minutes, closing."""

from __future__ import annotations

import pytest

from ecoduty.casework.matters.models import Link, Matter
from ecoduty.kernel.ledger.models import Entry
from tests.mechanisms.leadership.steps import HELD, OFFICE, Room, meeting

TASK = {"lead": "construction-bureau", "limit_on": "2026-12-25"}


def test_the_office_records_for_the_government_and_the_entry_says_so(city):
    made = Room(city).convened()
    assert made.holder.key == "committee-office"
    assert made.meeting.held_by.key == "government"
    assert Entry.objects.get(stream=made.stream, act="convene").on_behalf_of == "市政府"
    assert [(row.title, row.presenter) for row in made.meeting.agenda.all()] == [("流域治理情况", "市水利局")]


@pytest.mark.parametrize(
    ("who", "kind", "held_by", "code"),
    [
        ("water-bureau.liaison", "executive", "government", "not_its_meeting"),
        ("water-bureau.liaison", "party-group", "ocean-bureau", "not_its_meeting"),
        (OFFICE, "standing", "government", "not_its_meeting"),
        (OFFICE, "tea", "government", "unknown_meeting_kind"),
        ("siming-committee-office.clerk", "executive", "government", "not_its_meeting"),
    ],
)
def test_nobody_records_a_meeting_that_is_not_his_to_record(city, who, kind, held_by, code):
    room = Room(city)
    assert room.refused(who, "meeting", "convene", data=meeting(kind, held_by)).code == code
    assert not Matter.objects.filter(kind="meeting").exists()


def test_a_decision_becomes_a_task_linked_both_ways(city):
    room = Room(city)
    made = room.held()
    decision = room.decides(made)
    room.do(OFFICE, "meeting", "task_from_decision", made.pk, {**TASK, "decision": decision})
    task = made.meeting.decisions.get().task
    assert task.kind == "task"
    assert task.task.source == "meeting"
    assert made.title in task.task.source_note
    assert task.task.issued_by.key == "committee-office"
    assert Link.objects.filter(source=made, target=task).exists()
    again = room.refused(OFFICE, "meeting", "task_from_decision", made.pk, {**TASK, "decision": decision})
    assert again.code == "decisions_settled"


def test_a_refused_task_leaves_the_decision_as_it_was(city):
    room = Room(city)
    made = room.held()
    decision = room.decides(made)
    given = {**TASK, "decision": decision, "supporters": ["市建设局｜改造"]}
    assert room.refused(OFFICE, "meeting", "task_from_decision", made.pk, given).code == "supporter_is_lead"
    assert made.meeting.decisions.get().task is None
    assert not Matter.objects.filter(kind="task").exists()


def test_a_meeting_closes_when_minutes_stand_and_every_decision_is_settled(city):
    room = Room(city)
    made = room.held()
    decision = room.decides(made)
    assert room.refused(OFFICE, "meeting", "close_meeting", made.pk).code == "minutes_missing"
    early = {"number": "〔2026〕8号", "on": "2026-11-19"}
    assert room.refused(OFFICE, "meeting", "register_minutes", made.pk, early).code == "minutes_before_meeting"
    room.do(OFFICE, "meeting", "register_minutes", made.pk, {"number": "〔2026〕8号", "on": "2026-11-21"})
    assert room.refused(OFFICE, "meeting", "close_meeting", made.pk).code == "decisions_open"
    room.do(OFFICE, "meeting", "no_task", made.pk, {"decision": decision, "note": "只作研究，不另交办。"})
    assert room.do(OFFICE, "meeting", "close_meeting", made.pk).subject.state == "closed"
    other = room.held()
    assert (
        room.refused(
            OFFICE, "meeting", "register_minutes", other.pk, {"number": "〔2026〕8号", "on": "2026-11-21"}
        ).code
        == "number_taken"
    )


def test_a_meeting_is_not_held_before_its_day(city):
    room = Room(city)
    made = room.convened(planned_on="2026-12-01")
    assert room.refused(OFFICE, "meeting", "hold", made.pk, {**HELD, "held_on": "2026-12-01"}).code == "in_future"


def test_a_secretary_records_and_the_office_makes_the_task(city):
    room = Room(city)
    secretary = "government.secretary-of-vice-mayor-agriculture"
    made = room.held(secretary)
    assert made.holder.key == "government"
    decision = room.decides(made, who=secretary)
    assert (
        room.refused(secretary, "meeting", "task_from_decision", made.pk, {**TASK, "decision": decision}).code
        == "not_permitted"
    )
    room.do(OFFICE, "meeting", "task_from_decision", made.pk, {**TASK, "decision": decision})
    assert made.meeting.decisions.get().task is not None


def test_a_party_group_of_a_department_is_its_own(city):
    room = Room(city)
    made = room.held("water-bureau.liaison", kind="party-group", held_by="water-bureau", title="局党组第12次会议")
    decision = room.decides(made, who="water-bureau.liaison")
    room.do(
        "water-bureau.liaison",
        "meeting",
        "task_from_decision",
        made.pk,
        {"lead": "water-bureau", "limit_on": "2026-12-25", "decision": decision},
    )
    assert made.meeting.decisions.get().task.task.issued_by.key == "water-bureau"
    assert (
        room.refused("ocean-bureau.liaison", "meeting", "record_decision", made.pk, {"text": "别的单位写不进来"}).code
        == "not_found"
    )


def test_a_district_keeps_its_own_meetings(city):
    room = Room(city)
    clerk = "siming-committee-office.clerk"
    made = room.held(clerk, kind="standing", held_by="siming-party-committee", title="区委常委会")
    assert made.region.key == "siming"
    decision = room.decides(made, who=clerk)
    room.do(
        clerk,
        "meeting",
        "task_from_decision",
        made.pk,
        {"lead": "siming-urban-management-bureau", "limit_on": "2026-12-25", "decision": decision},
    )
    assert (
        room.refused(
            "huli-committee-office.clerk", "meeting", "record_decision", made.pk, {"text": "别的区写不进来"}
        ).code
        == "not_found"
    )
