"""The act table of accounts: opened, closed, given passwords, unlocked; second factors, log-ins and administrators beside."""

from __future__ import annotations

import secrets

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from ecoduty.kernel.flow import Act, ActTable, Attempt, State, register
from ecoduty.kernel.flow.table import START
from ecoduty.organisation.accounts import data, guards, invitations, sessions
from ecoduty.organisation.accounts.factor_acts import FACTOR_ACTS
from ecoduty.organisation.accounts.invitation_acts import INVITATION_ACTS
from ecoduty.organisation.accounts.joining import FOLLOW
from ecoduty.organisation.accounts.keepers import CLOSERS, KEEPERS, LOCK_KEEPERS, OPENERS, OWN
from ecoduty.organisation.accounts.models import Account, Factor
from ecoduty.organisation.accounts.not_own import not_own
from ecoduty.organisation.accounts.offices import OFFICE_ACTS
from ecoduty.organisation.accounts.session_acts import SESSION_ACTS
from ecoduty.organisation.accounts.states import CLOSED, OPEN
from ecoduty.organisation.accounts.store import AccountStore
from ecoduty.organisation.accounts.subjects import SUBJECT_ACTS


def _open(attempt: Attempt) -> None:
    given: data.OpenAccount = attempt.data
    account = Account(username=given.username, person_id=given.person, must_change_password=True)
    if isinstance(given, data.OpenHashed):
        account.password = given.hashed.get_secret_value()
        account.must_change_password = False
    else:
        account.password = make_password(given.password.get_secret_value()) if given.password else _no_password()
    if isinstance(given, data.OpenInvited):
        account.must_change_password = False  # the person sets it with the link
        account.fresh_invitation = invitations.fresh(account, given.invitation.get_secret_value(), given.valid_for)
        attempt.record(invited=True)
    attempt.subject = account


def _no_password() -> str:
    """What nobody can sign in with, as Django's make_password(None) writes it, without forty calls for its letters."""
    return UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)


def _close(attempt: Attempt) -> None:
    attempt.subject.is_active = False
    attempt.record(username=attempt.subject.username, **sessions.told(sessions.end_all(attempt.subject, "closed")))


def _reopen(attempt: Attempt) -> None:
    attempt.subject.is_active = True
    attempt.record(username=attempt.subject.username)


def _set_password(attempt: Attempt) -> None:
    account: Account = attempt.subject
    account.password = make_password(attempt.data.password.get_secret_value())
    account.must_change_password = False
    spare = attempt.data.session.get_secret_value()
    attempt.record(**sessions.told(sessions.end_all(account, "password_changed", spare)))


def _reset_password(attempt: Attempt) -> None:
    account: Account = attempt.subject
    account.password = make_password(attempt.data.password.get_secret_value())
    account.must_change_password = True
    forget_failures(username=account.username)
    attempt.record(username=account.username, **sessions.told(sessions.end_all(account, "password_reset")))


def _unlock(attempt: Attempt) -> None:
    forget_failures(username=attempt.subject.username)
    Factor.objects.filter(account=attempt.subject).update(failures=0, blocked_until=None)
    attempt.record(username=attempt.subject.username)


ACCOUNT = register(
    ActTable(
        kind="account",
        label="账号",
        states=(State(OPEN, "在用", open=False), State(CLOSED, "停用", open=False, main=False)),
        acts=(
            Act(
                "open", "开通账号", (START,), OPEN, OPENERS, data=data.OpenAccount, effect=_open, main=True,
                guards=(guards.username_free, guards.person_known, guards.own_people, guards.good_password),
            ),
            Act(
                "set_password", "修改口令", (OPEN,), None, (OWN,), data=data.SetPassword,
                effect=_set_password, guards=(guards.old_password_right, guards.password_new, guards.good_password),
            ),
            Act(
                "reset_password", "重置口令", (OPEN,), None, KEEPERS, data=data.ResetPassword, effect=_reset_password,
                guards=(not_own, guards.good_password), hint="本人下次登录时须另设口令。",
            ),
            Act("unlock", "解除锁定", (OPEN,), None, LOCK_KEEPERS, effect=_unlock, guards=(not_own,)),
            Act("close", "停用账号", (OPEN,), CLOSED, CLOSERS, effect=_close, guards=(not_own,)),
            Act("reopen", "恢复账号", (CLOSED,), OPEN, CLOSERS, effect=_reopen, guards=(guards.person_stands,)),
            FOLLOW,
            *FACTOR_ACTS,
            *SESSION_ACTS,
            *OFFICE_ACTS,
            *INVITATION_ACTS,
            *SUBJECT_ACTS,
        ),
        store=AccountStore(),
    )
)  # fmt: skip
