"""What machines read: an Atom feed and JSON, of everything or of one department."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from ecoduty.casework.publications.models import PublishedItem
from ecoduty.interfaces.portal import reading
from ecoduty.interfaces.portal.answering import missing, public
from ecoduty.interfaces.portal.views import first_words
from ecoduty.kernel.clock import as_local

ENTRIES = 50
EVERYBODY = {"Access-Control-Allow-Origin": "*"}


@public
def atom(request: HttpRequest, key: str = "") -> HttpResponse:
    """The latest as Atom; entries keep their identity for ever, withdrawn ones say why."""
    plan = reading.plan()
    rows = reading.items().filter(body_key=key) if key else reading.items()
    shown = list(rows[:ENTRIES])
    name = _name(plan, key, shown)
    if name is None:
        return missing(request, "没有这个单位的公开件")
    feed = Atom1Feed(
        title=f"{name}·生态环境保护履职公开",
        link=request.build_absolute_uri(reverse("portal:body", args=[key]) if key else reverse("portal:home")),
        description="",
        language="zh-Hans",
        feed_url=request.build_absolute_uri(),
        author_name=name,
    )
    for item in shown:
        feed.add_item(
            title=f"{item.body_short_name}：{item.title}",
            link=request.build_absolute_uri(reverse("portal:item", args=[item.public_id])),
            description=_summary(item),
            unique_id=f"urn:uuid:{item.public_id}",
            author_name=item.body_name,
            pubdate=as_local(item.registered_at),
            updateddate=as_local(item.registered_at),
            categories=[item.kind_label],
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8", headers=EVERYBODY
    )


@public
def published(request: HttpRequest) -> HttpResponse:
    """Everything published as JSON; `year`, `body` and `kind` narrow it down."""
    rows = reading.items()
    wanted = {"year": "year", "body": "body_key", "kind": "kind"}
    for name, column in wanted.items():
        value = request.GET.get(name, "")
        if value and not (name == "year" and not value.isdecimal()):
            rows = rows.filter(**{column: value[:80]})
    shown = [_as_json(request, item, full=False) for item in rows]
    return JsonResponse(
        {"count": len(shown), "items": shown}, json_dumps_params={"ensure_ascii": False}, headers=EVERYBODY
    )


@public
def item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One publication as JSON."""
    found = reading.item(public_id)
    if found is None:
        return JsonResponse({"code": "not_found", "message": "没有这份公开件。"}, status=404, headers=EVERYBODY)
    return JsonResponse(
        _as_json(request, found, full=True), json_dumps_params={"ensure_ascii": False}, headers=EVERYBODY
    )  # fmt: skip


def _name(plan: reading.Plan | None, key: str, shown: list[PublishedItem]) -> str | None:
    if not key:
        return plan.city["name"] if plan else "环责"
    if plan is not None and key in plan.bodies:
        return plan.bodies[key].name
    return shown[0].body_name if shown else None


def _summary(item: PublishedItem) -> str:
    if item.withdrawn_on is not None:
        return f"已撤下：{item.withdrawn_reason}"
    return f"未公开：{item.declined_reason}" if item.content is None else first_words(item)


def _as_json(request: HttpRequest, item: PublishedItem, *, full: bool) -> dict[str, Any]:
    found = {
        "id": str(item.public_id),
        "url": request.build_absolute_uri(reverse("portal:item", args=[item.public_id])),
        "body": {"key": item.body_key, "name": item.body_name, "short_name": item.body_short_name},
        "kind": item.kind,
        "kind_label": item.kind_label,
        "title": item.title,
        "year": item.year,
        "period": item.period,
        "published_on": item.published_on.isoformat(),
        "own_url": item.own_url,
        "snapshot_sm3": item.snapshot,
        "registered_at": as_local(item.registered_at).isoformat(),
        "declined_reason": item.declined_reason,
        "withdrawn_on": item.withdrawn_on.isoformat() if item.withdrawn_on else None,
        "withdrawn_reason": item.withdrawn_reason,
    }
    return {**found, "content": item.content} if full else found
