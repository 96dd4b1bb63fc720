"""Tokens are issued and revoked by acts; the token itself leaves no trace; only posts that prepare and file get one."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.access import actor_of, token_of
from ecoduty.organisation.tokens import secrets
from ecoduty.organisation.tokens.flow import TOKEN
from tests.organisation.towns import SYSTEM, Town

SHOWN = secrets.fresh()


def data(**changes):
    given = {
        "body": "economy-bureau", "post": "liaison", "purpose": "OA报送", "scopes": ["matters:read"],
        "expires_on": wall_now().date() + timedelta(days=30), "digest": secrets.digest(SHOWN).hex(),
    }  # fmt: skip
    return {**given, **changes}


def issue(actor=SYSTEM, **changes):
    return perform(TOKEN, "issue", actor=actor, data=data(**changes))


def test_a_token_acts_in_its_post_and_as_nobody(town: Town) -> None:
    made = issue().subject
    actor = actor_of(token_of(SHOWN), wall_now().date())
    assert (actor.token, actor.post_kind, actor.body) == (made.pk, "liaison", "economy-bureau")
    assert (actor.account, actor.person, actor.capacities & {"coordinator", "leader"}) == (None, None, frozenset())


def test_neither_the_token_nor_its_digest_stands_in_the_ledger(town: Town) -> None:
    done = issue()
    entry = Entry.objects.get(pk=done.entry.id)
    told = json.dumps([entry.facts, entry.key], ensure_ascii=False)
    assert entry.stream == f"token:{done.subject.pk}"
    assert SHOWN not in told
    assert secrets.digest(SHOWN).hex() not in told
    assert entry.facts["scopes"] == ["matters:read"]


def test_a_revoked_token_is_unknown_at_once(town: Town) -> None:
    made = issue().subject
    perform(TOKEN, "revoke", made.pk, actor=SYSTEM, data={"note": "系统下线"})
    with pytest.raises(Refused) as refused:
        token_of(SHOWN)
    assert (refused.value.code, refused.value.status) == ("token_unknown", 401)
    assert Entry.objects.get(stream=made.stream, seq=2).facts["note"] == "系统下线"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"post": "principal"}, "token_post_personal"),
        ({"post": "nowhere"}, "token_post_unknown"),
        ({"body": "nowhere"}, "token_post_unknown"),
        ({"scopes": []}, "bad_data"),
        ({"scopes": ["everything"]}, "bad_data"),
        ({"expires_on": wall_now().date() - timedelta(days=1)}, "token_span"),
        ({"expires_on": wall_now().date() + timedelta(days=400)}, "token_span"),
    ],
)
def test_what_is_not_issued(town: Town, changes, code) -> None:
    with pytest.raises(Refused) as refused:
        issue(**changes)
    assert refused.value.code == code


def test_a_body_keeps_its_own_tokens_only_and_a_token_keeps_none(town: Town) -> None:
    principal = town.actor("economy-bureau.principal")
    assert issue(principal).subject.pk
    with pytest.raises(Refused) as refused:
        issue(town.actor("ecology-bureau.principal"), digest="0" * 64)
    assert refused.value.code in {"other_bodys_token", "not_permitted"}
    token = actor_of(token_of(SHOWN), wall_now().date())
    with pytest.raises(Refused) as refused:
        perform(TOKEN, "revoke", token.token, actor=token)
    assert refused.value.code == "not_found"
