"""三员分立: three administrators who exclude each other; each does his own part and none does another's."""

from __future__ import annotations

import pytest

from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.flow.table import permits
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory.flow import BODY
from tests.organisation.towns import SYSTEM, Town

NAME = "economy-bureau.liaison"
SECURITY, KEEPING, AUDIT = "security.administrator", "system.administrator", "audit.administrator"


def attempt(town: Town, act: str, whose: str, by: str, **data: object) -> str:
    try:
        perform(ACCOUNT, act, town.account(whose).pk, actor=town.actor(by), data=data)
    except Refused as refused:
        return refused.code
    return ""


def allowed(town: Town, by: str) -> set[str]:
    actor = town.actor(by)
    relations = town.account(NAME).relations_of(actor, today())
    return {act.code for act in ACCOUNT.acts if not act.creates and permits(act, actor, relations)}


def test_each_administrator_has_his_own_part(town: Town) -> None:
    assert allowed(town, KEEPING) == {"invite", "reset_password", "close", "reopen"}
    assert allowed(town, SECURITY) == {
        "reset_factor", "demand_factor", "waive_factor", "unlock", "close", "reopen", "end_session", "end_sessions",
        "appoint_administrator", "dismiss_administrator", "link_subject", "unlink_subject",
    }  # fmt: skip
    assert allowed(town, AUDIT) == set()


def test_an_administrator_is_a_post_of_nobody_and_knows_no_body(town: Town) -> None:
    (actor,) = actors_of(town.account(SECURITY), today())

    assert (actor.post, actor.body, actor.person, actor.level) == (None, "", None, "")
    assert actor.title == "平台·安全管理员"


def test_offices_exclude_each_other(town: Town) -> None:
    assert attempt(town, "appoint_administrator", KEEPING, SECURITY, office="audit_administrator") == "offices_exclude"
    assert attempt(town, "appoint_administrator", NAME, SECURITY, office="audit_administrator") == ""
    person = town.account(NAME).person_id
    second = perform(ACCOUNT, "open", actor=SYSTEM, data={"username": "second", "person": person}).subject
    assert attempt(town, "appoint_administrator", second.username, SECURITY, office="system_administrator") == (
        "offices_exclude"
    )
    assert attempt(town, "dismiss_administrator", NAME, SECURITY) == ""
    assert attempt(town, "appoint_administrator", second.username, SECURITY, office="system_administrator") == ""


def test_nobody_appoints_or_dismisses_himself(town: Town) -> None:
    assert attempt(town, "dismiss_administrator", SECURITY, SECURITY) == "own_account"
    assert attempt(town, "appoint_administrator", SECURITY, SECURITY, office="audit_administrator") == "own_account"


@pytest.mark.parametrize("by", [KEEPING, AUDIT, "committee-office.director", NAME])
def test_only_security_appoints(town: Town, by: str) -> None:
    code = attempt(town, "appoint_administrator", "economy-bureau.deputy", by, office="audit_administrator")
    assert code in {"not_permitted", "not_found"}


def test_keepers_of_bodies_do_not_reach_an_administrators_account(town: Town) -> None:
    attempt(town, "appoint_administrator", NAME, SECURITY, office="audit_administrator")

    for by in ("committee-office.director", "economy-bureau.principal"):
        assert attempt(town, "reset_password", NAME, by, password="another long password") == "not_found"


def test_an_office_that_ends_takes_its_powers_with_it(town: Town) -> None:
    attempt(town, "appoint_administrator", NAME, SECURITY, office="audit_administrator")
    assert [actor.post_kind for actor in actors_of(town.account(NAME), today())] == ["liaison", "audit_administrator"]
    attempt(town, "dismiss_administrator", NAME, SECURITY)
    assert [actor.post_kind for actor in actors_of(town.account(NAME), today())] == ["liaison"]


def test_the_system_administrator_sets_up_posts_but_says_not_who_holds_them(town: Town) -> None:
    actor = town.actor(KEEPING)
    town.act("add_post", "economy-bureau", actor, key="second-liaison", kind="liaison", title="第二联络员")
    with pytest.raises(Refused) as refused:
        town.act("appoint", "economy-bureau", actor, post="second-liaison", name="自己", since="2026-03-01")
    assert refused.value.code == "not_permitted"
    assert BODY.by_code["appoint"].who


def test_an_account_holds_one_office_by_its_making(town: Town) -> None:
    offices = set(Account.objects.exclude(office="").values_list("username", "office"))
    assert offices == {(name, name.replace(".", "_")) for name in (KEEPING, SECURITY, AUDIT)}
