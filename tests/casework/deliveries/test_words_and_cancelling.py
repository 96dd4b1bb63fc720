"""What leaves says nothing of what it is about; what no longer holds does not leave."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from ecoduty.casework.deliveries import cancelling, digest
from ecoduty.casework.deliveries.models import Delivery
from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Seat
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.clock import SHANGHAI, FrozenClock, frozen, now
from ecoduty.kernel.flow import Act, Attempt, Refused, registry
from ecoduty.kernel.flow import table as table_of
from ecoduty.kernel.outbox.drainer import drain
from ecoduty.kernel.outbox.models import Message
from ecoduty.organisation.directory.models import Delegation, Person
from tests.casework.deliveries.conftest import Post
from tests.toy.town import Town

MONDAY = datetime(2025, 9, 1, 9, tzinfo=SHANGHAI)
TITLE = "绝密木马的标题"


@pytest.fixture
def clock() -> Iterator[FrozenClock]:
    with frozen(MONDAY) as stopped:
        yield stopped


@pytest.fixture
def people(town: Town, post: Post) -> Town:
    for person in town.people.values():
        Person.objects.filter(pk=person.pk).update(mail=f"p{person.pk}@example.gov.cn")
    return town


def tell(town: Town, matter: Matter, kind: str = "other", who: str = "toy-wood/liaison", **more: object) -> None:
    seat = Seat(town.posts[who].pk, town.people[who].pk)
    notices.write([Draft(seat, kind, f"关于{matter.title}", "正文也不外传", matter.pk, **more)], now())  # type: ignore[arg-type]


def said(post: Post, clock: FrozenClock, days: int = 1) -> list[str]:
    """What leaves with the next digest."""
    clock.advance(timedelta(days=days))
    digest.compose()
    return [text for _, _, text in post.run()]


def with_secrecy(matter: Matter, secrecy: str) -> Matter:
    Matter.objects.filter(pk=matter.pk).update(secrecy=secrecy)
    return matter


# ------------------------------------------------------------------ words


def test_of_an_internal_matter_only_kind_and_number_leave(people: Town, post: Post, clock: FrozenClock) -> None:
    matter = people.toy(TITLE, act="ask_urgently")
    tell(people, matter)

    assert said(post, clock) == [f"通知：{matter.number}"]


def test_of_a_public_matter_the_last_day_too(people: Town, post: Post, clock: FrozenClock) -> None:
    matter = with_secrecy(people.toy(TITLE, act="ask_urgently"), "public")
    matter.refresh_from_db()
    tell(people, matter)
    assert matter.next_due_on is not None

    day = f"{matter.next_due_on.month}月{matter.next_due_on.day}日"
    (text,) = said(post, clock)
    assert text.startswith(f"通知：{table_of('toy').label} {matter.number}，应于")
    assert day in text
    assert TITLE not in text


def test_of_a_restricted_matter_nothing_but_that_there_is_one(people: Town, post: Post, clock: FrozenClock) -> None:
    liaison = people.people["toy-wood/liaison"]
    matter = people.toy(TITLE, act="ask_urgently", kind="toy_restricted", person=liaison.pk)
    tell(people, matter, kind="reminder")

    assert said(post, clock) == ["一件受限办件"]


def test_a_delegate_gets_what_the_absent_one_gets_but_never_of_a_restricted_matter(
    people: Town, post: Post, clock: FrozenClock
) -> None:
    absent, stand_in = people.people["toy-wood/liaison"], people.people["toy-wood/principal"]
    Delegation.objects.create(
        post=people.posts["toy-wood/liaison"], holder=absent, delegate=stand_in,
        since=MONDAY.date(), until=None, reason="出差",
    )  # fmt: skip
    people.toy("木马", act="ask_urgently")
    people.toy(TITLE, act="ask_urgently", kind="toy_restricted", person=absent.pk)
    clock.move_to(MONDAY + timedelta(days=21))
    sweep()
    clock.advance(timedelta(days=1))
    digest.compose()
    left = post.run()
    by_person = {address: text for _, address, text in left}

    addresses = {person.pk: f"p{person.pk}@example.gov.cn" for person in (absent, stand_in)}
    assert "一件受限办件" in by_person[addresses[absent.pk]]
    assert "时限提醒" in by_person[addresses[absent.pk]]
    assert "时限提醒" in by_person[addresses[stand_in.pk]]
    assert "受限" not in by_person[addresses[stand_in.pk]]


# ------------------------------------------------------------------ cancelling


def states() -> list[str]:
    return sorted(one.state.value for one in Delivery.objects.select_related("message"))


def reminded(people: Town, clock: FrozenClock) -> Matter:
    """A toy about whose deadline something is queued."""
    matter = people.toy("木马", act="ask_urgently")
    deadline = matter.deadlines.get()
    tell(people, matter, kind="reminder", deadline=deadline.pk)
    assert states() == ["queued"]
    clock.advance(timedelta(minutes=1))
    return matter


def test_meeting_the_deadline_takes_back_what_is_queued(people: Town, post: Post, clock: FrozenClock) -> None:
    matter = reminded(people, clock)
    people.act(matter, "meet_reply")

    assert states() == ["cancelled"]
    assert said(post, clock) == []


def test_an_extension_takes_back_what_is_queued(people: Town, post: Post, clock: FrozenClock) -> None:
    matter = people.toy("木马")
    people.act(matter, "start_loose")
    deadline = matter.deadlines.get()
    tell(people, matter, kind="reminder", deadline=deadline.pk)
    clock.advance(timedelta(minutes=1))
    assert deadline.due_on is not None
    until = (deadline.due_on + timedelta(days=1)).isoformat()
    people.act(
        matter,
        "extend_deadline",
        people.clerk,
        data={"deadline": deadline.pk, "until": until, "reason": "材料未齐", "authority": "主任会议"},
    )

    assert states() == ["cancelled"]
    assert said(post, clock) == []


def test_closing_the_matter_takes_back_everything_about_it(people: Town, post: Post, clock: FrozenClock) -> None:
    matter, other = people.toy("木马"), people.toy("另一匹")
    tell(people, matter, kind="urging")
    tell(people, matter, kind="escalation", who="toy-office/clerk")
    tell(people, other, kind="urging")
    clock.advance(timedelta(minutes=1))
    people.act(matter, "finish")

    assert states() == ["cancelled", "cancelled", "queued"]
    inbox = dict(Notice.objects.filter(matter=matter).values_list("kind", "cancelled_at"))
    assert inbox["urging"] is not None  # nobody is asked any more
    assert inbox["escalation"] is None  # what happened stays known
    assert said(post, clock) == [f"催办：{other.number}"]


def test_a_refused_act_takes_nothing_back(people: Town, post: Post, clock: FrozenClock) -> None:
    matter = reminded(people, clock)
    with pytest.raises(Refused):
        people.act(matter, "finish", people.actor("toy-paint", "liaison"))

    assert states() == ["queued"]


def test_handing_a_matter_over_takes_back_what_the_old_holder_is_asked(
    people: Town, post: Post, clock: FrozenClock
) -> None:
    def hand_over(attempt: Attempt) -> None:
        attempt.subject.holder = people.bodies["toy-paint"]
        Matter.objects.filter(pk=attempt.subject.pk).update(holder=attempt.subject.holder)

    matter = reminded(people, clock)
    table = table_of("toy")
    act = Act("hand_over", "转车间", ("doing",), None, table.by_code["finish"].who, effect=hand_over)
    acts = {**table.by_code, "hand_over": act}
    registry.unregister("toy")
    registry.register(replace(table, acts=tuple(acts.values())))
    try:
        people.act(matter, "hand_over")
    finally:
        registry.unregister("toy")
        registry.register(table)

    assert states() == ["cancelled"]
    assert said(post, clock) == []


def test_an_act_that_closes_nothing_costs_no_statement(people: Town, clock: FrozenClock) -> None:
    attempt = Attempt(
        table=table_of("toy"), act=table_of("toy").by_code["submit"], actor=people.liaison,
        subject=people.toy("木马"), data=None, occurred_at=now(), recorded_at=now(), before="doing",
    )  # fmt: skip
    with CaptureQueriesContext(connection) as queries:
        cancelling.matters([attempt])
    assert len(queries) == 0


def test_of_several_in_one_message_the_others_still_leave(people: Town, post: Post, clock: FrozenClock) -> None:
    one, other = people.toy("甲"), people.toy("乙")
    tell(people, one, kind="urging")
    tell(people, other, kind="urging")
    clock.advance(timedelta(days=1))
    assert digest.compose() == 1
    clock.advance(timedelta(seconds=1))
    people.act(one, "finish")

    assert states() == ["cancelled", "queued"]
    assert [text for _, _, text in post.run()] == [f"催办：{other.number}"]
    assert states() == ["cancelled", "sent"]


def test_what_is_composed_already_is_taken_back_too(people: Town, post: Post, clock: FrozenClock) -> None:
    matter = people.toy("木马")
    tell(people, matter, kind="urging")
    clock.advance(timedelta(days=1))
    digest.compose()
    clock.advance(timedelta(seconds=1))
    people.act(matter, "finish")

    assert Message.objects.get(channel="email").state == "cancelled"
    assert post.run() == []


def test_an_act_does_not_wait_for_a_mail_that_is_just_being_sent(
    committed_town: Town, post: Post, noon: FrozenClock
) -> None:
    """The row of a message being sent is locked; closing the matter passes it by, and the next try finds it void."""
    town = committed_town
    Person.objects.filter(pk=town.people["toy-wood/liaison"].pk).update(mail="a@example.gov.cn")
    matter = town.toy("木马")
    tell(town, matter, kind="urging")
    noon.advance(timedelta(days=1))
    digest.compose()
    noon.advance(timedelta(seconds=1))
    locked, done = threading.Event(), threading.Event()

    def sender() -> None:
        with transaction.atomic():
            Message.objects.select_for_update().get(channel="email")
            locked.set()
            done.wait(20)
        connections.close_all()

    thread = threading.Thread(target=sender)
    thread.start()
    locked.wait(20)
    town.act(matter, "finish")  # returns although the message is locked
    done.set()
    thread.join()
    assert Message.objects.get(channel="email").state == "waiting"
    drain()

    assert post.left == []
    assert Message.objects.get(channel="email").state == "cancelled"
