"""What can be reported: discovery, the list of services, the definition of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ecoduty.casework.intakes import forms
from ecoduty.interfaces.channels.open311.answering import GeoReportError, Said, endpoint
from ecoduty.interfaces.portal import reading
from ecoduty.interfaces.portal.reading import ALIAS

KIND = "complaint"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
DISTRICT, SMS = "district", "sms"
_CHANGESET = "2026-11-26T00:00:00+08:00"  # of this implementation; the list itself says what changed
_GROUP = "生态环境"


def opened(request: HttpRequest) -> dict[str, Any]:
    """The public's form, which the services are. Raises GeoReportError where there is none, or for another jurisdiction."""
    wanted = request.POST.get("jurisdiction_id") or request.GET.get("jurisdiction_id") or ""
    if wanted:
        plan = reading.plan()
        if plan is None or wanted not in (plan.city.get("code"), request.get_host()):
            raise GeoReportError(404, f"这里没有 jurisdiction_id“{wanted[:80]}”；可以不写。")
    found = forms.shown(KIND, using=ALIAS)
    if found is None:
        raise GeoReportError(503, "平台还没有启用网上反映。")
    return found


@endpoint("GET")
def discovery(request: HttpRequest) -> Said:
    """Where the API is and what it speaks."""
    address = request.build_absolute_uri(reverse("open311:services", kwargs={"form": "json"})).rsplit("/", 1)[0]
    here = {"specification": SPECIFICATION, "url": address, "changeset": _CHANGESET, "type": "production", "formats": ["application/json", "text/xml"]}  # fmt: skip
    plan = reading.plan()
    contact = str((plan.content.get("organiser") or "") if plan else "")
    return Said("discovery", {"changeset": _CHANGESET, "contact": contact, "key_service": "接口令牌由平台的系统管理员或市环委办发放，权限选“代公众提交反映”。", "endpoints": [here]})  # fmt: skip


@endpoint("GET")
def services(request: HttpRequest) -> Said:
    """What can be reported."""
    return Said("services", [_service(code, label) for code, label in opened(request)["categories"]])


@endpoint("GET")
def definition(request: HttpRequest, code: str) -> Said:
    """What a service asks for beside place and description."""
    form = opened(request)
    if code not in dict(form["categories"]):
        raise GeoReportError(404, f"没有 service_code“{code[:80]}”，可选的见 services。")
    asked = [
        _attribute(
            1, DISTRICT, "所在区；给了经纬度的可以不填", [(one["key"], one["name"]) for one in form["districts"]]
        )
    ]
    if form["sms"]:
        asked.append(_attribute(2, SMS, "用短信告知结果；须留电话", [("yes", "要"), ("no", "不要")]))
    return Said("service_definition", {"service_code": code, "attributes": asked})


def _service(code: str, label: str) -> dict[str, Any]:
    return {
        "service_code": code, "service_name": label, "description": f"反映{label}方面的生态环境问题", "metadata": True,
        "type": "realtime", "keywords": label, "group": _GROUP,
    }  # fmt: skip


def _attribute(order: int, code: str, description: str, values: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "variable": True, "code": code, "datatype": "singlevaluelist", "required": False, "datatype_description": "选一个",
        "order": order, "description": description, "values": [{"key": key, "name": name} for key, name in values],
    }  # fmt: skip


@endpoint("GET", "POST")
def nowhere(request: HttpRequest, rest: str) -> Said:  # noqa: ARG001 -- what was typed is not repeated
    """Any other address below."""
    raise GeoReportError(404, "没有这个地址。地址形如 /open311/v2/services.json，格式是 json 或 xml。")
