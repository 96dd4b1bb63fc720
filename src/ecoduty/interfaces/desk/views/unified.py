"""Log-in by the unified provider: out, and back. Whatever goes wrong ends on the log-in page, with a sentence."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ecoduty.interfaces.channels.oidc import exchange
from ecoduty.interfaces.channels.oidc.exchange import Ticket
from ecoduty.interfaces.channels.oidc.provider import BadAnswerError, Provider, configured
from ecoduty.interfaces.desk import second_step, sessions
from ecoduty.interfaces.desk.views.entrance import login_page
from ecoduty.kernel.flow import Refused
from ecoduty.organisation.accounts import entrance, subjects

_KEY = "oidc"


@never_cache
@require_GET
def out(request: HttpRequest) -> HttpResponse:
    """To the provider, remembering by what the way back is known."""
    provider = configured()
    if provider is None:
        return HttpResponseRedirect(reverse("desk:login"))
    wanted = request.GET.get("next", "")
    try:
        address, ticket = exchange.way_out(provider, _back(request), wanted)
    except BadAnswerError as error:
        return _refuse(request, provider, "bad_token", str(error))
    except Refused as refused:
        return login_page(request, wanted, problem=refused.sentence, status=refused.status)
    request.session[_KEY] = ticket.kept()
    return HttpResponseRedirect(address)


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """From the provider: known by its state, once; the token verified; the subject matched to an account."""
    provider = configured()
    kept = request.session.pop(_KEY, None)
    if kept is not None:
        request.session.save()  # now: with an answer of 500 and above Django would not, and the way back were good again
    if provider is None or kept is None:
        said = "这次登录已经过期或不是从这里发起的，请重新登录。"
        return login_page(request, "", problem=said, status=422)
    ticket = Ticket(**kept)
    if not constant_time_compare(request.GET.get("state", ""), ticket.state):
        return _refuse(request, provider, "bad_token", "state")
    if "code" not in request.GET:
        said = f"{provider.label}没有完成登录，请重试，或直接用用户名和口令登录。"
        return login_page(request, ticket.wanted, problem=said, status=422)
    try:
        claims = exchange.claims_of(provider, _back(request), request.GET["code"], ticket)
    except BadAnswerError as error:
        return _refuse(request, provider, "bad_token", str(error))
    except Refused as refused:
        return login_page(request, ticket.wanted, problem=refused.sentence, status=refused.status)
    return _let_in(request, provider, claims, ticket)


def _let_in(request: HttpRequest, provider: Provider, claims: dict[str, Any], ticket: Ticket) -> HttpResponse:
    name = str(claims.get(provider.username_claim, "")) if provider.username_claim else ""
    account = subjects.account_of(provider.issuer, claims["sub"], name)
    if account is None or not account.is_active:
        return _refuse(request, provider, "closed" if account else "stranger", "", claims["sub"])
    return second_step.let_in(request, account, "oidc", ticket.wanted)


_SAID = {
    "stranger": "{label}认得您，但平台没有与之对应的账号。请联系本单位机构管理员开通，或由安全管理员关联。",
    "closed": "您的账号已停用，请联系本单位机构管理员。",
    "bad_token": "{label}返回的登录凭证无效，没有登录。请直接用用户名和口令登录，并告诉系统管理员。",
}
_STATUS = {"stranger": 403, "closed": 403, "bad_token": 502}


def _refuse(request: HttpRequest, provider: Provider, why: str, detail: str, subject: str = "") -> HttpResponse:
    """Written down at the entrance, told on the log-in page."""
    address = sessions.address_of(request)
    told = {"issuer": provider.issuer[:200], "subject": subject[:255], "address": address, "detail": detail[:200]}
    entrance.note("refuse_stranger", why=why, **told)
    return login_page(request, "", problem=_SAID[why].format(label=provider.label), status=_STATUS[why])


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("desk:oidc-back"))
