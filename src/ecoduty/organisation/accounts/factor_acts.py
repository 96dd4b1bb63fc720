"""The acts about the second factor: set up, checked, renewed, taken away, demanded."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, SecretStr

from ecoduty.kernel.clock import local_date, wall_now
from ecoduty.kernel.flow import Act, ActData, Attempt, Guard, Refused
from ecoduty.kernel.sealing import SealingError
from ecoduty.organisation.accounts import factor, sessions
from ecoduty.organisation.accounts.demands import factor_demanded
from ecoduty.organisation.accounts.keepers import OWN, PLATFORM, SECURITY
from ecoduty.organisation.accounts.models import Account, Factor
from ecoduty.organisation.accounts.not_own import not_own
from ecoduty.organisation.accounts.states import OPEN


class Enrol(ActData):
    """绑定动态口令: the secret the picture showed, and a code made with it."""

    secrets: ClassVar[frozenset[str]] = frozenset({"secret", "code"})

    secret: SecretStr
    code: SecretStr = Field(title="动态口令")


class Check(ActData):
    """核对第二因子: `purpose` is what it is for (`sign_in`, `act`)."""

    secrets: ClassVar[frozenset[str]] = frozenset({"code"})

    code: SecretStr = Field(title="动态口令")
    purpose: str = Field(default="act", max_length=20)


def _enrol(attempt: Attempt) -> None:
    account: Account = attempt.subject
    secret = attempt.data.secret.get_secret_value()
    step = factor.matching_step(secret, attempt.data.code.get_secret_value(), wall_now())
    assert step is not None
    try:
        factor.keep(account, secret, step)
    except SealingError as error:
        raise _unsealable(error) from error
    account.told_codes = factor.new_recovery_codes(account)
    account.factor_since = wall_now()
    attempt.record(recovery_codes=len(account.told_codes))


def _check(attempt: Attempt) -> None:
    """Never refuses a wrong code: it has to be written down that somebody tried."""
    account: Account = attempt.subject
    try:
        account.outcome = factor.check(account, attempt.data.code.get_secret_value())
    except SealingError as error:
        raise _unsealable(error) from error
    attempt.record(outcome=account.outcome)


def _unsealable(error: SealingError) -> Refused:
    return Refused(error.code, f"平台现在不能核对动态口令：{error}", status=503)


def _renew(attempt: Attempt) -> None:
    account: Account = attempt.subject
    account.told_codes = factor.new_recovery_codes(account)
    attempt.record(recovery_codes=len(account.told_codes))


def _drop(attempt: Attempt) -> None:
    factor.forget(attempt.subject)
    attempt.subject.factor_since = None


def _reset(attempt: Attempt) -> None:
    _drop(attempt)
    ended = sessions.end_all(attempt.subject, "factor_reset")
    attempt.record(username=attempt.subject.username, **sessions.told(ended))


def _demand(attempt: Attempt) -> None:
    attempt.subject.factor_required = True
    attempt.record(username=attempt.subject.username)


def _waive(attempt: Attempt) -> None:
    attempt.subject.factor_required = False
    attempt.record(username=attempt.subject.username)


def _present(attempt: Attempt) -> bool:
    return attempt.subject.factor_since is not None


def _code_matches(attempt: Attempt) -> bool:
    given = attempt.data
    secret, code = given.secret.get_secret_value(), given.code.get_secret_value()
    return factor.matching_step(secret, code, wall_now()) is not None


def _not_blocked(attempt: Attempt) -> bool:
    row = Factor.objects.filter(account=attempt.subject.pk).only("blocked_until").first()
    return row is None or row.blocked_until is None or row.blocked_until <= wall_now()


def _not_demanded(attempt: Attempt) -> bool:
    return not factor_demanded(attempt.subject, local_date(attempt.recorded_at))


present = Guard("no_factor", "这个账号没有绑定动态口令。", _present)
absent = Guard(
    "factor_there",
    "这个账号已经绑定动态口令；换手机请先用恢复码登录并解除，或请安全管理员重置。",
    lambda a: not _present(a),
)
code_matches = Guard(
    "factor_wrong", "动态口令不对。请核对手机时间是否准确，再输入现在显示的六位数字。", _code_matches, asks_data=True
)
not_blocked = Guard(
    "factor_blocked", "动态口令连续输错多次，已暂停核对30分钟。到时再试，或请安全管理员解除锁定。", _not_blocked
)
not_demanded = Guard(
    "factor_demanded", "您的岗位或安全管理员要求绑定动态口令，不能解除；换手机请选“更换”。", _not_demanded
)
required = Guard("factor_not_required", "没有单独要求这个账号绑定动态口令。", lambda a: bool(a.subject.factor_required))
not_required = Guard(
    "factor_already_required", "已经要求这个账号绑定动态口令。", lambda a: not a.subject.factor_required
)

FACTOR_ACTS = (
    Act("enrol_factor", "绑定动态口令", (OPEN,), None, (OWN,), data=Enrol, effect=_enrol,
        guards=(absent, code_matches)),
    Act("check_factor", "核对动态口令", (OPEN,), None, (OWN,), data=Check, effect=_check,
        guards=(present, not_blocked), aside=True),
    Act("renew_recovery_codes", "更换恢复码", (OPEN,), None, (OWN,), effect=_renew, guards=(present,),
        fresh_factor=True),
    Act("drop_factor", "解除动态口令", (OPEN,), None, (OWN,), effect=_drop, guards=(present, not_demanded),
        fresh_factor=True),
    Act("reset_factor", "重置动态口令", (OPEN,), None, (PLATFORM, SECURITY), effect=_reset, guards=(not_own, present),
        hint="解除绑定、作废恢复码并结束其全部登录；本人下次登录后重新绑定。"),
    Act("demand_factor", "要求动态口令", (OPEN,), None, (PLATFORM, SECURITY), effect=_demand, guards=(not_required,),
        hint="本人下次登录时须先绑定。"),
    Act("waive_factor", "不再单独要求动态口令", (OPEN,), None, (PLATFORM, SECURITY), effect=_waive,
        guards=(not_own, required)),
)  # fmt: skip
