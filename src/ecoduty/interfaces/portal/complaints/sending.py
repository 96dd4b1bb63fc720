"""我要举报: fill in, look it over with what is known of such reports, send; number and code at once."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from ecoduty.casework.intakes import forms, limiting, sending, standing, tokens
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.interfaces import outlines
from ecoduty.interfaces.portal import door, reading
from ecoduty.interfaces.portal.answering import render
from ecoduty.interfaces.portal.complaints import attachments, entered
from ecoduty.interfaces.portal.complaints.entered import Entered
from ecoduty.interfaces.portal.door import address_of, open_to_everybody, plain
from ecoduty.interfaces.portal.reading import ALIAS
from ecoduty.interfaces.portal.responsibilities import answers
from ecoduty.kernel.clock import today
from ecoduty.kernel.flow.refusal import Refused

KIND = "complaint"
SECTION = "complain"
_SUGGESTED = 3
_ASKED = 300  # characters that come along from what was asked of who is responsible
_MEGABYTE = 1024 * 1024
_ENVELOPE = 2 * _MEGABYTE  # what a form may be beside its photos


@open_to_everybody
def complain(request: HttpRequest) -> HttpResponse:
    """The form, its look-over and its sending; every press comes here and nothing entered is ever lost."""
    form = forms.shown(KIND, using=ALIAS)
    if form is None:
        return plain(request, "网上反映还没有开通", "平台还没有启用网上反映。紧急情况请拨打当地热线。", 503)
    if request.method != "POST":
        return _fill_in(request, form, Entered(text=request.GET.get("text", "").strip()[:_ASKED]))
    most = form["files"] * form["megabytes"] * _MEGABYTE + _ENVELOPE
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:  # before a byte of it is read
        sentence = f"照片每张不超过{form['megabytes']} MB，最多{form['files']}张。请返回上一页，去掉太大的照片再发。"
        return plain(request, "照片太大，没有发送", sentence, 413)
    found = entered.read(request)
    _take_files(request, form, found)
    return _pressed(request, form, found)


def _pressed(request: HttpRequest, form: dict[str, Any], found: Entered) -> HttpResponse:
    """What the pressed button asks for."""
    pressed = request.POST.get("go", "")
    pointed = "map.x" in request.POST
    if pointed:
        entered.pick(found, form, request.POST.get("map.x", ""), request.POST.get("map.y", ""))
    elif pressed == "unmark":
        found.longitude = found.latitude = None
    elif pressed.startswith("remove-"):
        found.files = [one for one in found.files if one.public_id != pressed.removeprefix("remove-")]
    elif pressed in {"check", "send"}:
        entered.check(found, form)
        if not found.problems:
            return _send(request, form, found) if pressed == "send" else _look_over(request, form, found)
        return _fill_in(request, form, found, status=422)
    return _fill_in(request, form, found)


@csp_replace(
    {"style-src": ["'unsafe-inline'"]}
)  # a picture that follows light and dark by itself; nothing in it is anybody's text
@conditional_page
@require_safe
def map_picture(request: HttpRequest) -> HttpResponse:
    """The map as a picture, with a mark where somebody pointed."""
    form = forms.shown(KIND, using=ALIAS)
    picture = outlines.picture(form["districts"]) if form else None
    if picture is None:
        return HttpResponse(status=404)
    mark = None
    try:
        mark = picture.point(
            float(request.GET.get("at", "").split(",")[0]), float(request.GET.get("at", "").split(",")[1])
        )
    except (ValueError, IndexError):
        mark = None
    chosen = request.GET.get("district", "")
    shapes = [(area.name, picture.path(area), *picture.middle(area), area.key == chosen) for area in picture.areas]
    content = {"picture": picture, "width": outlines.WIDTH, "shapes": shapes, "mark": mark}
    response = render(request, "complaints/map.svg", content)
    response["Content-Type"] = "image/svg+xml"
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _take_files(request: HttpRequest, form: dict[str, Any], found: Entered) -> None:
    for upload in request.FILES.getlist("files"):
        if len(found.files) >= form["files"]:
            found.wrong("files", f"最多{form['files']}张照片，“{upload.name}”没有收。")
            continue
        if not limiting.allow(limiting.UPLOAD, address_of(request), form["most"]["upload"], using=ALIAS):
            found.wrong("files", "这一小时里从您的网络上传的照片太多，请一小时后再传；不带照片可以先发送。")
            return
        try:
            found.files.append(attachments.keep(upload, form["megabytes"]))
        except Refused as refused:
            found.wrong("files", refused.sentence)


def _fill_in(request: HttpRequest, form: dict[str, Any], found: Entered, status: int = 200) -> HttpResponse:
    picture = outlines.picture(form["districts"])
    content = {
        "plan": reading.plan(), "section": SECTION, "form": form, "entered": found, "wrong": {one.field for one in found.problems},
        "posted": request.method == "POST", "token": door.token(found.token, form).text, "map": picture, "width": outlines.WIDTH,
        "texts": (entered.TEXT, entered.PLACE, entered.NAME, entered.PHONE),
    }  # fmt: skip
    return render(request, "complaints/fill_in.html", content, status=status)


def _look_over(
    request: HttpRequest, form: dict[str, Any], found: Entered, notice: str = "", status: int = 200
) -> HttpResponse:
    district = next(one for one in form["districts"] if one["key"] == found.district)
    area = standing.area_of(found.longitude, found.latitude)
    rule = form["alike"]
    content = {
        "plan": reading.plan(), "section": SECTION, "form": form, "entered": found, "notice": notice, "district": district["name"],
        "category": dict(form["categories"])[found.category], "token": door.token(found.token, form),
        "suggested": answers(found.text[:300], _SUGGESTED, region=district["code"]), "limits": _limits(form),
        "alike": standing.alike(found.category, found.district, area, days=rule["days"], least=rule["least"], using=ALIAS),
    }  # fmt: skip
    return render(request, "complaints/look_over.html", content, status=status)


def _send(request: HttpRequest, form: dict[str, Any], found: Entered) -> HttpResponse:
    token = tokens.read(found.token)
    if token is None or not token.usable:
        return _look_over(request, form, found, "页面打开得太久了。内容都在，请核对后再按一次“发送”。", 409)
    address = address_of(request)
    before = sending.sent_before(token.nonce, found.content, found.person, using=ALIAS)
    if before is not None and before.other:
        found.token = ""
        notice = (
            f"这张表已经发送过，编号{before.reference}。刚才改动的内容没有发送；要作为另一件发送，请再按一次“发送”。"
        )
        return _look_over(request, form, found, notice, 409)
    held = before is None and door.doubted(token, found.proof, found.trap)
    if before is None:
        stopped = door.stopped(form, token, found.proof, found.trap, address, press="发送")
        if stopped is not None:
            return _look_over(request, form, found, *stopped)
    sent = sending.hand_in(
        IntakeKind.REPORT, token.nonce, found.content, found.person, public_key=form["sealing"], address=address, held=held,
        using=ALIAS, new=before is None,
    )  # fmt: skip
    content = {
        "plan": reading.plan(), "section": SECTION, "form": form, "sent": sent, "held": held, "limits": _limits(form),
        "suggested": answers(found.text[:300], 1, region=_code(form, found.district)), "phone": found.named and found.phone,
    }  # fmt: skip
    return render(request, "complaints/sent.html", content)


def _code(form: dict[str, Any], district: str) -> str:
    return next((str(one["code"]) for one in form["districts"] if one["key"] == district), "")


def _limits(form: dict[str, Any]) -> list[dict[str, str]]:
    """What has to happen by when, for something that is sent today."""
    day = today().isoformat()
    return [{**one, "until": one["by"].get(day, "")} for one in form["limits"]]
