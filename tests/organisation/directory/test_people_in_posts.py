"""Who was in which post on which day; what is refused, by the act and by the database."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Appointment, Coordinator, LeaderInCharge, Person, Post
from tests.organisation.towns import Town

BODY = "economy-bureau"
DAY = date(2026, 3, 3)


def principals(town: Town, on: date) -> list[str]:
    return [person.name for person in queries.who_was("principal", town.body(BODY), on)]


def test_change_of_office_keeps_who_it_was_before(empty_town: Town) -> None:
    empty_town.act("appoint", BODY, post="principal", name="前任", since="2024-05-01")
    empty_town.act("appoint", BODY, post="principal", name="现任", since="2026-02-10", replaces=True)

    assert principals(empty_town, date(2024, 4, 30)) == []
    assert principals(empty_town, date(2024, 5, 1)) == ["前任"]
    assert principals(empty_town, date(2026, 2, 9)) == ["前任"]
    assert principals(empty_town, date(2026, 2, 10)) == ["现任"]


def test_appointment_may_begin_on_a_day_to_come(empty_town: Town) -> None:
    empty_town.act("appoint", BODY, post="principal", name="现任", since="2025-01-01")
    empty_town.act("end_appointment", BODY, post="principal", until="2026-07-01")
    empty_town.act("appoint", BODY, post="principal", name="新任", since="2026-07-01")

    assert principals(empty_town, date(2026, 6, 30)) == ["现任"]
    assert principals(empty_town, date(2026, 7, 1)) == ["新任"]


def test_second_holder_of_a_single_post_is_refused_in_words(empty_town: Town) -> None:
    empty_town.act("appoint", BODY, post="principal", name="现任", since="2025-01-01")

    with pytest.raises(Refused) as refused:
        empty_town.act("appoint", BODY, post="principal", name="另一人", since="2026-01-01")

    assert refused.value.code == "post_taken"
    assert "一岗只能一人" in refused.value.sentence
    assert Person.objects.filter(name="另一人").count() == 0


def test_second_holder_of_a_single_post_is_refused_by_the_database(empty_town: Town) -> None:
    empty_town.act("appoint", BODY, post="principal", name="现任", since="2025-01-01")
    post = Post.objects.get(body__key=BODY, key="principal")

    with pytest.raises(IntegrityError, match="directory_appointment_single"), transaction.atomic():
        Appointment.objects.create(
            post=post, person=Person.objects.create(name="另一人"), since=date(2026, 1, 1), exclusive=True
        )


def test_post_of_several_takes_several_but_nobody_twice(empty_town: Town) -> None:
    first = empty_town.act("appoint", BODY, post="deputy", name="甲", since="2025-01-01")
    empty_town.act("appoint", BODY, post="deputy", name="乙", since="2025-01-01")
    person = Person.objects.get(name="甲")

    with pytest.raises(Refused) as refused:
        empty_town.act("appoint", BODY, post="deputy", person=person.pk, since="2026-01-01")

    assert refused.value.code == "already_appointed"
    assert {one.name for one in queries.who_was("deputy", first.subject, DAY)} == {"甲", "乙"}


def test_leaving_one_of_several_needs_to_say_who(empty_town: Town) -> None:
    empty_town.act("appoint", BODY, post="deputy", name="甲", since="2025-01-01")
    empty_town.act("appoint", BODY, post="deputy", name="乙", since="2025-01-01")

    with pytest.raises(Refused) as refused:
        empty_town.act("end_appointment", BODY, post="deputy", until="2026-03-01")
    empty_town.act("end_appointment", BODY, post="deputy", until="2026-03-01", person=Person.objects.get(name="甲").pk)

    assert refused.value.code == "not_in_post"
    assert [one.name for one in queries.who_was("deputy", empty_town.body(BODY), DAY)] == ["乙"]


def test_appointment_entered_by_mistake_is_void_when_it_ends_on_its_first_day(empty_town: Town) -> None:
    empty_town.act("appoint", BODY, post="principal", name="误录", since="2026-03-01")
    empty_town.act("end_appointment", BODY, post="principal", until="2026-03-01")
    empty_town.act("appoint", BODY, post="principal", name="正确", since="2026-03-01")

    assert principals(empty_town, date(2026, 3, 1)) == ["正确"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"post": "principal", "since": "2026-01-01"}, "name_or_person"),
        ({"post": "principal", "name": "甲", "person": 1, "since": "2026-01-01"}, "name_or_person"),
        ({"post": "principal", "person": 0, "since": "2026-01-01"}, "unknown_person"),
        ({"post": "nowhere", "name": "甲", "since": "2026-01-01"}, "no_such_post"),
        ({"post": "principal", "name": "甲", "since": "2026-01-02", "until": "2026-01-02"}, "dates_reversed"),
        ({"post": "principal", "name": "甲", "since": "2026-02-30"}, "bad_data"),
    ],
)
def test_bad_appointment_is_refused(empty_town: Town, data: dict, code: str) -> None:
    with pytest.raises(Refused) as refused:
        empty_town.act("appoint", BODY, **data)

    assert refused.value.code == code
    assert Appointment.objects.count() == 0


def test_entry_names_person_and_post(empty_town: Town) -> None:
    empty_town.act("appoint", BODY, post="principal", name="某局长", since="2026-01-01")

    entry = Entry.objects.filter(stream=f"body:{BODY}").latest("seq")
    assert (entry.act, entry.facts["name"], entry.facts["title"], entry.facts["since"]) == (
        "appoint", "某局长", "局长", "2026-01-01",
    )  # fmt: skip


# ------------------------------------------------------------------ clause 10.2


def test_department_without_coordinator_is_on_the_list_until_one_is_designated(empty_town: Town) -> None:
    empty_town.act("appoint", BODY, post="deputy", name="副职", since="2025-01-01")
    before = {body.key for body in queries.vacant_coordinators(DAY)}
    empty_town.act("designate_coordinator", BODY, post="deputy", since="2026-02-01")

    assert before == {"ecology-bureau", "agriculture-water-bureau", "construction-bureau", BODY}
    assert {body.key for body in queries.vacant_coordinators(DAY)} == before - {BODY}
    assert BODY in {body.key for body in queries.vacant_coordinators(date(2026, 1, 31))}


def test_second_coordinator_is_refused_in_words_and_by_the_database(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        town.act("designate_coordinator", BODY, post="principal", since="2026-01-01")
    assert (refused.value.code, refused.value.clause) == ("coordinator_taken", "10.2")

    present = Coordinator.objects.get(body__key=BODY)
    with pytest.raises(IntegrityError, match="directory_coordinator_one"), transaction.atomic():
        Coordinator.objects.create(body=present.body, appointment=present.appointment, since=DAY)


def test_coordinator_is_replaced_on_the_day(town: Town) -> None:
    town.act("designate_coordinator", BODY, post="principal", since="2026-03-01", replaces=True)

    at = [queries.coordinator(town.body(BODY), on) for on in (date(2026, 2, 28), date(2026, 3, 1))]
    assert [found.appointment.post.key for found in at if found] == ["deputy", "principal"]


def test_coordinator_leaves_with_his_office_and_the_vacancy_shows(town: Town) -> None:
    town.act("end_appointment", BODY, post="deputy", until="2026-03-01")

    assert queries.coordinator(town.body(BODY), date(2026, 2, 28)) is not None
    assert queries.coordinator(town.body(BODY), date(2026, 3, 1)) is None
    assert [body.key for body in queries.vacant_coordinators(DAY)] == [BODY]
    assert Entry.objects.filter(stream=f"body:{BODY}").latest("seq").facts["coordinator_ended"] is True


@pytest.mark.parametrize(
    ("body", "data", "code"),
    [
        (BODY, {"post": "liaison", "since": "2026-03-01", "replaces": True}, "not_leading"),
        (BODY, {"post": "deputy", "since": "2024-03-01", "replaces": True}, "not_in_office"),
        ("staffing-office", {"post": "deputy", "since": "2026-03-01"}, "no_coordinator_needed"),
    ],
)
def test_wrong_coordinator_is_refused(town: Town, body: str, data: dict, code: str) -> None:
    with pytest.raises(Refused) as refused:
        town.act("designate_coordinator", body, **data)

    assert refused.value.code == code


def test_vacancies_cost_one_query(town: Town, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert list(queries.vacant_coordinators(DAY)) == []


# ------------------------------------------------------------------ leaders in charge


def test_leader_on_the_sending_day_is_known_after_a_change(town: Town) -> None:
    town.act("assign_leader", BODY, leader="government/vice-mayor", since="2026-02-01", replaces=True)

    body = town.body(BODY)
    named = [
        [(one.post.key, one.person.name if one.person else "") for one in queries.leaders_in_charge(body, on)]
        for on in (date(2026, 1, 31), date(2026, 2, 1))
    ]
    assert named == [[("executive-vice-mayor", "常务副市长")], [("vice-mayor", "副市长（分管生态环境和农水）")]]


def test_several_leaders_answer_for_one_body_each_side_by_itself(town: Town) -> None:
    town.act(
        "add_post",
        "party-committee",
        key="party-leader",
        kind="party_leader_in_charge",
        title="市委副书记",
        side="party",
    )
    town.act("assign_leader", BODY, leader="party-committee/party-leader", since="2026-01-01")

    body = town.body(BODY)
    assert [one.side for one in queries.leaders_in_charge(body, DAY)] == ["party", "government"]
    assert [one.person for one in queries.leaders_in_charge(body, DAY, "party")] == [None]


def test_same_leader_twice_is_refused_in_words_and_by_the_database(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        town.act("assign_leader", BODY, leader="government/executive-vice-mayor", since="2026-01-01")
    assert refused.value.code == "leader_twice"

    present = LeaderInCharge.objects.get(body__key=BODY)
    with pytest.raises(IntegrityError, match="directory_leader_once"), transaction.atomic():
        LeaderInCharge.objects.create(body=present.body, leader=present.leader, side="government", since=DAY)


def test_secretary_is_no_leader(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        town.act("assign_leader", BODY, leader="government/secretary-of-vice-mayor", since="2026-01-01")

    assert refused.value.code == "unknown_leader"


def test_leader_of_a_body_of_another_level_is_refused(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        town.act("assign_leader", "province-ecology", leader="government/vice-mayor", since="2026-01-01")

    assert refused.value.code == "wrong_level"
