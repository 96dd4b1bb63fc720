"""The acts of signing in and out. Where from is personal: the ledger holds a digest, the value beside it can be erased."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, SecretStr

from ecoduty.kernel.clock import local_date
from ecoduty.kernel.flow import Act, ActData, Attempt, Guard
from ecoduty.kernel.ledger import sealed
from ecoduty.organisation.accounts import sessions
from ecoduty.organisation.accounts.keepers import OWN, PLATFORM, SECURITY
from ecoduty.organisation.accounts.models import SignInSession
from ecoduty.organisation.accounts.rules import sign_in_rules
from ecoduty.organisation.accounts.states import CLOSED, OPEN


class SignIn(ActData):
    """登录: with what, and from where."""

    secrets: ClassVar[frozenset[str]] = frozenset({"session", "address", "agent"})

    session: SecretStr
    method: Literal["password", "oidc"]
    factor: bool = False
    address: str = ""
    agent: str = ""


class SignOut(ActData):
    """退出登录."""

    secrets: ClassVar[frozenset[str]] = frozenset({"session"})

    session: SecretStr


class EndSession(ActData):
    """结束登录: one session by its number."""

    session: int = Field(title="登录")


class FailedSignIn(ActData):
    """登录未成: why (`password`, `locked`), and from where."""

    secrets: ClassVar[frozenset[str]] = frozenset({"address"})

    why: Literal["password", "locked", "closed"]
    address: str = ""


def _sign_in(attempt: Attempt) -> None:
    given: SignIn = attempt.data
    rules = sign_in_rules(local_date(attempt.recorded_at))
    replaced = sessions.begin(
        attempt.subject, given.session.get_secret_value(), given.method, given.address, given.agent, rules
    )
    attempt.record(**address_facts(given.address), replaced=replaced)


def _sign_out(attempt: Attempt) -> None:
    sessions.end(attempt.data.session.get_secret_value(), "signed_out")


def _end_session(attempt: Attempt) -> None:
    row = SignInSession.objects.get(pk=attempt.data.session, account=attempt.subject.pk)
    sessions.end(row.key, "ended")


def _end_sessions(attempt: Attempt) -> None:
    attempt.record(username=attempt.subject.username, sessions=sessions.end_all(attempt.subject, "ended"))


def _note_failure(attempt: Attempt) -> None:
    attempt.record(**address_facts(attempt.data.address))


def address_facts(address: str) -> dict[str, str]:
    """What the ledger holds of where somebody came from: the digest of a value that can be erased."""
    return {"from": sealed.seal(address)} if address else {}


def _lasts(attempt: Attempt) -> bool:
    return SignInSession.objects.filter(pk=attempt.data.session, account=attempt.subject.pk, ended_at=None).exists()


lasts = Guard("session_over", "这个登录已经结束。", _lasts, asks_data=True)

SESSION_ACTS = (
    Act("sign_in", "登录", (OPEN,), None, (OWN,), data=SignIn, effect=_sign_in, aside=True),
    Act("sign_out", "退出登录", (OPEN,), None, (OWN,), data=SignOut, effect=_sign_out, aside=True),
    Act("fail_sign_in", "登录未成", (OPEN, CLOSED), None, (PLATFORM,), data=FailedSignIn, effect=_note_failure,
        aside=True),
    Act("end_session", "结束登录", (OPEN, CLOSED), None, (OWN, SECURITY), data=EndSession, effect=_end_session,
        guards=(lasts,), aside=True),
    Act("end_sessions", "结束全部登录", (OPEN, CLOSED), None, (PLATFORM, SECURITY), effect=_end_sessions, aside=True),
)  # fmt: skip
