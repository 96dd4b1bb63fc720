"""The same human entered twice: what reached the one reaches the other, and nobody is let in where he was not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from ecoduty.casework.escalation import notices
from ecoduty.casework.escalation.models import Notice
from ecoduty.casework.escalation.notices import Draft
from ecoduty.casework.escalation.recipients import Seat
from ecoduty.casework.matters.models import Matter, NamedAccess
from ecoduty.casework.matters.rules import relations
from ecoduty.casework.search.models import SearchRow
from ecoduty.kernel.clock import now, today
from ecoduty.kernel.flow import Actor, Done, Refused, perform, registry, table
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.flow import BODY
from ecoduty.organisation.directory.models import Person
from tests.city import City
from tests.toy.toys import RESTRICTED_TOYS

HERE = "water-bureau"
SYSTEM = Actor.system("测试")


@pytest.fixture
def toys() -> Iterator[None]:
    registry.register(RESTRICTED_TOYS)
    yield
    registry.unregister(RESTRICTED_TOYS.kind)


def twin(city: City, of: str = f"{HERE}.liaison", body: str = "ocean-bureau") -> Person:
    """The same person once more, in a new post of another body, without an account."""
    name = city.account(of).person.name
    post = {"key": "second", "kind": "clerk", "title": "经办人", "since": "2026-01-01"}
    perform(BODY, "add_post", body, actor=SYSTEM, data=post)
    perform(BODY, "appoint", body, actor=SYSTEM, data={"post": "second", "name": name, "since": "2026-06-01"})
    return Person.objects.filter(name=name).latest("pk")


def merge(city: City, gone: Person, kept: Person, body: str = HERE, actor: Actor | None = None) -> Done:
    data = {"person": gone.pk, "into": kept.pk, "cause": "导入时重复登记，已核对任免文件"}
    return perform(BODY, "merge_person", body, actor=actor or city.actor("committee-office.clerk"), data=data)


def secret_of(person: Person) -> Matter:
    data = {"title": "秘密玩具", "holder": HERE, "person": person.pk}
    matter: Matter = perform(RESTRICTED_TOYS, "ask", actor=SYSTEM, data=data).subject
    return matter


def close(username: str) -> None:
    account = Account.objects.get(username=username)
    perform(table("account"), "close", account.pk, actor=SYSTEM)


def test_inbox_and_search_follow_the_row_that_stands(city: City):
    kept = city.account(f"{HERE}.liaison").person
    gone = twin(city)
    notices.write([Draft(Seat(0, gone.pk), "other", "收到公文", "请签收。")], now())
    assert SearchRow.objects.filter(kind="person", ref=str(gone.pk)).exists()

    merge(city, gone, kept)

    assert Notice.objects.get(title="收到公文").person == kept
    assert not SearchRow.objects.filter(kind="person", ref=str(gone.pk)).exists()
    assert "经办人" in SearchRow.objects.get(kind="person", ref=str(kept.pk)).text


def test_access_goes_where_the_account_goes_that_had_it(city: City, toys: None):
    gone = city.account(f"{HERE}.liaison").person
    kept = twin(city)
    matter = secret_of(gone)

    merge(city, gone, kept)

    assert city.account(f"{HERE}.liaison").person == kept
    assert "holder" in relations(matter, city.actor(f"{HERE}.liaison"), today())
    rows = NamedAccess.objects.filter(matter=matter).order_by("pk")
    assert [(row.person_id, row.until) for row in rows] == [(gone.pk, today()), (kept.pk, None)]
    assert Entry.objects.filter(stream=matter.stream, act="carry_named_access").count() == 1


@pytest.mark.parametrize("named", ["gone", "kept"])
def test_nobody_gets_into_a_restricted_matter_by_joining_rows(city: City, toys: None, named: str):
    signed_in = city.account(f"{HERE}.liaison").person
    other = twin(city)
    matter = secret_of(other)
    gone, kept = (other, signed_in) if named == "gone" else (signed_in, other)

    done = merge(city, gone, kept)

    assert relations(matter, city.actor(f"{HERE}.liaison"), today()) == frozenset()
    told = Entry.objects.get(stream=matter.stream, act="carry_named_access")
    assert "重新列名" in told.facts["note"]
    said = Entry.objects.get(pk=done.entry.id)
    assert "列名" not in str(said.facts)
    assert matter.number not in str(said.facts)


def test_access_that_ends_one_day_is_no_way_in_either(city: City, toys: None):
    signed_in, other = city.account(f"{HERE}.liaison").person, twin(city)
    matter = secret_of(other)
    NamedAccess.objects.filter(matter=matter).update(until=today() + timedelta(days=30))

    merge(city, signed_in, other)

    assert relations(matter, city.actor(f"{HERE}.liaison"), today()) == frozenset()


def test_two_accounts_in_use_are_refused_by_name_and_a_closed_one_stays_closed(city: City):
    gone, kept = city.account(f"{HERE}.deputy").person, city.account(f"{HERE}.liaison").person
    with pytest.raises(Refused) as refused:
        merge(city, gone, kept)
    assert refused.value.code == "two_accounts"
    assert f"{HERE}.deputy、{HERE}.liaison" in refused.value.sentence
    assert Person.objects.get(pk=gone.pk).merged_into is None

    close(f"{HERE}.deputy")
    merge(city, gone, kept)

    assert city.account(f"{HERE}.deputy").person == gone
    with pytest.raises(Refused) as again:
        perform(table("account"), "reopen", city.account(f"{HERE}.deputy").pk, actor=SYSTEM)
    assert again.value.code == "person_joined"


def test_an_administrators_record_is_never_joined(city: City):
    gone = city.account("system.administrator").person
    assert gone is not None
    with pytest.raises(Refused) as refused:
        merge(city, gone, city.account(f"{HERE}.liaison").person)
    assert refused.value.code == "administrators_account"
