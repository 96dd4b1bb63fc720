"""The page behind an invitation link: the person sets his own password and is in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ecoduty.interfaces.desk import edition, errors, second_step
from ecoduty.interfaces.desk.forms import FormField
from ecoduty.interfaces.desk.refusals import shown
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow import Refused, perform
from ecoduty.kernel.flow.refusal import Problem
from ecoduty.organisation.access import own_actor
from ecoduty.organisation.accounts import invitations
from ecoduty.organisation.accounts.flow import ACCOUNT
from ecoduty.organisation.accounts.models import Account

_FIELDS = (
    ("password", "设一个口令", "至少10个字，不能全是数字，不能是常见口令。"),
    ("again", "再输一遍", ""),
)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: good once, for some days."""
    try:
        account = invitations.find(token).account
    except Refused as refusal:
        return errors.refused(request, refusal)
    refused = None
    if request.method == "POST":
        try:
            return _accept(request, account, token)
        except Refused as refusal:
            refused = refusal
    wrong = {problem.field: problem.sentence for problem in (refused.problems if refused else ())}
    fields = [
        FormField(
            name, label, "password", required=True, help=help_, autocomplete="new-password", problem=wrong.get(name, "")
        )
        for name, label, help_ in _FIELDS
    ]
    content = {"account": account, "fields": fields, "refused": shown(refused), "city": edition.edition().city}
    response = django_render(request, "desk/invitation.html", content, status=refused.status if refused else 200)
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response


def _accept(request: HttpRequest, account: Account, token: str) -> HttpResponse:
    password, again = request.POST.get("password", ""), request.POST.get("again", "")
    if password != again:
        problem = Problem("again", "not_the_same", "两遍口令不一样")
        raise Refused("bad_data", "两遍口令不一样，请重新输入。", status=422, problems=(problem,))
    data = {"token": token, "password": password}
    done = perform(ACCOUNT, "accept_invitation", account.pk, actor=own_actor(account, today()), data=data)
    return second_step.let_in(request, done.subject, "password", reverse("desk:worklist"))
