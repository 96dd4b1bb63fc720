"""The act table of tokens: issued and revoked. Using one is no act of its own; what is done with it names it."""

from __future__ import annotations

from ecoduty.kernel.flow import Act, ActTable, Attempt, State, Who, register
from ecoduty.kernel.flow.table import START
from ecoduty.organisation.directory.relations import IN_OFFICE
from ecoduty.organisation.directory.states import (
    OFFICE_KINDS,
    OWN_KINDS,
    SECURITY_ADMINISTRATOR,
    SYSTEM_ADMINISTRATOR,
)
from ecoduty.organisation.tokens import data, guards
from ecoduty.organisation.tokens.models import Token
from ecoduty.organisation.tokens.states import ACTIVE, REVOKED
from ecoduty.organisation.tokens.store import TokenStore


def _issue(attempt: Attempt) -> None:
    given: data.IssueToken = attempt.data
    post = guards.post_of(attempt)
    assert post is not None  # the guard has seen it
    attempt.subject = Token(
        purpose=given.purpose,
        post=post,
        scopes=sorted({str(scope) for scope in given.scopes}),
        digest=bytes.fromhex(given.digest),
        expires_on=given.expires_on,
    )
    attempt.record(scopes=attempt.subject.scopes)


PLATFORM = Who("system", (), "平台")
# As with accounts: the system administrator opens and ends, the security administrator may end at once.
KEEPERS = (
    PLATFORM,
    Who("administrator", (SYSTEM_ADMINISTRATOR, SECURITY_ADMINISTRATOR), "系统管理员或安全管理员"),
    Who("committee_office", OFFICE_KINDS, "市环委办主任、经办人"),
    Who("own_body", OWN_KINDS, "本单位主要负责人或机构管理员"),
)
ISSUERS = (
    PLATFORM,
    Who(
        IN_OFFICE,
        (SYSTEM_ADMINISTRATOR, *OFFICE_KINDS, *OWN_KINDS),
        "系统管理员、市环委办，或本单位主要负责人、机构管理员",
    ),
)

TOKEN = register(
    ActTable(
        kind="token",
        label="接口令牌",
        states=(State(ACTIVE, "在用", open=False), State(REVOKED, "已吊销", open=False, main=False)),
        acts=(
            Act(
                "issue", "发放令牌", (START,), ACTIVE, ISSUERS, data=data.IssueToken, effect=_issue, main=True,
                guards=(guards.post_known, guards.machine_post, guards.own_body, guards.ends_in_time),
            ),
            Act("revoke", "吊销令牌", (ACTIVE,), REVOKED, KEEPERS, data=data.RevokeToken),
        ),
        store=TokenStore(),
    )
)  # fmt: skip
