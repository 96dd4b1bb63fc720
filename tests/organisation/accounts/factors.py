"""A second factor for tests: bound to an account, and the codes its telephone would show."""

from __future__ import annotations

from dataclasses import dataclass

import pyotp

from ecoduty.kernel.clock import today, wall_now
from ecoduty.kernel.flow import perform
from ecoduty.organisation.access import own_actor
from ecoduty.organisation.accounts import factor
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Account, Factor


@dataclass(frozen=True)
class Phone:
    """What the person holds: the secret, and the recovery codes on paper."""

    account: Account
    secret: str
    recovery: tuple[str, ...]

    def code(self, steps: int = 0) -> str:
        """What it shows now, or so many half-minutes from now."""
        return pyotp.TOTP(self.secret).generate_otp(int(wall_now().timestamp()) // factor.STEP + steps)

    def fresh(self) -> str:
        """A code that was never accepted: the memory of the last one is wiped, as if half a minute had passed."""
        Factor.objects.filter(account=self.account).update(last_step=0)
        return self.code()


def bind(account: Account) -> Phone:
    """Bind a second factor to an account by the act that a person does."""
    secret = factor.new_secret()
    code = pyotp.TOTP(secret).generate_otp(int(wall_now().timestamp()) // factor.STEP)
    actor = own_actor(account, today())
    done = perform(ACCOUNT, "enrol_factor", account.pk, actor=actor, data={"secret": secret, "code": code})
    account.refresh_from_db()
    return Phone(account, secret, done.subject.told_codes)
