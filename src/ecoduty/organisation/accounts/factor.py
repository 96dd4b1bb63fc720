"""The second factor: time-based one-time codes (RFC 6238) and recovery codes. Security time is wall time."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pyotp
from django.conf import settings

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.sealing.fields import column
from ecoduty.organisation.accounts.models import Account, Factor, RecoveryCode

if TYPE_CHECKING:
    from collections.abc import Iterable

STEP = 30  # seconds a code stands
DRIFT = 1  # steps a telephone's clock may run ahead or behind
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without look-alikes
ISSUER = "环责"

# How a check ended.
RIGHT, RECOVERED, USED, WRONG = "right", "recovered", "used", "wrong"
_SECRET = column(Factor, "secret")


def new_secret() -> str:
    """A secret for a new factor: 160 bits as base32."""
    return pyotp.random_base32()


def address(account: Account, secret: str) -> str:
    """The `otpauth:` address that an authenticator reads from the picture."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=account.username, issuer_name=ISSUER)


def keep(account: Account, secret: str, step: int) -> None:
    """Write the factor, its secret sealed; the code it was confirmed with counts as used. Raises SealingError."""
    sealed = _SECRET.seal(secret, account.pk)
    Factor.objects.update_or_create(
        account=account, defaults={"secret": sealed, "last_step": step, "failures": 0, "blocked_until": None}
    )


def forget(account: Account) -> None:
    """Remove the factor and its recovery codes."""
    Factor.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The step whose code this is, within the drift; None for a wrong code. Compares in constant time."""
    given = code.replace(" ", "")
    now = int(at.timestamp()) // STEP
    totp = pyotp.TOTP(secret, interval=STEP)
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), given.encode(errors="surrogatepass")):
            found = step
    return found


def new_recovery_codes(account: Account) -> tuple[str, ...]:
    """Ten new codes in place of all earlier ones, to be shown once."""
    codes = tuple("-".join(_group() for _ in range(4)) for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=_digest(account, code)) for code in codes)
    return codes


def codes_left(account: Account) -> int:
    """How many recovery codes are unused."""
    return RecoveryCode.objects.filter(account=account, used_at=None).count()


def check(account: Account, code: str) -> str:
    """How this code does: RIGHT, RECOVERED, USED or WRONG; what follows from it is written on the factor's row.

    Called inside an act, under the lock of the account's stream: of two requests with one code one finds it used.
    Raises SealingError when the secret cannot be opened.
    """
    factor = Factor.objects.get(account=account)
    moment = wall_now()
    outcome = _by_recovery(account, code, moment) if _looks_like_recovery(code) else _by_time(factor, code, moment)
    if outcome in {RIGHT, RECOVERED}:
        factor.failures, factor.blocked_until = 0, None
    elif outcome == WRONG:
        factor.failures += 1
        if factor.failures >= settings.AXES_FAILURE_LIMIT:
            factor.failures, factor.blocked_until = 0, moment + timedelta(hours=float(settings.AXES_COOLOFF_TIME))
    factor.save(update_fields=["last_step", "failures", "blocked_until"])
    return outcome


def _by_time(factor: Factor, code: str, moment: datetime) -> str:
    step = matching_step(_SECRET.open(factor.secret, factor.account_id), code, moment)
    if step is None:
        return WRONG
    if step <= factor.last_step:
        return USED
    factor.last_step = step
    return RIGHT


def _by_recovery(account: Account, code: str, moment: datetime) -> str:
    row = RecoveryCode.objects.filter(account=account, digest=_digest(account, code)).first()
    if row is None:
        return WRONG
    if row.used_at is not None:
        return USED
    row.used_at = moment
    row.save(update_fields=["used_at"])
    return RECOVERED


def _looks_like_recovery(code: str) -> bool:
    return re.search(r"[a-z]", code, re.IGNORECASE) is not None


def _digest(account: Account, code: str) -> bytes:
    """A code as it is kept. With 79 bits of chance in it nothing slower is needed."""
    return sm3(f"{account.pk}:{''.join(_kept(code))}".encode(errors="surrogatepass"))


def _kept(code: str) -> Iterable[str]:
    return (letter for letter in code.lower() if letter in LETTERS)


def _group() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(4))
