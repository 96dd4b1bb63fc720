"""Topics through the gate: proposed, placed, decided, declined, sent back (clause 10.4)."""

from __future__ import annotations

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.matters.models import Matter
from tests.mechanisms.leadership.steps import HELD, OFFICE, Room, topic

WHO = "water-bureau.deputy"


def proposed(room: Room, **more: object) -> Matter:
    return room.do(WHO, "topic", "propose", data=topic(**more)).subject


def state(matter: Matter) -> str:
    return Matter.objects.get(pk=matter.pk).state


def test_a_topic_goes_onto_an_agenda_and_the_decision_returns_to_it(city):
    room = Room(city)
    one, made = proposed(room), room.convened()
    room.do(OFFICE, "topic", "place", one.pk, {"meeting": made.pk})
    assert state(one) == "listed"
    assert [row.topic_id for row in made.meeting.agenda.all()] == [None, one.pk]
    room.do(OFFICE, "meeting", "hold", made.pk, HELD)
    room.decides(made, "资金由市财政统筹。", topic=one.pk)
    one.topic.refresh_from_db()
    assert state(one) == "decided"
    assert one.topic.outcome == "资金由市财政统筹。"


def test_an_urgent_topic_has_a_shorter_limit_met_by_placing_it(city):
    room = Room(city)
    calm, urgent = proposed(room), proposed(room, urgent=True)
    assert Deadline.objects.get(matter=urgent).due_at < Deadline.objects.get(matter=calm).due_at
    made = room.convened()
    room.do(OFFICE, "topic", "place", urgent.pk, {"meeting": made.pk})
    assert Matter.objects.get(pk=urgent.pk).next_due_at is None
    assert Matter.objects.get(pk=calm.pk).next_due_at is not None


def test_not_placed_needs_a_reason_and_is_final(city):
    room = Room(city)
    one = proposed(room)
    assert room.refused(OFFICE, "topic", "decline", one.pk).status == 422
    room.do(OFFICE, "topic", "decline", one.pk, {"note": "属部门职权，不必上会。"})
    assert state(one) == "declined"


def test_sent_back_it_comes_again(city):
    room = Room(city)
    one = proposed(room)
    room.do(OFFICE, "topic", "return_topic", one.pk, {"note": "请补充测算。"})
    assert Matter.objects.get(pk=one.pk).next_due_at is None
    given = {"reason": "三个片区改造资金未落实，测算附后。", "question": "请明确资金来源。"}
    assert room.refused("ocean-bureau.deputy", "topic", "resubmit", one.pk, given).code == "not_found"
    room.do(WHO, "topic", "resubmit", one.pk, given)
    assert state(one) == "proposed"
    assert Matter.objects.get(pk=one.pk).next_due_at is not None


def test_a_cancelled_meeting_and_a_deferral_send_topics_back(city):
    room = Room(city)
    one, two = proposed(room), proposed(room, title="海湾岸线整治的请示")
    first, second = room.convened(), room.convened(title="市政府第9次常务会议")
    room.do(OFFICE, "topic", "place", one.pk, {"meeting": first.pk})
    room.do(OFFICE, "topic", "place", two.pk, {"meeting": second.pk})
    room.do(OFFICE, "meeting", "cancel_meeting", first.pk, {"note": "防台响应。"})
    assert (state(one), state(first)) == ("proposed", "cancelled")
    room.do(OFFICE, "meeting", "hold", second.pk, HELD)
    room.do(OFFICE, "meeting", "defer_topic", second.pk, {"topic": two.pk, "note": "请再论证。"})
    assert state(two) == "proposed"
    assert Matter.objects.get(pk=two.pk).next_due_at is not None


def test_a_topic_goes_only_to_a_meeting_of_its_kind_and_place(city):
    room = Room(city)
    one = proposed(room)
    assert room.refused(OFFICE, "topic", "place", one.pk, {"meeting": 1}).code == "no_agenda_open"
    room.convened()
    other = room.convened(kind="standing", held_by="party-committee", title="市委常委会")
    assert room.refused(OFFICE, "topic", "place", one.pk, {"meeting": other.pk}).code == "agenda_closed"
    assert room.refused(WHO, "topic", "propose", data=topic(forum="party-group")).code == "unknown_forum"


def test_a_district_proposes_to_its_own_office(city):
    room = Room(city)
    one = room.do("siming-ecology-office.deputy", "topic", "propose", data=topic()).subject
    assert one.holder.key == "siming-committee-office"
    made = room.convened("siming-committee-office.clerk", held_by="siming-government", title="区政府常务会")
    room.do("siming-committee-office.clerk", "topic", "place", one.pk, {"meeting": made.pk})
    assert state(one) == "listed"


def told(city, matter: Matter) -> list[str]:
    """What the proposer's liaison was told of a topic: the words before the colon, oldest first."""
    rows = Notice.objects.filter(person=city.actor("water-bureau.liaison").person, matter=matter).order_by("pk")
    return [title.partition("：")[0] for title in rows.values_list("title", flat=True)]


def test_whoever_proposed_it_is_told_what_became_of_it(city):
    room = Room(city)
    one, two, first = proposed(room), proposed(room), room.convened()
    room.do(OFFICE, "topic", "return_topic", two.pk, {"note": "请补充测算。"})
    room.do(
        "water-bureau.deputy",
        "topic",
        "resubmit",
        two.pk,
        {"reason": "三个片区改造资金未落实，测算附后。", "question": "请明确资金来源。"},
    )
    room.do(OFFICE, "topic", "decline", two.pk, {"note": "属部门职权，不必上会。"})
    assert told(city, two) == ["议题退回补充", "议题不列会"]
    room.do(OFFICE, "topic", "place", one.pk, {"meeting": first.pk})
    room.do(OFFICE, "meeting", "cancel_meeting", first.pk, {"note": "防台响应。"})
    second = room.convened(title="市政府第9次常务会议")
    room.do(OFFICE, "topic", "place", one.pk, {"meeting": second.pk})
    room.do(OFFICE, "meeting", "hold", second.pk, HELD)
    room.decides(second, "资金由市财政统筹。", topic=one.pk)
    assert told(city, one) == ["议题已列会", "议题退出议程", "议题已列会", "议题已有决定"]
