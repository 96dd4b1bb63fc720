"""Log-in, log-out, the post one acts in, one's own password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as django_render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ecoduty.interfaces.desk import edition, shell
from ecoduty.interfaces.desk.forms import FormField
from ecoduty.interfaces.desk.refusals import shown
from ecoduty.interfaces.desk.visit import POST_KEY, Visit, before_password, safe_next, staff, switch
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.lockout import lockout_notice
from ecoduty.organisation.accounts.models import Account, account_of


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page; five wrong passwords lock an account for a while (django-axes)."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    if request.method == "GET":
        if account_of(request.user) is not None:
            return HttpResponseRedirect(safe_next(request, wanted))
        return _login_page(request, wanted)
    username = request.POST.get("username", "").strip()
    user = authenticate(request, username=username, password=request.POST.get("password", ""))
    if not isinstance(user, Account):
        if getattr(request, "axes_locked_out", False):
            return locked_out(request, {"username": username})
        return _login_page(
            request,
            wanted,
            username,
            f"用户名或口令不对。连续输错{lockout_notice().failures}次将锁定{lockout_notice().minutes}分钟。",
            status=422,
        )
    login(request, user)
    request.session.pop(POST_KEY, None)
    return HttpResponseRedirect(safe_next(request, wanted))


def _login_page(
    request: HttpRequest, wanted: str, username: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    content = {"next": wanted, "username": username, "problem": problem, "city": edition.edition().city}
    return django_render(request, "desk/login.html", content, status=status)


def locked_out(request: HttpRequest, credentials: dict[str, str] | None = None, *args: object) -> HttpResponse:  # noqa: ARG001
    """What axes answers when an account is locked (AXES_LOCKOUT_CALLABLE)."""
    notice = lockout_notice()
    username = str((credentials or {}).get("username", ""))
    response = _login_page(request, request.POST.get("next", ""), username, notice.sentence, status=429)
    response["Retry-After"] = str(notice.minutes * 60)
    return response


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Leave. Only by POST, so that no link can do it."""
    logout(request)
    return HttpResponseRedirect(reverse("desk:login"))


@require_POST
@staff
def choose_post(visit: Visit) -> HttpResponse:
    """Act in another of one's own posts from now on."""
    given = visit.request.POST.get("post", "")
    switch(visit, int(given) if given.isdecimal() else -1)
    return HttpResponseRedirect(safe_next(visit.request, visit.request.POST.get("next", "")))


_FIELDS = (
    ("old", "现在的口令", "", "current-password"),
    ("password", "新口令", "至少10个字，不能全是数字，不能是常见口令。", "new-password"),
    ("again", "再输一遍新口令", "", "new-password"),
)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@staff
@before_password
def password(visit: Visit) -> HttpResponse:
    """Change one's own password; what was wrong stands beside its field, and no password is ever shown again."""
    refused = None
    if visit.request.method == "POST":
        try:
            _change_password(visit)
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(visit.request, "口令已修改，其他地方的登录已失效。")
            return HttpResponseRedirect(reverse("desk:worklist"))
    wrong = {problem.field: problem.sentence for problem in (refused.problems if refused else ())}
    fields = [
        FormField(name, label, "password", required=True, help=help_, autocomplete=auto, problem=wrong.get(name, ""))
        for name, label, help_, auto in _FIELDS
    ]
    content = {"fields": fields, "refused": shown(refused), "must": visit.account.must_change_password}
    return shell.render(visit, "desk/password.html", content, status=refused.status if refused else 200)


def _change_password(visit: Visit) -> None:
    given = {name: visit.request.POST.get(name, "") for name, *_ in _FIELDS}
    if given["password"] != given.pop("again"):
        problem = Problem("again", "not_the_same", "两遍新口令不一样")
        raise Refused("bad_data", "两遍新口令不一样，请重新输入。", status=422, problems=(problem,))
    done = perform(ACCOUNT, "set_password", visit.account.pk, actor=visit.actor, data=given)
    update_session_auth_hash(visit.request, done.subject)
