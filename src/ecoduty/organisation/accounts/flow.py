"""The act table of accounts: opened, closed, given passwords, unlocked. Signing in is no act: axes keeps that log."""

from __future__ import annotations

from axes.utils import reset as forget_failures
from django.contrib.auth.hashers import make_password

from ecoduty.kernel.flow import Act, ActTable, Attempt, State, Who, register
from ecoduty.kernel.flow.table import START
from ecoduty.organisation.accounts import data, guards
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.states import CLOSED, OPEN
from ecoduty.organisation.accounts.store import AccountStore
from ecoduty.organisation.directory.relations import IN_OFFICE
from ecoduty.organisation.directory.states import OFFICE_KINDS, OWN_KINDS


def _open(attempt: Attempt) -> None:
    given: data.OpenAccount = attempt.data
    account = Account(username=given.username, person_id=given.person, must_change_password=True)
    if isinstance(given, data.OpenHashed):
        account.password = given.hashed.get_secret_value()
        account.must_change_password = False
    else:
        account.password = make_password(given.password.get_secret_value() if given.password else None)
    attempt.subject = account


def _close(attempt: Attempt) -> None:
    attempt.subject.is_active = False
    attempt.record(username=attempt.subject.username)


def _reopen(attempt: Attempt) -> None:
    attempt.subject.is_active = True
    attempt.record(username=attempt.subject.username)


def _set_password(attempt: Attempt) -> None:
    account: Account = attempt.subject
    account.password = make_password(attempt.data.password.get_secret_value())
    account.must_change_password = False


def _reset_password(attempt: Attempt) -> None:
    account: Account = attempt.subject
    account.password = make_password(attempt.data.password.get_secret_value())
    account.must_change_password = True
    forget_failures(username=account.username)
    attempt.record(username=account.username)


def _unlock(attempt: Attempt) -> None:
    forget_failures(username=attempt.subject.username)
    attempt.record(username=attempt.subject.username)


PLATFORM = Who("system", (), "平台")
KEEPERS = (
    PLATFORM,
    Who("committee_office", OFFICE_KINDS, "市环委办主任、经办人"),
    Who("own_body", OWN_KINDS, "本单位主要负责人或机构管理员"),
)
OPENERS = (PLATFORM, Who(IN_OFFICE, OFFICE_KINDS + OWN_KINDS, "市环委办，或本单位主要负责人、机构管理员"))

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
                "set_password", "修改口令", (OPEN,), None, (Who("own", (), "本人"),), data=data.SetPassword,
                effect=_set_password, guards=(guards.old_password_right, guards.password_new, guards.good_password),
            ),
            Act(
                "reset_password", "重置口令", (OPEN,), None, KEEPERS, data=data.ResetPassword, effect=_reset_password,
                guards=(guards.not_own, guards.good_password), hint="本人下次登录时须另设口令。",
            ),
            Act("unlock", "解除锁定", (OPEN,), None, KEEPERS, effect=_unlock, guards=(guards.not_own,)),
            Act("close", "停用账号", (OPEN,), CLOSED, KEEPERS, effect=_close, guards=(guards.not_own,)),
            Act("reopen", "恢复账号", (CLOSED,), OPEN, KEEPERS, effect=_reopen),
        ),
        store=AccountStore(),
    )
)  # fmt: skip
