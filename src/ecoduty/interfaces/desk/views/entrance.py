"""Log-in, log-out, the post one acts in, one's own password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as django_render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ecoduty.interfaces.channels.oidc import provider as oidc
from ecoduty.interfaces.desk import edition, second_step, sessions, shell
from ecoduty.interfaces.desk.forms import FormField
from ecoduty.interfaces.desk.refusals import shown
from ecoduty.interfaces.desk.visit import Visit, before, chooses_post, safe_next, staff, switch, to_login
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.kernel.ledger.chain import sm3
from ecoduty.organisation.accounts import entrance
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
        return login_page(request, wanted)
    username = request.POST.get("username", "").strip()
    user = authenticate(request, username=username, password=request.POST.get("password", ""))
    if not isinstance(user, Account):
        return _not_in(request, wanted, username)
    return second_step.let_in(request, user, "password", wanted)


def _not_in(request: HttpRequest, wanted: str, username: str) -> HttpResponse:
    """A wrong name or password, which look alike; known names have it in their own stream, others at the entrance."""
    locked = bool(getattr(request, "axes_locked_out", False))
    known = Account.objects.filter(username=username).first()
    if known is not None:
        why = "locked" if locked else "password" if known.is_active else "closed"
        sessions.note_failure(request, known, why, _once_a_lock(request, known) if locked else None)
    elif not locked:
        entrance.note("fail_sign_in", address=sessions.address_of(request))
    if locked:
        return locked_out(request, {"username": username})
    notice = lockout_notice()
    said = f"用户名或口令不对。连续输错{notice.failures}次将锁定{notice.minutes}分钟。"
    return login_page(request, wanted, username, said, status=422)


def _once_a_lock(request: HttpRequest, account: Account) -> str:
    """A key by which a lock is written down once, however often somebody goes on trying."""
    span = int(wall_now().timestamp() // (lockout_notice().minutes * 60))
    return f"locked:{account.pk}:{span}:{sm3(sessions.address_of(request).encode()).hex()[:12]}"


@never_cache
def front(request: HttpRequest) -> HttpResponse:
    """The log-in page where a stranger asked for the first page; afterwards that page as it was asked for."""
    if request.headers.get("HX-Request"):
        return to_login(request)
    return login_page(request, request.get_full_path())


def login_page(
    request: HttpRequest, wanted: str, username: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    """The log-in page, with what went wrong; nothing is asked of any provider to show it."""
    provider = oidc.configured()
    content = {
        "next": wanted, "username": username, "problem": problem, "city": edition.edition().city,
        "unified": provider.label if provider else "",
    }  # fmt: skip
    return django_render(request, "desk/login.html", content, status=status)


def locked_out(request: HttpRequest, credentials: dict[str, str] | None = None, *args: object) -> HttpResponse:  # noqa: ARG001
    """What axes answers when an account is locked (AXES_LOCKOUT_CALLABLE)."""
    notice = lockout_notice()
    username = str((credentials or {}).get("username", ""))
    response = login_page(request, request.POST.get("next", ""), username, notice.sentence, status=429)
    response["Retry-After"] = str(notice.minutes * 60)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step: the code of the second factor, after the password was right."""
    pending = second_step.pending(request)
    if pending is None:
        messages.info(request, "请先输入用户名和口令；第二步须在五分钟内完成。")
        return HttpResponseRedirect(reverse("desk:login"))
    refused = None
    if request.method == "POST":
        try:
            return second_step.finish(request, pending)
        except Refused as refusal:
            refused = refusal
    problem = refused.sentence if refused else ""
    content = {"problem": problem, "person": pending.account, "city": edition.edition().city}
    return django_render(request, "desk/second_step.html", content, status=refused.status if refused else 200)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Leave. Only by POST, so that no link can do it."""
    sessions.end(request, account_of(request.user))
    return HttpResponseRedirect(reverse("desk:login"))


@require_POST
@staff
@chooses_post
def choose_post(visit: Visit) -> HttpResponse:
    """Act in another of one's own posts from now on."""
    switch(visit, visit.request.POST.get("post", ""))
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
@before("desk:password", "desk:factor")
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
    given["session"] = visit.request.session.session_key or ""
    done = perform(ACCOUNT, "set_password", visit.account.pk, actor=visit.actor, data=given)
    sessions.renew(visit.request, done.subject)
