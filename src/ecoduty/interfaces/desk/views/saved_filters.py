"""常用筛选: the page, its part on 工作台, and the acts of its forms; each names itself in the field `do`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ecoduty.casework.saved_filters import entering, queries
from ecoduty.casework.saved_filters.acts import SHELF
from ecoduty.casework.saved_filters.models import Shelf
from ecoduty.interfaces.desk import saved, shell
from ecoduty.interfaces.desk.refusals import shown
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused, perform
from ecoduty.organisation.access import own_actor

_SAID = {
    "keep": "已存为常用筛选，在工作台右侧。",
    "rename": "已改名。",
    "move": "次序已调整。",
    "watch": "通知设置已保存。",
    "remove": "常用筛选已删除。",
}


@require_http_methods(["GET", "POST"])
@staff
def filters(visit: Visit) -> HttpResponse:
    """Look, keep, rename, move, be told, remove."""
    if visit.request.method == "GET":
        part = "#saved" if visit.request.headers.get("HX-Target") == "saved" else ""
        response = shell.render(visit, f"desk/filters.html{part}", saved.page(visit))
        response["Vary"] = "HX-Request"
        return response
    act = visit.request.POST.get("do", "")
    try:
        _do(visit, act)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        content = {**saved.page(visit), "refused": shown(refused)}
        return shell.render(visit, "desk/filters.html", content, status=refused.status)
    messages.success(visit.request, _SAID[act])
    return HttpResponseRedirect(reverse("desk:filters"))


def _do(visit: Visit, act: str) -> None:
    """The act; whoever begins to be told has what is there now taken as known, in the same transaction."""
    given = visit.request.POST
    wanted = given.get("notify") == "true"
    with transaction.atomic():
        shelf = _perform(visit, act, _data(visit, act))
        if act == "keep" and wanted:
            shelf = _perform(visit, "watch", {"filter": shelf.every[-1].key, "notify": True})
        if wanted and act in {"keep", "watch"}:
            _begin(visit, shelf, given.get("filter") or shelf.every[-1].key)


def _perform(visit: Visit, act: str, data: dict[str, Any]) -> Shelf:
    actor = own_actor(visit.account, visit.today)
    shelf: Shelf = perform(SHELF, act, visit.account.pk, actor=actor, data=data).subject
    return shelf


def _data(visit: Visit, act: str) -> dict[str, Any]:
    given = visit.request.POST
    if act == "keep":
        return {"name": given.get("name", ""), "query": saved.asked(given.get("query", ""))}
    data: dict[str, Any] = {"filter": given.get("filter", "")}
    if act == "rename":
        data["name"] = given.get("name", "")
    if act == "move":
        data["up"] = given.get("up") == "true"
    if act == "watch":
        data["notify"] = given.get("notify") == "true"
    return data


def _begin(visit: Visit, shelf: Shelf, key: str) -> None:
    one = next(one for one in shelf.every if one.key == key)
    found = saved.found([actor for actor in visit.actors if actor.post is not None], one, visit.now)
    if found is not None:
        entering.begin(queries.shelf_of(visit.account), found, visit.now)
