"""What stands on the page of one's own account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import as_local
from ecoduty.kernel.sealing.cipher import open_sealed, seal
from ecoduty.organisation.accounts import factor, sessions
from ecoduty.organisation.accounts.demands import factor_demanded
from ecoduty.organisation.accounts.rules import sign_in_rules

_SECRET = "factor_secret"  # noqa: S105 -- the name of a place in the session
_GROUP = 4
METHODS = {"password": "口令", "oidc": "统一身份认证"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret to be set up in an authenticator: as a picture, and as text to type."""

    picture: SafeString
    text: str


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One log-in that lasts."""

    id: int
    where: str
    device: str
    method: str
    begun: str
    seen: str
    here: bool


def page(visit: Visit) -> dict[str, Any]:
    """The variables of account.html."""
    account = visit.account
    since = account.factor_since
    rules = sign_in_rules(visit.today)
    return {
        "factor_since": words.day(as_local(since).date(), visit.today) if since else "",
        "codes_left": factor.codes_left(account) if since else 0,
        "demanded": demanded(visit),
        "sessions": session_lines(visit),
        "rules": rules,
        "limits": f"{rules.idle.seconds // 60}分钟不操作即退出",
    }


def demanded(visit: Visit) -> bool:
    """Whether this person must have a second factor."""
    return factor_demanded(visit.account, visit.today, [actor.post_kind for actor in visit.actors])


def session_lines(visit: Visit) -> Sequence[SessionLine]:
    """The log-ins of this account that last, this one first."""
    rules = sign_in_rules(visit.today)
    here = visit.request.session.session_key
    rows = sessions.lasting(visit.account, rules).order_by("-seen_at")
    lines = [
        SessionLine(
            row.pk,
            row.address or "未知",
            device(row.agent),
            METHODS.get(row.method, row.method),
            words.moment(row.begun_at, visit.today),
            words.moment(row.seen_at, visit.today),
            row.key == here,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.here)


def device(agent: str) -> str:
    """Browser and system in two words, as far as the browser says so."""
    browsers = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (
        ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )  # fmt: skip
    found = [next((label for mark, label in marks if mark in agent), "") for marks in (browsers, systems)]
    return "，".join(part for part in found if part) or "未知设备"


def offered_secret(visit: Visit) -> str:
    """The secret this session is offered, the same until it is confirmed; sealed, for sessions stand in the database.

    Raises SealingError.
    """
    place = f"session:{_SECRET}:{visit.account.pk}"
    kept = visit.request.session.get(_SECRET)
    if kept:
        return open_sealed(kept, place)
    secret = factor.new_secret()
    visit.request.session[_SECRET] = seal(secret, place)
    return secret


def forget_secret(visit: Visit) -> None:
    """The secret was confirmed: the session need not hold it any longer."""
    visit.request.session.pop(_SECRET, None)


def offer(visit: Visit, secret: str) -> Offer:
    """Picture and text of a secret."""
    code = segno.make(factor.address(visit.account, secret), error="m", micro=False)
    picture = code.svg_inline(scale=5, border=2, dark="#000", light="#fff", title="动态口令的二维码", svgclass="qr")
    text = " ".join(secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP))
    return Offer(mark_safe(picture), text)  # noqa: S308 -- drawn by segno from our own address
