"""Log-ins that last: how long, how many at once, and how they end. Security time is wall time.

Beginning and ending are acts on the account (session_acts.py). The mark of when a session was last seen is none: like a
mark of having read, it says nothing that anybody answers for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from ecoduty.kernel.clock import wall_now
from ecoduty.organisation.accounts.models import Account, SignInSession
from ecoduty.organisation.accounts.rules import SignInRules

SEEN_EVERY = timedelta(minutes=1)  # how exactly it is known when a session was last seen
IDLE, TOO_LONG = "idle", "too_long"


def begin(account: Account, key: str, method: str, address: str, agent: str, rules: SignInRules) -> int:
    """Note a new session; the oldest ones beyond what is allowed at once end. Returns how many ended."""
    moment = wall_now()
    present = list(lasting(account, rules).order_by("begun_at"))
    surplus = present[: max(0, len(present) - rules.sessions + 1)]
    _end(surplus, "replaced")
    SignInSession.objects.create(
        account=account,
        key=key,
        method=method,
        address=address[:45],
        agent=agent[:200],
        begun_at=moment,
        seen_at=moment,
    )
    return len(surplus)


def lasting(account: Account, rules: SignInRules) -> QuerySet[SignInSession]:
    """The sessions of an account that still let somebody in."""
    moment = wall_now()
    return SignInSession.objects.filter(
        account=account, ended_at=None, seen_at__gt=moment - rules.idle, begun_at__gt=moment - rules.longest
    )


def why_over(begun: datetime, seen: datetime, rules: SignInRules) -> str:
    """IDLE or TOO_LONG when a session has lasted beyond a limit; nothing while it may go on."""
    moment = wall_now()
    if moment - seen > rules.idle:
        return IDLE
    return TOO_LONG if moment - begun > rules.longest else ""


def seen(key: str) -> None:
    """Mark that a session was used now."""
    SignInSession.objects.filter(key=key, ended_at=None).update(seen_at=wall_now())


def end(key: str, how: str) -> None:
    """End the session with that key."""
    _end(SignInSession.objects.filter(key=key, ended_at=None), how)


def end_all(account: Account, how: str, spare: str = "") -> int:
    """End every session of an account, but for the one with the key to spare; how many that were."""
    return _end(SignInSession.objects.filter(account=account, ended_at=None).exclude(key=spare), how)


def told(ended: int) -> dict[str, int]:
    """What an entry says of sessions that ended: nothing where none did."""
    return {"sessions": ended} if ended else {}


def _end(some: Iterable[SignInSession], how: str) -> int:
    rows = list(some)
    if rows:
        Session.objects.filter(pk__in=[row.key for row in rows]).delete()
        SignInSession.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=wall_now(), how_ended=how)
    return len(rows)
