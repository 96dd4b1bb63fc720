"""Two rows of one person become one: posts, designations and delegations, without a day held twice."""

from __future__ import annotations

from datetime import date

import pytest

from ecoduty.kernel.flow import Actor, Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.choices import choices_for
from ecoduty.organisation.directory.flow import BODY as TABLE
from ecoduty.organisation.directory.models import Appointment, Coordinator, Delegation, Person
from tests.organisation.towns import SYSTEM, Town

BODY, OTHER = "economy-bureau", "ecology-bureau"
DAY = date(2026, 3, 3)


@pytest.fixture
def desk(empty_town: Town) -> Town:
    """A clerk's desk that several may hold at once."""
    for body in (BODY, OTHER):
        data = {"key": "desk", "kind": "clerk", "title": "经办人", "single": False, "since": "2020-01-01"}
        empty_town.act("add_post", body, **data)
    return empty_town


def enter(town: Town, since: str, until: str | None = None, body: str = BODY, post: str = "desk") -> Person:
    town.act("appoint", body, post=post, name="张三", since=since, until=until)
    return Person.objects.latest("pk")


def merge(town: Town, gone: Person, kept: Person, body: str = BODY, actor: Actor = SYSTEM) -> Entry:
    done = town.act("merge_person", body, actor, person=gone.pk, into=kept.pk, cause="同一人")
    return Entry.objects.get(pk=done.entry.id)


def spans(person: Person) -> list[tuple[date | None, date | None]]:
    rows = Appointment.objects.filter(person=person).order_by("since")
    return [(row.since, row.until) for row in rows if row.since is None or row.since != row.until]


def test_posts_of_both_are_held_by_the_one_that_stands(desk: Town) -> None:
    kept = enter(desk, "2026-01-01")
    gone = enter(desk, "2025-01-01", body=OTHER)

    told = merge(desk, gone, kept)

    assert {row.post.body.key for row in queries.posts_held(kept, DAY)} == {BODY, OTHER}
    assert queries.posts_held(gone, DAY) == []
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert gone.name == "张三"  # old entries still name it
    assert f"张三（编号{gone.pk}）并入张三（编号{kept.pk}）" in told.facts["note"]
    assert Entry.objects.filter(stream=f"body:{OTHER}", act="person_joined").count() == 1
    offered = {number for number, _ in choices_for(TABLE.by_code["appoint"], desk.body(BODY), DAY)["person"]}
    assert str(gone.pk) not in offered


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (("2026-01-01", None), ("2025-06-01", "2026-02-01"), [("2025-06-01", None)]),
        (("2025-01-01", "2025-06-01"), ("2025-06-01", None), [("2025-01-01", "2025-06-01"), ("2025-06-01", None)]),
        (("2025-01-01", "2026-01-01"), ("2025-02-01", "2025-03-01"), [("2025-01-01", "2026-01-01")]),
        (("2025-01-01", "2025-03-01"), ("2025-02-01", None), [("2025-01-01", None)]),
    ],
)
def test_overlapping_spans_of_a_post_become_one(
    desk: Town, first: tuple[str, str | None], second: tuple[str, str | None], wanted: list[tuple[str, str | None]]
) -> None:
    kept, gone = enter(desk, *first), enter(desk, *second)

    merge(desk, gone, kept)

    read = [(date.fromisoformat(since), date.fromisoformat(until) if until else None) for since, until in wanted]
    assert spans(kept) == read
    assert spans(gone) == []


def test_three_spans_that_hang_together_become_one(desk: Town) -> None:
    kept = enter(desk, "2025-01-01", "2025-03-01")
    desk.act("appoint", BODY, post="desk", person=kept.pk, since="2025-05-01", until="2025-08-01")
    gone = enter(desk, "2025-02-01", "2025-06-01")

    told = merge(desk, gone, kept)

    assert spans(kept) == [(date(2025, 1, 1), date(2025, 8, 1))]
    assert len(told.facts["joined_posts"]) == 2


def test_the_designation_follows_the_post(desk: Town) -> None:
    desk.act("add_post", BODY, key="deputy-two", kind="deputy", title="副局长", single=False, since="2020-01-01")
    kept = enter(desk, "2025-01-01", post="deputy-two")
    gone = enter(desk, "2026-01-01", post="deputy-two")
    desk.act("designate_coordinator", BODY, post="deputy-two", person=gone.pk, since="2026-02-01", replaces=True)

    merge(desk, gone, kept)

    row = Coordinator.objects.latest("pk")
    assert row.appointment.person == kept
    assert row.appointment.holds_on(DAY)


def test_nobody_stands_in_for_himself(desk: Town) -> None:
    kept, gone = enter(desk, "2025-01-01"), enter(desk, "2025-01-01")
    desk.act(
        "delegate",
        BODY,
        post="desk",
        holder=gone.pk,
        delegate=kept.pk,
        since="2026-02-01",
        until="2026-06-01",
        cause="休假",
    )

    told = merge(desk, gone, kept)

    row = Delegation.objects.get()
    assert (row.holder, row.delegate, row.until) == (kept, kept, DAY)
    assert told.facts["delegations_ended"] == 1


def test_contact_is_taken_over_where_there_was_none(desk: Town) -> None:
    kept, gone = enter(desk, "2025-01-01"), enter(desk, "2025-01-01")
    desk.act("record_contact", BODY, person=gone.pk, mobile="13800000001")
    desk.act("record_contact", BODY, person=kept.pk, mail="a@b.cn")

    merge(desk, gone, kept)

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.mobile, kept.mail, gone.mobile) == ("13800000001", "a@b.cn", "")
    assert "13800000001" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_a_row_that_went_into_another_is_no_choice_any_more(desk: Town) -> None:
    kept, gone = enter(desk, "2025-01-01"), enter(desk, "2025-01-01")
    merge(desk, gone, kept)
    third = enter(desk, "2025-01-01")

    for person, into in ((gone, kept), (third, gone), (kept, kept)):
        with pytest.raises(Refused) as refused:
            merge(desk, person, into)
        assert refused.value.code in {"unknown_person", "same_person_twice"}
    merge(desk, kept, third)
    gone.refresh_from_db()
    assert gone.merged_into == third


def test_who_keeps_the_directory_does_not_join_himself(town: Town) -> None:
    clerk = town.actor("committee-office.clerk")
    assert clerk.person is not None
    own = Person.objects.get(pk=clerk.person)
    other = Person.objects.create(name="另一人")
    with pytest.raises(Refused) as refused:
        merge(town, other, own, "committee-office", clerk)
    assert refused.value.code == "own_record"


def test_a_bodys_own_keeper_does_not_join(town: Town) -> None:
    principal = town.actor(f"{BODY}.principal")
    one, two = town.person(f"{BODY}.deputy"), town.person(f"{BODY}.liaison")
    with pytest.raises(Refused) as refused:
        merge(town, one, two, BODY, principal)
    assert refused.value.code == "not_permitted"
