"""Accounts are opened, closed and given passwords by acts; no password leaves a trace; too many failures lock."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.test import RequestFactory

from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Actor, Done, Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.access import own_actor
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.lockout import lockout_notice
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.models import Person
from tests.organisation.towns import PASSWORD, SYSTEM, Town

NEW = "a rather long new password"
NAME = "economy-bureau.liaison"


def do(town: Town, act: str, whose: str | None = NAME, actor: Actor = SYSTEM, **data: Any) -> Done:
    ref = town.account(whose).pk if whose else None
    return perform(ACCOUNT, act, ref, actor=actor, data=data, key=f"{act}-{whose}")


def sign_in(password: str, username: str = NAME) -> object:
    return authenticate(RequestFactory().post("/login/"), username=username, password=password)


def newcomer(town: Town, body: str = "economy-bureau") -> Person:
    town.act("appoint", body, post="deputy", name="新任副职", since="2026-01-01")
    return Person.objects.get(name="新任副职")


def test_opened_account_signs_in_and_has_its_stream(town: Town) -> None:
    person = newcomer(town)
    account = do(town, "open", None, username="new.deputy", person=person.pk, password=NEW).subject

    assert sign_in(NEW, "new.deputy") == account
    assert account.must_change_password
    entry = Entry.objects.get(stream=f"account:{account.pk}")
    assert (entry.act, entry.facts) == ("open", {"username": "new.deputy", "person": person.pk})


def test_account_without_password_lets_nobody_in(town: Town) -> None:
    do(town, "open", None, username="new.deputy", person=newcomer(town).pk)

    assert sign_in("", "new.deputy") is None


def test_no_password_stands_in_the_ledger_nor_a_digest_of_it(town: Town) -> None:
    account = town.account(NAME)
    do(town, "set_password", actor=own_actor(account, today()), old=PASSWORD, password=NEW)
    do(town, "reset_password", password=PASSWORD)

    entries = list(Entry.objects.filter(stream=account.stream).order_by("seq"))
    assert [(entry.act, entry.facts) for entry in entries[1:]] == [
        ("set_password", {}),
        ("reset_password", {"username": NAME}),
    ]
    text = json.dumps([entry.facts for entry in entries])
    assert (NEW in text, PASSWORD in text) == (False, False)
    twin = perform(ACCOUNT, "reset_password", account.pk, actor=SYSTEM, data={"password": NEW}, key="other")
    first = Entry.objects.get(key=f"reset_password-{NAME}")
    assert bytes(first.request) == bytes(Entry.objects.get(pk=twin.entry.id).request)


def test_own_password_needs_the_old_one_and_a_good_new_one(town: Town) -> None:
    actor = own_actor(town.account(NAME), today())
    codes = []
    for old, new in ((NEW, NEW + "!"), (PASSWORD, PASSWORD), (PASSWORD, "short"), (PASSWORD, "1234567890123")):
        with pytest.raises(Refused) as refused:
            perform(ACCOUNT, "set_password", town.account(NAME).pk, actor=actor, data={"old": old, "password": new})
        codes.append(refused.value.code)

    assert codes == ["wrong_password", "same_password", "weak_password", "weak_password"]
    assert sign_in(PASSWORD) is not None


def test_reset_password_must_be_changed_by_the_person(town: Town) -> None:
    do(town, "reset_password", password=NEW)
    assert town.account(NAME).must_change_password

    do(town, "set_password", actor=own_actor(town.account(NAME), today()), old=NEW, password=NEW + " 2")
    assert not town.account(NAME).must_change_password


def test_closed_account_is_shut_out_at_once(town: Town) -> None:
    account = town.account(NAME)
    do(town, "close")

    assert sign_in(PASSWORD) is None
    assert ModelBackend().get_user(account.pk) is None  # a session that is still open ends with the next page
    do(town, "reopen")
    assert sign_in(PASSWORD) == account


def test_too_many_failures_lock_this_name_only(town: Town) -> None:
    for _ in range(5):
        assert sign_in("wrong") is None

    assert sign_in(PASSWORD) is None
    assert sign_in(PASSWORD, "economy-bureau.deputy") is not None
    do(town, "unlock")
    assert sign_in(PASSWORD) == town.account(NAME)


def test_notice_of_a_lock_says_what_to_do() -> None:
    notice = lockout_notice()

    assert (notice.failures, notice.minutes) == (5, 30)
    assert notice.sentence.startswith("口令连续输错5次，这个用户名在本机上锁定30分钟。")


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("committee-office.clerk", ""),
        ("economy-bureau.principal", ""),
        ("economy-bureau.liaison", "not_permitted"),
        ("economy-bureau.deputy", "not_permitted"),
        ("ecology-bureau.principal", "not_found"),
        ("hill-committee-office.director", "not_found"),
    ],
)
def test_who_may_close_an_account(town: Town, username: str, code: str) -> None:
    try:
        do(town, "close", actor=town.actor(username))
        found = ""
    except Refused as refused:
        found = refused.code

    assert found == code


def test_keeper_cannot_close_or_reset_his_own_account(town: Town) -> None:
    actor = town.actor("economy-bureau.principal")
    for act, data in (("close", {}), ("reset_password", {"password": NEW})):
        with pytest.raises(Refused) as refused:
            do(town, act, "economy-bureau.principal", actor, **data)
        assert refused.value.code == "own_account"


def test_body_cannot_reset_somebody_who_also_serves_elsewhere(town: Town) -> None:
    """Else a department could take over the account of a leader who sits in it, too."""
    person = town.person("government.vice-mayor")
    town.act("appoint", "economy-bureau", post="deputy", person=person.pk, since="2026-01-01")

    with pytest.raises(Refused) as refused:
        do(town, "reset_password", "government.vice-mayor", town.actor("economy-bureau.principal"), password=NEW)

    assert refused.value.code == "not_found"


@pytest.mark.parametrize(
    ("actor", "body", "code"),
    [
        ("economy-bureau.principal", "economy-bureau", ""),
        ("economy-bureau.principal", "ecology-bureau", "other_bodys_person"),
        ("committee-office.clerk", "ecology-bureau", ""),
        ("hill-committee-office.clerk", "ecology-bureau", "other_bodys_person"),
        ("economy-bureau.liaison", "economy-bureau", "not_permitted"),
    ],
)
def test_accounts_are_opened_for_own_people(town: Town, actor: str, body: str, code: str) -> None:
    person = newcomer(town, body)
    try:
        do(town, "open", None, town.actor(actor), username="new.deputy", person=person.pk)
        found = ""
    except Refused as refused:
        found = refused.code

    assert (found, Account.objects.filter(username="new.deputy").exists()) == (code, not code)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"username": NAME}, "username_taken"),
        ({"username": "New Deputy"}, "bad_data"),
        ({"person": 0}, "unknown_person"),
        ({"password": "short"}, "weak_password"),
        ({"hashed": "md5$x$y"}, "bad_data"),
    ],
)
def test_bad_account_is_refused(town: Town, data: dict, code: str) -> None:
    given = {"username": "new.deputy", "person": newcomer(town).pk, **data}

    with pytest.raises(Refused) as refused:
        do(town, "open", None, **given)

    assert refused.value.code == code
