"""我的账号: one's own second factor, log-ins, and who stands in for whom."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ecoduty.interfaces.desk import own_account, proof, shell
from ecoduty.interfaces.desk import sessions as desk_sessions
from ecoduty.interfaces.desk.act_page import Place, act_on, page
from ecoduty.interfaces.desk.acting import Attempted
from ecoduty.interfaces.desk.refusals import shown
from ecoduty.interfaces.desk.visit import Visit, before, staff
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.sealing import SealingError
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.proving import CODE

_OWN_ACTS = frozenset({"renew_recovery_codes", "drop_factor"})


@require_GET
@staff
def account(visit: Visit) -> HttpResponse:
    """The page of one's own account."""
    return shell.render(visit, "desk/account.html", own_account.page(visit))


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@staff
@before("desk:factor")
def factor(visit: Visit) -> HttpResponse:
    """Set up the second factor: picture and secret, a code to confirm; then the recovery codes, shown this once."""
    refused = None
    if visit.account.factor_since is not None:
        messages.info(visit.request, "您已绑定动态口令。")
        return HttpResponseRedirect(reverse("desk:account"))
    try:
        secret = own_account.offered_secret(visit)
        if visit.request.method == "POST":
            data = {"secret": secret, "code": visit.request.POST.get(CODE, "").strip()}
            done = perform(ACCOUNT, "enrol_factor", visit.account.pk, actor=visit.actor, data=data)
            own_account.forget_secret(visit)
            desk_sessions.note_proof(visit.request, wall_now())
            return _codes(visit, done.subject.told_codes)
    except SealingError as error:
        raise Refused(error.code, f"现在不能绑定动态口令：{error}", status=503) from error
    except Refused as refusal:
        if refusal.status not in {409, 422}:
            raise
        refused = refusal
    content = {
        "offer": own_account.offer(visit, secret),
        "field": proof.field(refused.sentence if refused else "", "填应用里现在显示的六位数字。"),
        "refused": shown(refused),
        "must": own_account.demanded(visit),
    }
    return shell.render(visit, "desk/factor.html", content, status=refused.status if refused else 200)


def _codes(visit: Visit, codes: tuple[str, ...]) -> HttpResponse:
    return shell.render(visit, "desk/recovery_codes.html", {"codes": codes})


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def own_act(visit: Visit, code: str) -> HttpResponse:
    """An act on one's own account that needs the second factor fresh."""
    if code not in _OWN_ACTS:
        raise Refused("unknown_act", f"没有“{code}”这个动作。", status=404)
    place = Place("我的账号", reverse("desk:account"), visit.account, visit.account.pk, late_entry=False)
    outcome = act_on(visit, "account", code, place)
    if isinstance(outcome, Attempted):
        return page(visit, ACCOUNT, place, outcome)
    if outcome.subject.told_codes:
        return _codes(visit, outcome.subject.told_codes)
    messages.success(visit.request, f"{ACCOUNT.by_code[code].label}，已办。")
    return HttpResponseRedirect(place.url)


@require_POST
@staff
def end_session(visit: Visit) -> HttpResponse:
    """End one of one's own log-ins; this very one is ended by signing out."""
    given = visit.request.POST.get("session", "")
    data = {"session": int(given) if given.isdecimal() else 0}
    perform(ACCOUNT, "end_session", visit.account.pk, actor=visit.actor, data=data)
    messages.success(visit.request, "那个登录已结束，再用须重新登录。")
    return HttpResponseRedirect(reverse("desk:account"))
