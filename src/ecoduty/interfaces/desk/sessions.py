"""The session of a signed-in person as the desk keeps it: begun by the gate, ended by it, measured at every page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from axes.helpers import get_client_ip_address
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest

from ecoduty.kernel.clock import SHANGHAI, today, wall_now
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.organisation.access import own_actor
from ecoduty.organisation.accounts import sessions
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Account, SignInSession
from ecoduty.organisation.accounts.rules import sign_in_rules

POST_KEY = "desk_post"
BEGUN, SEEN, PROVED, POSTS = "begun", "seen", "proved", "posts"
BACKEND = "django.contrib.auth.backends.ModelBackend"
_ENDED = {
    sessions.IDLE: "您已有一段时间没有操作，为安全起见已退出，请重新登录。没有办完的请从工作台继续。",
    sessions.TOO_LONG: "本次登录已满最长时间，请重新登录。",
    "left_post": "您的任职有变动，原岗位已不能使用，请重新登录。",
}


def begin(request: HttpRequest, account: Account, method: str, *, proved_at: datetime | None) -> None:
    """Sign somebody in: a new session key, its own limits, an entry in the account's stream."""
    login(request, account, backend=BACKEND)
    session = request.session
    session.pop(POST_KEY, None)
    _mark(session, proved_at)
    if session.session_key is None:
        session.save()
    data = {
        "session": session.session_key,
        "method": method,
        "factor": proved_at is not None,
        "address": address_of(request),
        "agent": request.headers.get("User-Agent", "")[:200],
    }
    perform(ACCOUNT, "sign_in", account.pk, actor=own_actor(account, today()), data=data)


def renew(request: HttpRequest, account: Account) -> None:
    """After a change of password: this session goes on under a new key."""
    before = request.session.session_key or ""
    update_session_auth_hash(request, account)
    SignInSession.objects.filter(key=before, ended_at=None).update(key=request.session.session_key or "")


def end(request: HttpRequest, account: Account | None) -> None:
    """Sign out, with an entry."""
    key = request.session.session_key
    if account is not None and account.is_active and key:
        perform(ACCOUNT, "sign_out", account.pk, actor=own_actor(account, today()), data={"session": key})
    logout(request)


def check(request: HttpRequest) -> str:
    """Why this session is over, as a sentence for the log-in page; empty while it goes on. Marks that it was used.

    Costs nothing but once a minute, when the mark is written.
    """
    session = request.session
    if BEGUN not in session:  # begun before there were limits
        _mark(session, None)
    begun, seen = _moment(session[BEGUN]), _moment(session[SEEN])
    why = sessions.why_over(begun, seen, sign_in_rules(today()))
    if why:
        return over(request, why)
    if wall_now() - seen >= sessions.SEEN_EVERY:
        session[SEEN] = wall_now().timestamp()
        sessions.seen(session.session_key or "")
    return ""


def check_posts(request: HttpRequest, actors: Sequence[Actor]) -> str:
    """The same, where a post of one's own that the session began with is held no longer."""
    own = sorted(actor.post for actor in actors if actor.post is not None and not actor.delegated_from)
    if set(request.session.get(POSTS, ())) - set(own):
        return over(request, "left_post")
    if request.session.get(POSTS) != own:
        request.session[POSTS] = own
    return ""


def over(request: HttpRequest, why: str) -> str:
    """End the session, and the sentence that says why."""
    sessions.end(request.session.session_key or "", why)
    logout(request)
    return _ENDED[why]


def proved_at(request: HttpRequest) -> datetime | None:
    """When the second factor was last proved in this session."""
    found = request.session.get(PROVED)
    return _moment(found) if found else None


def note_proof(request: HttpRequest, moment: datetime) -> None:
    """Remember that the second factor was proved now."""
    request.session[PROVED] = moment.timestamp()


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as axes sees it."""
    return str(get_client_ip_address(request) or "")


def note_failure(request: HttpRequest, account: Account, why: str, key: str | None = None) -> None:
    """Write down a log-in that failed; nobody is kept from the page by an account that is busy."""
    data = {"why": why, "address": address_of(request)}
    try:
        perform(ACCOUNT, "fail_sign_in", account.pk, actor=Actor.system("登录入口"), data=data, key=key)
    except Refused as refused:
        if refused.code not in {"busy", "key_reused"}:
            raise


def _mark(session: Any, moment: datetime | None) -> None:
    session[BEGUN] = session[SEEN] = wall_now().timestamp()
    session.pop(POSTS, None)
    session.pop(PROVED, None)
    if moment is not None:
        session[PROVED] = moment.timestamp()


def _moment(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, SHANGHAI)
