"""通知设置: the page, and the acts of its forms; each names itself in the field `do`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ecoduty.casework.deliveries.acts import SETTINGS
from ecoduty.interfaces.desk import notice_settings, shell
from ecoduty.interfaces.desk.refusals import shown
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused, perform
from ecoduty.organisation.access import own_actor

_SAID = {
    "save": "通知设置已保存。",
    "choose_weekly": "每周小结的设置已保存。",
    "set_contact": "联系方式已更正。",
    "revoke_calendar": "日历地址已作废，原来的订阅不再更新。",
}


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def notice_settings_page(visit: Visit) -> HttpResponse:
    """Look, save, correct where one is reached, make or revoke the calendar's address."""
    if visit.request.method == "GET":
        return shell.render(visit, "desk/notice_settings.html", notice_settings.page(visit))
    given = visit.request.POST
    act = given.get("do", "")
    try:
        done = perform(
            SETTINGS, act, visit.account.pk, actor=own_actor(visit.account, visit.today), data=_data(act, visit)
        )
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        kept = given if act == "save" else None
        content = {**notice_settings.page(visit, kept), "refused": shown(refused)}
        return shell.render(visit, "desk/notice_settings.html", content, status=refused.status)
    if act == "issue_calendar":
        return shell.render(
            visit, "desk/notice_settings.html", notice_settings.page(visit, token=done.subject.calendar_token)
        )
    messages.success(visit.request, _SAID[act])
    return HttpResponseRedirect(reverse("desk:notice-settings"))


def _data(act: str, visit: Visit) -> dict[str, Any]:
    given = visit.request.POST
    if act == "save":
        return notice_settings.chosen(given)
    if act == "choose_weekly":
        return {name: given.get(name) == "true" for name in ("weekly", "weekly_body")}
    if act == "set_contact":
        return {"mobile": given.get("mobile", ""), "mail": given.get("mail", "")}
    return {}
