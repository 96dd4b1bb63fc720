"""An invitation lets its person set a password: once, for some days, by whoever has the link; thousands at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from ecoduty.kernel.clock import today, wall_now
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.access import own_actor
from ecoduty.organisation.accounts import invitations
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.invitations import Invitee, invite_many
from ecoduty.organisation.accounts.models import Account, Invitation
from ecoduty.organisation.directory.models import Person
from tests.organisation.towns import SYSTEM, Town
from tests.together import together

NEW = "a rather long new password"
NAME = "economy-bureau.liaison"


def people(count: int) -> list[Invitee]:
    rows = Person.objects.bulk_create(Person(name=f"新人{number}") for number in range(count))
    return [Invitee(f"newcomer.{number}", row.pk) for number, row in enumerate(rows)]


def invite(account: Account) -> str:
    return perform(ACCOUNT, "invite", account.pk, actor=SYSTEM).subject.told_link


def accept(token: str) -> str:
    try:
        account = invitations.find(token).account
        data = {"token": token, "password": NEW}
        perform(ACCOUNT, "accept_invitation", account.pk, actor=own_actor(account, today()), data=data)
    except Refused as refused:
        return refused.code
    return ""


def test_the_link_sets_a_password_once(town: Town) -> None:
    token = invite(town.account(NAME))

    assert (accept(token), accept(token)) == ("", "invitation_used")
    assert town.account(NAME).check_password(NEW)
    said = str([entry.facts for entry in Entry.objects.filter(stream=town.account(NAME).stream)])
    assert token.split(":")[0] not in said
    assert not Invitation.objects.filter(digest__contains=token.split(":")[0].encode()).exists()


def test_a_later_link_makes_the_earlier_one_void(town: Town) -> None:
    first, second = invite(town.account(NAME)), invite(town.account(NAME))

    assert (accept(first), accept(second)) == ("invitation_withdrawn", "")


def test_a_link_ends_with_its_days_and_with_the_account(town: Town) -> None:
    expired, closed = invite(town.account(NAME)), invite(town.account("economy-bureau.deputy"))
    Invitation.objects.filter(account__username=NAME).update(expires_at=wall_now() - timedelta(seconds=1))
    perform(ACCOUNT, "close", town.account("economy-bureau.deputy").pk, actor=SYSTEM)

    assert (accept(expired), accept(closed)) == ("invitation_expired", "account_closed")


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"), lambda _: "x", lambda _: "a:b"]
)
def test_a_link_that_is_not_ours_is_not_looked_up(town: Town, change, django_assert_num_queries) -> None:
    token = change(invite(town.account(NAME)))
    with django_assert_num_queries(0):
        assert accept(token) == "invitation_unknown"


def test_of_two_who_open_one_link_at_once_one_is_too_late(fresh_city) -> None:
    token = perform(ACCOUNT, "invite", fresh_city.account("water-bureau.liaison").pk, actor=SYSTEM).subject.told_link

    assert sorted(together(*[lambda: accept(token)] * 2)) == ["", "invitation_used"]


def test_many_are_invited_with_a_few_statements(town: Town, django_assert_max_num_queries) -> None:
    some = people(300)
    told: list[int] = []
    with django_assert_max_num_queries(20):
        outcome = invite_many(some, actor=SYSTEM, progress=told.append)

    assert (len(outcome.tokens), outcome.refused, told) == (300, {}, [300])
    account = Account.objects.get(username="newcomer.7")
    assert not account.has_usable_password()
    assert accept(outcome.tokens["newcomer.7"]) == ""
    assert Entry.objects.get(stream=account.stream, act="open").facts["invited"] is True


def test_wrong_rows_are_named_and_the_others_are_done(town: Town) -> None:
    good = people(2)
    known = town.account(NAME)
    some = [
        *good,
        Invitee(NAME, known.person_id or 0),
        Invitee("no.such.person", 0),
        Invitee("Bad Name", good[0].person),
    ]
    some += [Invitee("twice", good[0].person), Invitee("twice", good[1].person)]
    outcome = invite_many(some, actor=SYSTEM)

    assert sorted(outcome.tokens) == ["newcomer.0", "newcomer.1"]
    assert {name: refused.code for name, refused in outcome.refused.items()} == {
        NAME: "username_taken", "no.such.person": "unknown_person", "twice": "username_taken", "Bad Name": "bad_data",
    }  # fmt: skip


def test_a_keeper_invites_his_own_people_only(town: Town) -> None:
    outcome = invite_many(people(1), actor=town.actor("economy-bureau.principal"))

    assert outcome.refused["newcomer.0"].code == "other_bodys_person"


def test_the_page_behind_the_link(town: Town) -> None:
    token = invite(town.account(NAME))
    client = Client()
    page = client.get(f"/invitation/{token}/")
    assert (page.status_code, NAME in page.content.decode(), page["Referrer-Policy"]) == (200, True, "no-referrer")
    for password, again, status in ((NEW, NEW + "x", 422), ("short", "short", 409)):
        assert client.post(f"/invitation/{token}/", {"password": password, "again": again}).status_code == status
    assert client.post(f"/invitation/{token}/", {"password": NEW, "again": NEW})["Location"] == "/"
    assert client.get("/account/").status_code == 200

    used = Client().get(f"/invitation/{token}/")
    assert (used.status_code, "已经用过" in used.content.decode()) == (410, True)
