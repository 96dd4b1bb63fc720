"""What stands on the page of one's own account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.clock import as_local
from ecoduty.kernel.sealing.cipher import open_sealed, seal
from ecoduty.organisation.accounts import factor, sessions
from ecoduty.organisation.accounts.demands import factor_demanded
from ecoduty.organisation.accounts.rules import sign_in_rules
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Post

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


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """One delegation: which post, who for whom, how long, why; `end_url` where this person may end it."""

    post: str
    who: str
    span: str
    reason: str
    end_url: str


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
        "delegations": delegation_lines(visit),
        "delegate": _delegate_address(visit),
        "rules": rules,
        "limits": f"{rules.idle.seconds // 60}分钟不操作即退出",
    }


def delegation_lines(visit: Visit) -> Sequence[DelegationLine]:
    """Who stands in for this person, and for whom he does, now or later; what he gave he can end."""
    person = visit.account.person_id
    if person is None:
        return []
    lines = []
    for row in queries.delegations_of(person, visit.today):
        given = row.holder_id == person
        post = f"{row.post.body.short_name}·{row.post.own_title}"
        who = f"由{row.delegate.name}代行" if given else f"代{row.holder.name}行使"
        span = f"{words.day(row.since, visit.today)}起" if row.since else ""
        span += f"，至{words.day(row.until, visit.today)}前" if row.until else ""
        query = urlencode({"post": row.post.key, "holder": row.holder_id, "next": reverse("desk:account")})
        end = f"{reverse('desk:body-act', args=[row.post.body.key, 'end_delegation'])}?{query}" if given else ""
        lines.append(DelegationLine(post, who, span, row.reason, end))
    return lines


def _delegate_address(visit: Visit) -> str:
    """Where the post one acts in is delegated; nothing for who acts for another, or holds no post."""
    actor = visit.actor
    if actor.post is None or actor.delegated_from:
        return ""
    key = Post.objects.filter(pk=actor.post).values_list("key", flat=True)[0]
    query = urlencode({"post": key, "holder": actor.person, "next": reverse("desk:account")})
    return f"{reverse('desk:body-act', args=[actor.body, 'delegate'])}?{query}"


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
    picture = code.svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", title="动态口令的二维码", svgclass="qr"
    )
    text = " ".join(secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP))
    return Offer(mark_safe(picture), text)  # noqa: S308 -- drawn by segno from our own address
