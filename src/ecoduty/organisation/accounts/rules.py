"""What the rulebook says about signing in, each value with its basis there; without a rulebook the platform's defaults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ecoduty.kernel.rulebook import NotInForceError, UnknownRuleError, store


@dataclass(frozen=True, slots=True)
class SignInRules:
    """Limits of sessions, who must have a second factor, how long a check of it counts, how long an invitation lasts."""

    idle: timedelta
    longest: timedelta
    sessions: int
    factor_posts: frozenset[str]
    fresh_factor: timedelta
    invitation: timedelta


_DEFAULTS: dict[str, Any] = {
    "sign-in.idle-minutes": 30,
    "sign-in.longest-hours": 12,
    "sign-in.sessions": 3,
    "sign-in.factor-posts": ("system_administrator", "security_administrator", "audit_administrator"),
    "sign-in.fresh-factor-minutes": 10,
    "sign-in.invitation-days": 7,
}


def sign_in_rules(on: date) -> SignInRules:
    """The rules in force on a day."""
    book = store.current_or_none()

    def value(key: str) -> Any:
        if book is None:
            return _DEFAULTS[key]
        try:
            return book.value(key, on=on)
        except (UnknownRuleError, NotInForceError):
            return _DEFAULTS[key]

    posts = value("sign-in.factor-posts")
    return SignInRules(
        idle=timedelta(minutes=int(value("sign-in.idle-minutes"))),
        longest=timedelta(hours=int(value("sign-in.longest-hours"))),
        sessions=int(value("sign-in.sessions")),
        factor_posts=frozenset((posts,) if isinstance(posts, str) else posts),
        fresh_factor=timedelta(minutes=int(value("sign-in.fresh-factor-minutes"))),
        invitation=timedelta(days=int(value("sign-in.invitation-days"))),
    )
