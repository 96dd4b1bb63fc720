"""POST requests: a report becomes an intake exactly once, and its number is given at once.

The application is known by its key and answers for people; a retry of the same request (the same Idempotency-Key, or without
one the same content on the same day) gets the same number. What a reporter says about himself is sealed as on the portal.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from ecoduty.casework.intakes import limiting, sending
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.interfaces import outlines
from ecoduty.interfaces.channels.open311 import keys
from ecoduty.interfaces.channels.open311.answering import GeoReportError, Said
from ecoduty.interfaces.channels.open311.services import DISTRICT, SMS, opened
from ecoduty.interfaces.portal.complaints import entered
from ecoduty.interfaces.portal.complaints.entered import Entered
from ecoduty.interfaces.portal.reading import ALIAS
from ecoduty.kernel.clock import today
from ecoduty.kernel.ledger.chain import canonical, sm3

_ADDRESSES = 3  # places a media_url may be noted of
_LONGEST_URL = 500
_FIELDS = {"text": "description", "category": "service_code", "district": "attribute[district] 或 lat、long", "place": "address_string",
           "name": "first_name、last_name", "phone": "phone"}  # fmt: skip


def create(request: HttpRequest) -> Said:
    """Take a report in. Raises GeoReportError."""
    key = keys.known(_given(request, "api_key"), using=ALIAS)
    if key is None:
        raise GeoReportError(403, "api_key 缺少、不对、已吊销或已过期。")
    form = opened(request)
    if limiting.PROGRAM not in form["most"]:
        raise GeoReportError(503, "本市的规则书还没有开通程序代为提交（intake.programs-per-hour）。")
    found = _entered(request, form)
    content, person = found.content, found.person
    nonce = _nonce(request, key, content, person)
    before = sending.sent_before(nonce, content, person, using=ALIAS)
    if before is not None and before.other:
        raise GeoReportError(409, f"这个 Idempotency-Key 已经用过，编号{before.reference}，内容不同；没有登记。")
    if before is None and not limiting.allow(limiting.PROGRAM, key.digest, form["most"][limiting.PROGRAM], using=ALIAS):
        raise GeoReportError(429, "这一小时里用这个 api_key 提交的太多，请一小时后再发。")
    sent = sending.hand_in(
        IntakeKind.REPORT, nonce, content, person, public_key=form["sealing"], address=key.digest, held=False, using=ALIAS,
        new=before is None,
    )  # fmt: skip
    notice = f"编号{sent.reference}，查询码{sent.code}。请转告反映人：凭这两样可以在门户“查进度”看到办理情况和答复。"
    row = {"service_request_id": sent.reference, "service_notice": notice, "account_id": None}
    return Said("service_requests", [row], 200 if before else 201)


def _entered(request: HttpRequest, form: dict[str, Any]) -> Entered:
    """What was sent, as the portal's own form has it. Raises GeoReportError with everything that is wrong."""
    code = _given(request, "service_code")
    if not code:
        raise GeoReportError(400, "缺少 service_code。")
    if code not in dict(form["categories"]):
        raise GeoReportError(404, f"没有 service_code“{code[:80]}”，可选的见 services。")
    name = f"{_given(request, 'last_name')}{_given(request, 'first_name')}".strip()
    phone = _given(request, "phone")
    found = Entered(
        category=code, place=_place(request), text=_text(request), named=bool(name or phone), name=name[:200], phone=phone[:80],
        wants_sms=_given(request, f"attribute[{SMS}]") == "yes", district=_given(request, f"attribute[{DISTRICT}]"),
    )  # fmt: skip
    wrong = _locate(request, form, found)
    entered.check(found, form)
    wrong += [f"{_FIELDS.get(one.field, one.field)}：{one.sentence}" for one in found.problems]
    if wrong:
        raise GeoReportError(400, *dict.fromkeys(wrong))
    return found


def _locate(request: HttpRequest, form: dict[str, Any], found: Entered) -> list[str]:
    """Take the coordinates and, where none was named, the district they lie in; what is wrong with them."""
    texts = (_given(request, "long"), _given(request, "lat"))
    if not any(texts):
        return []
    try:
        longitude, latitude = (round(float(text), 5) for text in texts)
    except ValueError:
        return ["lat、long：须同时给出，用十进制度数，如 24.48、118.09。"]
    picture = outlines.picture(form["districts"])
    area = picture.area_at(longitude, latitude) if picture else None
    if picture is not None and area is None:
        return [f"lat、long：不在{form['city']}各区之内。"]
    if area is not None:
        found.longitude, found.latitude = longitude, latitude
        found.district = found.district or area.key
    return []


def _place(request: HttpRequest) -> str:
    return " ".join((_given(request, "address_string") or _given(request, "address_id")).split())


def _text(request: HttpRequest) -> str:
    """The description; addresses of pictures elsewhere are noted, never fetched: this network does not reach out."""
    text = request.POST.get("description", "").replace("\r\n", "\n").strip()
    noted = [
        url[:_LONGEST_URL]
        for url in request.POST.getlist("media_url")[:_ADDRESSES]
        if url.startswith(("https://", "http://"))
    ]
    return "\n".join([text, *(f"附图网址：{url}" for url in noted)]).strip()


def _nonce(request: HttpRequest, key: keys.Key, content: dict[str, Any], person: dict[str, Any]) -> str:
    given = request.headers.get("Idempotency-Key", "")[:200]
    said = [given] if given else [today().isoformat(), {name: str(value) for name, value in content.items()}, person]
    return sm3(canonical(["open311", key.digest, *said])).hex()


def _given(request: HttpRequest, name: str) -> str:
    """A parameter of the form; older clients put some of them into the address."""
    return (request.POST.get(name) or request.GET.get(name) or "").strip()
