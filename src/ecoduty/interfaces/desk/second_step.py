"""Between the password and the door: who has a second factor waits here, known to the session but not let in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from ecoduty.interfaces.desk import sessions
from ecoduty.interfaces.desk.visit import safe_next
from ecoduty.kernel.clock import today, wall_now
from ecoduty.organisation.access import own_actor
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.proving import CODE, prove

_KEY = "second_step"
PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody who proved the first factor, how, and where he wants to go."""

    account: Account
    method: str
    wanted: str


def let_in(request: HttpRequest, account: Account, method: str, wanted: str) -> HttpResponse:
    """Let somebody in whose first factor was right, or ask for the second one where there is one."""
    if account.factor_since is not None:
        return begin(request, account, method, wanted)
    sessions.begin(request, account, method, proved_at=None)
    return HttpResponseRedirect(safe_next(request, wanted))


def begin(request: HttpRequest, account: Account, method: str, wanted: str) -> HttpResponse:
    """Remember who it is under a new session key, and ask for the code."""
    request.session.cycle_key()
    request.session[_KEY] = {
        "account": account.pk,
        "since": wall_now().timestamp(),
        "method": method,
        "next": wanted,
        "password": account.get_session_auth_hash(),  # a password changed meanwhile makes this worthless
    }
    return HttpResponseRedirect(reverse("desk:code"))


def pending(request: HttpRequest) -> Pending | None:
    """Who waits in this session; nobody after five minutes, or when account or password changed."""
    found = request.session.get(_KEY)
    if not found or wall_now().timestamp() - found["since"] > PATIENCE.total_seconds():
        return None
    account = Account.objects.filter(pk=found["account"], is_active=True).select_related("person").first()
    if account is None or not constant_time_compare(account.get_session_auth_hash(), found["password"]):
        return None
    return Pending(account, found["method"], found["next"])


def finish(request: HttpRequest, waiting: Pending) -> HttpResponse:
    """Let in whoever has the right code. Raises Refused for any other."""
    actor = own_actor(waiting.account, today())
    moment = prove(waiting.account, request.POST.get(CODE, ""), actor, "sign_in")
    request.session.pop(_KEY, None)
    sessions.begin(request, waiting.account, waiting.method, proved_at=moment)
    return HttpResponseRedirect(safe_next(request, waiting.wanted))
