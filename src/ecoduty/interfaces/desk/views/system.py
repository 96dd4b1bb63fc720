"""系统: accounts and their keepers, and what was written down about security. No matter is shown here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.interfaces.desk import accounts, shell, trail, words
from ecoduty.interfaces.desk.act_page import Place, act_on, page
from ecoduty.interfaces.desk.acting import Attempted
from ecoduty.interfaces.desk.rows import Step
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.clock import as_local
from ecoduty.kernel.flow import Act, Refused, options
from ecoduty.kernel.flow.data import NoData
from ecoduty.kernel.flow.gate import may_create, not_permitted
from ecoduty.kernel.ledger.models import Entry
from ecoduty.organisation.accounts import sessions
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.accounts.rules import sign_in_rules
from ecoduty.organisation.accounts.states import ADMINISTRATORS

_ENTRIES = 30
_NOT_HERE = frozenset({"end_session"})  # by number, from one's own list


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """The accounts one keeps, found by name."""
    query = visit.request.GET
    text, only = query.get("q", "").strip()[:60], query.get("only", "")
    found = accounts.search(accounts.kept_by(visit), text, only)
    count = found.count()
    pages = max(1, -(-count // accounts.PAGE))
    given = query.get("page", "")
    number = min(max(int(given), 1), pages) if given.isdecimal() and len(given) < 9 else 1
    some = list(found[(number - 1) * accounts.PAGE : number * accounts.PAGE])
    content = {
        "rows": accounts.rows(some, visit.today),
        "count": count,
        "number": number,
        "pages": pages,
        "q": text,
        "only": only,
        "opens": [act for act in ACCOUNT.acts if act.creates and may_create(act, visit.actor)],
        "administrators": ", ".join(ADMINISTRATORS.values()),
    }
    return shell.render(visit, "desk/accounts.html", content)


@require_GET
@staff
def kept(visit: Visit, pk: int) -> HttpResponse:
    """One account: who, which posts, factor, log-ins, what may be done, its ledger."""
    return _account_page(visit, accounts.one(visit, pk))


def _account_page(visit: Visit, account: Account, link: str = "") -> HttpResponse:
    possible = [item for item in options(ACCOUNT, account, visit.actor, visit.now) if item.act.code not in _NOT_HERE]
    log = list(Entry.objects.filter(stream=account.stream).order_by("-seq")[:_ENTRIES])
    rules = sign_in_rules(visit.today)
    lasting = sessions.lasting(account, rules)
    content = {
        "account": account,
        "row": accounts.rows([account], visit.today)[0],
        "steps": [_step(account, item.act) for item in possible if (item.open and item.act.main) or item.open],
        "shut": [(item.act.label, item.why_not) for item in possible if not item.open],
        "sessions": lasting.count(),
        "events": accounts.events(log, visit.today),
        "since": words.day(as_local(account.factor_since).date(), visit.today) if account.factor_since else "",
        "link": link,
        "lasts": rules.invitation.days,
        "verdict": trail.check(account.stream) if visit.request.GET.get("check") else None,
    }
    response = shell.render(visit, "desk/account_kept.html", content)
    response["Cache-Control"] = "no-store"
    return response


def _step(account: Account, act: Act) -> Step:
    url = reverse("desk:account-act", args=[account.pk, act.code])
    return Step(act.code, act.label, url, act.data is NoData and not act.fresh_factor, act.main, act.hint)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@staff
def account_act(visit: Visit, pk: int, code: str) -> HttpResponse:
    """One act on an account one keeps; an invitation's link is shown this once."""
    account = accounts.one(visit, pk)
    place = Place(account.username, reverse("desk:kept-account", args=[pk]), account, pk, late_entry=False)
    outcome = act_on(visit, "account", code, place)
    if isinstance(outcome, Attempted):
        return page(visit, ACCOUNT, place, outcome)
    token = outcome.subject.told_link
    messages.success(visit.request, f"{account.username}：{ACCOUNT.by_code[code].label}，已办。")
    if token:
        link = visit.request.build_absolute_uri(reverse("desk:invitation", args=[token]))
        return _account_page(visit, accounts.one(visit, pk), link)
    return HttpResponseRedirect(place.url)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@staff
def open_account(visit: Visit, code: str) -> HttpResponse:
    """Open an account: for somebody in office, or for an administrator."""
    row = ACCOUNT.by_code.get(code)
    if row is None or not row.creates:
        raise Refused("unknown_act", f"没有“{code}”这个动作。", status=404)
    if not may_create(row, visit.actor):
        raise not_permitted(row, visit.actor)
    place = Place("账号", reverse("desk:accounts"), late_entry=False)
    outcome = act_on(visit, "account", code, place)
    if isinstance(outcome, Attempted):
        return page(visit, ACCOUNT, place, outcome)
    messages.success(visit.request, f"账号 {outcome.subject.username} 已开通。请发邀请链接，由本人自己设口令。")
    return HttpResponseRedirect(reverse("desk:kept-account", args=[outcome.subject.pk]))


@require_GET
@staff
def events(visit: Visit) -> HttpResponse:
    """安全事件: log-ins, factors, locks, administrators, keys; for the audit administrator alone."""
    accounts.only_audit(visit.actor)
    query = visit.request.GET
    act, username = query.get("act", "")[:60], query.get("username", "").strip()[:80]
    given = query.get("before", "")
    found = accounts.entries(act, username, int(given) if given.isdecimal() and len(given) < 19 else None)
    shown = found[: accounts.PAGE]
    content = {
        "events": accounts.events(shown, visit.today),
        "older": shown[-1].pk if len(found) > accounts.PAGE else None,
        "acts": accounts.act_choices(),
        "act": act,
        "username": username,
        "begun": bool(given),
    }
    return shell.render(visit, "desk/security_events.html", content)
