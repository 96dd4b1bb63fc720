"""系统·接口令牌: other systems' access to the API, issued, looked at and revoked by whoever keeps it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.interfaces.desk import accounts, act_page, shell, tokens, trail
from ecoduty.interfaces.desk.act_page import Place, act_on
from ecoduty.interfaces.desk.acting import Attempted, attempt, empty_form
from ecoduty.interfaces.desk.rows import Step
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Done, Refused, options
from ecoduty.kernel.flow.gate import may_create, not_permitted
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.tokens import secrets
from ecoduty.organisation.tokens.flow import TOKEN
from ecoduty.organisation.tokens.models import Token

_ENTRIES = 30
_ISSUE = TOKEN.by_code["issue"]


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """The tokens one keeps, the newest first."""
    found = tokens.kept_by(visit)
    count = found.count()
    pages = max(1, -(-count // tokens.PAGE))
    given = visit.request.GET.get("page", "")
    number = min(max(int(given), 1), pages) if given.isdecimal() and len(given) < 9 else 1
    content = {
        "rows": tokens.rows(list(found[(number - 1) * tokens.PAGE : number * tokens.PAGE])),
        "count": count,
        "number": number,
        "pages": pages,
        "issues": may_create(_ISSUE, visit.actor),
    }
    return shell.render(visit, "desk/tokens.html", content)


@require_GET
@staff
def token(visit: Visit, pk: int) -> HttpResponse:
    """One token: what it may, until when, what may be done with it, its ledger. Never the token itself."""
    return _page(visit, tokens.one(visit, pk))


def _page(visit: Visit, found: Token, shown: str = "") -> HttpResponse:
    possible = options(TOKEN, found, visit.actor, visit.now)
    log = list(Entry.objects.filter(stream=found.stream).order_by("-seq")[:_ENTRIES])
    content = {
        "row": tokens.rows([found])[0],
        "steps": [
            Step(item.act.code, item.act.label, reverse("desk:token-act", args=[found.pk, item.act.code]), False, False, item.act.hint)
            for item in possible
            if item.open
        ],
        "events": accounts.events(log, visit.today),
        "shown": shown,
        "verdict": trail.check(found.stream) if visit.request.GET.get("check") else None,
    }  # fmt: skip
    response = shell.render(visit, "desk/token.html", content)
    response["Cache-Control"] = "no-store"
    return response


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@staff
def issue(visit: Visit) -> HttpResponse:
    """Issue a token. It is shown this once, on the page that answers; the platform keeps its digest."""
    if not may_create(_ISSUE, visit.actor):
        raise not_permitted(_ISSUE, visit.actor)
    place = Place("接口令牌", reverse("desk:tokens"), late_entry=False)
    if visit.request.method == "GET":
        form = empty_form(visit, _ISSUE, None, TOKEN.kind)
        form.fields = tokens.fields(visit.actor)
        return act_page.page(visit, TOKEN, place, form)
    shown = secrets.fresh()
    posted = visit.request.POST
    outcome = attempt(visit, TOKEN, _ISSUE, None, None, tokens.as_act(posted, secrets.digest(shown).hex()))
    if isinstance(outcome, Attempted):
        problems = outcome.refused.problems if outcome.refused else ()
        outcome.fields = tokens.fields(visit.actor, posted, problems)
        return act_page.page(visit, TOKEN, place, outcome)
    if outcome.repeated:
        messages.info(visit.request, "这个令牌刚才已经发放，只显示一次。没有记下的，请吊销后重发。")
        return HttpResponseRedirect(place.url)
    return _page(visit, tokens.one(visit, outcome.subject.pk), shown)


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def token_act(visit: Visit, pk: int, code: str) -> HttpResponse:
    """One act on a token one keeps."""
    found = tokens.one(visit, pk)
    row = TOKEN.by_code.get(code)
    if row is None or row.creates:
        raise Refused("unknown_act", f"没有“{code}”这个动作。", status=404)
    place = Place(f"令牌{pk}", reverse("desk:token", args=[pk]), found, pk, late_entry=False)
    outcome: Done | Attempted = act_on(visit, TOKEN.kind, code, place)
    if isinstance(outcome, Attempted):
        return act_page.page(visit, TOKEN, place, outcome)
    messages.success(visit.request, f"令牌{pk}：{row.label}，已办，立即生效。")
    return HttpResponseRedirect(place.url)
