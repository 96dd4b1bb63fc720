"""The lists for machines: JSON, CSV, and an Atom feed of new versions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from ecoduty.casework.publications.models import PublishedList, PublishedRow
from ecoduty.interfaces.portal import listed, reading
from ecoduty.interfaces.portal.answering import missing, public
from ecoduty.interfaces.portal.feeds import ENTRIES, EVERYBODY
from ecoduty.interfaces.portal.responsibilities import answers
from ecoduty.kernel.clock import as_local, today

_COLUMNS = ("单位", "版次", "生效日", "编号", "事项", "职责边界", "领域", "角色", "牵头部门", "会同部门", "配合部门", "层级",
            "责任处室", "依据", "履职方式", "执法", "周期", "监督方式", "由来", "说明")  # fmt: skip
_SAMPLE = "示例，以部门公开清单为准"


@public
def everything(request: HttpRequest) -> HttpResponse:
    """All rows that hold today; `body` and `field` narrow it down, `q` asks who is responsible."""
    if text := request.GET.get("q", "").strip()[:300]:
        found = [_answer(request, one) for one in answers(text)]
        nobodys = [
            {"item": one.item, "field": one.field, "where": one.region_name, "since": one.since.isoformat()}
            for one in listed.undetermined(text)
        ]
        return _json({"q": text, "count": len(found), "answers": found, "undetermined": nobodys})
    rows = _wanted(request)
    return _json({"on": today().isoformat(), "count": len(rows), "rows": [_row(request, row) for row in rows]})


@public
def sheet(request: HttpRequest) -> HttpResponse:
    """The same as CSV, to be opened with a spreadsheet."""
    return _csv(_wanted(request), "事项清单")


@public
def version(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One version as JSON."""
    found = listed.version(public_id)
    if found is None:
        return JsonResponse({"code": "not_found", "message": "没有这一版清单。"}, status=404, headers=EVERYBODY)
    rows = [] if found.withdrawn_on else listed.rows_in([found])
    return _json({**_version(request, found), "rows": [_row(request, row) for row in rows]})


@public
def version_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One version as CSV."""
    found = listed.version(public_id)
    if found is None:
        return missing(request, "没有这一版清单")
    return _csv([] if found.withdrawn_on else listed.rows_in([found]), f"{found.title}{found.version}")


@public
def atom(request: HttpRequest, key: str = "") -> HttpResponse:
    """New versions as they are published, of everybody or of one department."""
    rows = PublishedList.objects.using(reading.ALIAS).order_by("-registered_at")
    shown = list((rows.filter(body_key=key) if key else rows)[:ENTRIES])
    plan = reading.plan()
    if key and not shown and (plan is None or key not in plan.bodies):
        return missing(request, "没有这个单位的清单")
    name = f"{shown[0].body_short_name}·" if key and shown else ""
    feed = Atom1Feed(
        title=f"{name}生态环境保护责任清单",
        link=request.build_absolute_uri(reverse("portal:responsibilities")),
        description="",
        language="zh-Hans",
        feed_url=request.build_absolute_uri(),
    )
    for one in shown:
        feed.add_item(
            title=f"{one.title}（{one.version}）",
            link=request.build_absolute_uri(reverse("portal:list", args=[one.pk])),
            description=_said(one),
            unique_id=f"urn:uuid:{one.pk}",
            author_name=one.body_name,
            pubdate=as_local(one.registered_at),
            updateddate=as_local(one.changed_at),
            categories=[one.kind_label],
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8", headers=EVERYBODY
    )


def _said(one: PublishedList) -> str:
    if one.withdrawn_on:
        return f"已撤下：{one.withdrawn_reason}"
    return _SAMPLE if one.sample else f"自{one.in_force:%Y-%m-%d}起施行"


def _wanted(request: HttpRequest) -> list[PublishedRow]:
    wanted = {"field": "field", "body": "body_key"}
    narrowed = {column: request.GET[name][:80] for name, column in wanted.items() if request.GET.get(name)}
    return listed.rows_in(listed.in_force(today()), **narrowed)


def _json(content: dict[str, Any]) -> JsonResponse:
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False}, headers=EVERYBODY)


def _version(request: HttpRequest, one: PublishedList) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "url": request.build_absolute_uri(reverse("portal:list", args=[one.pk])),
        "kind": one.kind,
        "title": one.title,
        "body": {"key": one.body_key, "name": one.body_name, "short_name": one.body_short_name},
        "region": one.region_key or None,
        "edition": one.edition,
        "sample": one.sample,
        "in_force": one.in_force.isoformat(),
        "until": one.until.isoformat() if one.until else None,
        "later": one.later,
        "approval": one.approval,
        "own_url": one.own_url,
        "snapshot_sm3": one.snapshot,
        "withdrawn_on": one.withdrawn_on.isoformat() if one.withdrawn_on else None,
        "withdrawn_reason": one.withdrawn_reason,
    }


def _row(request: HttpRequest, row: PublishedRow) -> dict[str, Any]:
    return {
        "key": str(row.key),
        "url": request.build_absolute_uri(reverse("portal:row", args=[row.key])),
        "list": str(row.in_list.pk),
        "sample": row.in_list.sample,
        "number": row.number,
        "name": row.name,
        "description": row.description,
        "field": row.field,
        "body": row.body_short_name,
        "role": row.role_label,
        "lead": row.lead_short_name or None,
        "jointly": row.jointly,
        "supporters": row.supporters,
        "unit": row.unit,
        "bases": row.bases,
        "ways": row.ways,
        "decision": row.decision,
    }


def _answer(request: HttpRequest, one: Any) -> dict[str, Any]:
    return {
        "body": one.body_short_name,
        "responsibility": one.name,
        "unit": one.unit,
        "score": round(one.score, 3),
        "why": one.why,
        "sample": one.sample,
        "url": request.build_absolute_uri(reverse("portal:row", args=[one.responsibility_key])),
    }


def _csv(rows: Iterable[PublishedRow], name: str) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for row in rows:
        facts = row.facts()
        version = row.in_list
        given = {
            "单位": row.body_short_name, "版次": version.version, "生效日": version.in_force.isoformat(),
            "编号": row.number, "说明": _SAMPLE if version.sample else "", **facts,
        }  # fmt: skip
        writer.writerow(_text(given.get(column, "")) for column in _COLUMNS)
    # The mark at the front tells spreadsheets that the file is UTF-8.
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=EVERYBODY)
    response["Content-Disposition"] = f"attachment; filename=\"list.csv\"; filename*=UTF-8''{quote(name)}.csv"
    return response


def _text(value: str) -> str:
    """No cell becomes a formula when a spreadsheet opens it."""
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
