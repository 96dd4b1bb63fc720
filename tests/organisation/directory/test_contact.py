"""Where people are reached: what is taken, who may write it, and that the ledger holds only sealed digests."""

from __future__ import annotations

import json

import pytest

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger import sealed
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.directory import contact
from ecoduty.organisation.directory.models import Person
from tests.organisation.towns import Town

BODY = "economy-bureau"
NAME = "economy-bureau.deputy"


def test_contact_is_written_and_the_ledger_holds_only_its_digest(town: Town) -> None:
    person = town.person(NAME)
    done = town.act("record_contact", BODY, person=person.pk, mobile="+86 138-0000-1234", mail=" wang@example.gov.cn ")

    person.refresh_from_db()
    assert (person.mobile, person.mail) == ("13800001234", "wang@example.gov.cn")
    facts = Entry.objects.get(pk=done.entry.id).facts
    assert "13800001234" not in json.dumps(facts)
    assert "example.gov.cn" not in json.dumps(facts)
    assert sealed.unseal(facts["mobile"]["sm3"]) == "13800001234"
    assert sealed.unseal(facts["mail"]["sm3"]) == "wang@example.gov.cn"
    assert facts["name"] == person.name


def test_what_is_left_empty_stays_and_can_be_taken_away(town: Town) -> None:
    person = town.person(NAME)
    town.act("record_contact", BODY, person=person.pk, mobile="13800001234", mail="wang@example.gov.cn")
    town.act("record_contact", BODY, person=person.pk, mobile="13900001234")
    person.refresh_from_db()
    assert (person.mobile, person.mail) == ("13900001234", "wang@example.gov.cn")

    town.act("record_contact", BODY, person=person.pk, remove=True)
    person.refresh_from_db()
    assert (person.mobile, person.mail) == ("", "")


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"mobile": "1380000"}, "11位手机号码"),
        ({"mail": "wang at example"}, "电子邮箱地址"),
        ({"mail": "wang@example.gov.cn\nBcc: other@example.com"}, "电子邮箱地址"),
    ],
)
def test_what_is_no_number_or_address_is_refused_in_words(town: Town, given: dict[str, str], word: str) -> None:
    with pytest.raises(Refused) as refused:
        town.act("record_contact", BODY, person=town.person(NAME).pk, **given)

    assert refused.value.code == "bad_data"
    assert word in refused.value.sentence


def test_nothing_given_is_refused(town: Town) -> None:
    with pytest.raises(Refused, match="至少一项"):
        town.act("record_contact", BODY, person=town.person(NAME).pk)


def test_only_own_people_and_only_by_the_keepers_of_the_body(town: Town) -> None:
    stranger = Person.objects.exclude(appointments__post__body__key=BODY).order_by("pk")[0].pk
    principal = town.actor("economy-bureau.principal")

    with pytest.raises(Refused) as refused:
        town.act("record_contact", BODY, principal, person=stranger, mobile="13800001234")
    assert refused.value.code == "not_of_the_body"

    with pytest.raises(Refused) as refused:
        town.act("record_contact", BODY, town.actor(NAME), person=town.person(NAME).pk, mobile="13800001234")
    assert refused.value.code == "not_permitted"


def test_many_contacts_cost_two_statements(town: Town, django_assert_num_queries: object) -> None:
    people = list(Person.objects.order_by("pk")[:20])
    with django_assert_num_queries(2):  # type: ignore[operator]
        facts = contact.write([contact.Contact(one, f"138{one.pk:08d}", "") for one in people])

    assert [sealed.unseal(one["mobile"]["sm3"]) for one in facts] == [f"138{one.pk:08d}" for one in people]
