"""The door of every page that takes something in: never cached, only to pages of this site, whole again when the database is
away; who sends is checked without a puzzle, and a number asked for without its code is no number.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ecoduty.casework.intakes import limiting, sending, standing, tokens
from ecoduty.casework.intakes.sending import Sent
from ecoduty.casework.intakes.standing import Found
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.casework.intakes.tokens import Token
from ecoduty.interfaces.portal.answering import render
from ecoduty.interfaces.portal.reading import ALIAS

log = structlog.get_logger()

View = Callable[..., HttpResponse]
_KEPT_AWAY = frozenset({"map.x", "map.y"})
TRAP = "homepage"  # the field that nobody sees
UNKNOWN = "没有这个编号，或者查询码不对。刚提交的请过几秒再查；请核对编号和查询码。"
TOO_OFTEN = "查得太多了，请一小时后再查。"


def open_to_everybody(view: View) -> View:
    """A page that takes something in. No session stands behind it that another site could ride on, so no cookie is set for
    it; what another site's page posts is refused by where it says that it comes from.
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not _from_here(request):
            return plain(request, "这张表不是从本站打开的", "请从本站的页面重新打开、填写。", 403)
        try:
            response = view(request, *args, **kwargs)
        except DatabaseError:
            log.exception("portal.database_away")
            response = _away(request)
        response["Cache-Control"] = "no-store"
        return response

    checked: View = csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(answer))
    return checked


def address_of(request: HttpRequest) -> str:
    """The day's digest of the address that the visitor comes from; behind a proxy the one that the proxy saw."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    return limiting.digest_of(told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", "")))


def token(text: str, numbers: dict[str, Any]) -> Token:
    """The form's own token while it is good, else a new one."""
    found = tokens.read(text)
    return found if found is not None and found.usable else tokens.hand_out(numbers["bits"])


def doubted(known: Token, proof: str, trap: str) -> bool:
    """Whether no browser proved itself, or a field was filled in that nobody sees."""
    return bool(trap) or not tokens.solved(known, proof)


def stopped(
    numbers: dict[str, Any], known: Token, proof: str, trap: str, address: str, *, press: str
) -> tuple[str, int] | None:
    """Why nothing can be written now, sentence and status; where it can, this time is noted. `press` is the button's word."""
    if not tokens.solved(known, proof) and known.age.total_seconds() < numbers["quickest"]:
        return f"{press}得太快了。内容都在，请核对后再按一次“{press}”。", 429
    what = limiting.SEND_UNPROVED if doubted(known, proof, trap) else limiting.SEND
    if not limiting.allow(what, address, numbers["most"][what], using=ALIAS):
        return f"这一小时里从您的网络发来的太多，暂时不能再收。内容都在，请一小时后再按“{press}”；紧急的请打电话。", 429
    return None


@dataclass(frozen=True, slots=True)
class NotSent:
    """Why a form was not taken. `again`: it had been sent before, and goes as another one only under a new token."""

    sentence: str
    status: int
    again: bool = False


def hand_in(
    request: HttpRequest, numbers: dict[str, Any], kind: IntakeKind, content: Mapping[str, Any], person: Mapping[str, Any],
    *, press: str,
) -> Sent | NotSent:  # fmt: skip
    """Take a form that waits for nobody, once. Whoever has no script sends less often; `press` is the button's word.

    Raises SealingError.
    """
    known = tokens.read(request.POST.get("token", "")[:200])
    if known is None or not known.usable:
        return NotSent(f"页面打开得太久了。内容都在，请核对后再按一次“{press}”。", 409)
    before = sending.sent_before(known.nonce, content, person, using=ALIAS)
    if before is not None and before.other:
        return NotSent(f"这张表已经提交过，编号{before.reference}。要另外提交，请再按一次“{press}”。", 409, again=True)
    address = address_of(request)
    if before is None:
        proof, trap = request.POST.get("proof", "")[:40], request.POST.get(TRAP, "")
        if problem := stopped(numbers, known, proof, trap, address, press=press):
            return NotSent(*problem)
    return sending.hand_in(
        kind,
        known.nonce,
        content,
        person,
        public_key=numbers["sealing"],
        address=address,
        held=False,
        using=ALIAS,
        new=before is None,
    )


def look_up(numbers: dict[str, Any], number: str, code: str, address: str) -> tuple[Found | None, str, int]:
    """What belongs to a number and its code, or what to say with which status. Wrong ones are counted by address."""
    if limiting.reached(limiting.GUESS, address, numbers["most"][limiting.GUESS], using=ALIAS):
        return None, TOO_OFTEN, 429
    found = standing.find(number[:60], code[:60], using=ALIAS)
    if found is None:
        limiting.allow(limiting.GUESS, address, numbers["most"][limiting.GUESS], using=ALIAS)
        return None, UNKNOWN, 404
    return found, "", 200


def plain(request: HttpRequest, title: str, sentence: str, status: int) -> HttpResponse:
    """A page with one sentence, drawn without the database."""
    return render(request, "complaints/plain.html", {"heading": title, "sentence": sentence}, status=status)


def _from_here(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin", "")
    return origin in {"", "null"} or urlsplit(origin).netloc == request.get_host()


def _away(request: HttpRequest) -> HttpResponse:
    """503 with everything that was entered, to be sent again with one press; files have to be chosen again."""
    kept = [(name, value) for name, values in request.POST.lists() for value in values if name not in _KEPT_AWAY]
    body = loader.render_to_string("portal/complaints/away.html", {"kept": kept, "action": request.path})
    response = HttpResponse(body, status=503)
    response["Retry-After"] = "60"
    return response
