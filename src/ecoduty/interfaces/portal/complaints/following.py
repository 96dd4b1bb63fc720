"""查进度: what became of it, by number and code; saying what one thinks of the answer; a new code for a lost one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse

from ecoduty.casework.intakes import forms, limiting, numbers, sending, standing, telephones
from ecoduty.casework.intakes.standing import Found
from ecoduty.casework.intakes.states import IntakeKind
from ecoduty.interfaces.portal import reading
from ecoduty.interfaces.portal.answering import render
from ecoduty.interfaces.portal.complaints.sending import KIND
from ecoduty.interfaces.portal.door import address_of, look_up, open_to_everybody, plain
from ecoduty.interfaces.portal.reading import ALIAS
from ecoduty.kernel.flow.data import storable

SECTION = "complaints"
_DAY = timedelta(days=1)
_SATISFACTION = {"satisfied": "满意", "neutral": "基本满意", "dissatisfied": "不满意"}
_ELSEWHERE = {  # what is no complaint has a page of its own: its address, and what to press
    IntakeKind.BOOKING: ("portal:opening-booking", "看预约、取消、评价"), IntakeKind.OPINION: ("portal:opinion-comment", "看意见"),
}  # fmt: skip
_NOTE = 500  # characters
_SHAPES = {standing.CLOSED: "met", standing.REFUSED: "held"}  # a refusal is no success


@open_to_everybody
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; show where it stands. Both travel in the request's body, never in an address."""
    if request.method != "POST":
        return _ask(request)
    form = forms.shown(KIND, using=ALIAS)
    if form is None:
        return plain(request, "网上反映还没有开通", "平台还没有启用网上反映。", 503)
    address = address_of(request)
    number, code = request.POST.get("number", "")[:60], request.POST.get("code", "")[:60]
    found, problem, status = look_up(form, number, code, address)
    if found is None:
        return _ask(request, number, problem, status)
    said = ""
    if request.POST.get("go") in {"follow_up", "reopen"}:
        said = _say(request, form, found, address)
    return _show(request, form, found, code, said)


@open_to_everybody
def lost_code(request: HttpRequest) -> HttpResponse:
    """Send a new code to the telephone that was left. The answer is the same whether anything belongs to it or not."""
    if request.method != "POST":
        return render(request, "complaints/lost_code.html", {"plan": reading.plan(), "section": SECTION})
    form = forms.shown(KIND, using=ALIAS)
    if form is None:
        return plain(request, "网上反映还没有开通", "平台还没有启用网上反映。", 503)
    phone = telephones.bare(request.POST.get("phone", ""))[:40]
    given = request.POST.get("number", "").strip()[:60]
    content: dict[str, Any] = {"plan": reading.plan(), "section": SECTION, "number": given, "phone": phone}
    reference = numbers.meant_reference(given)
    if not telephones.takes_texts(phone):
        problem = "请填11位手机号码：新的查询码用短信发到这个号码。"
        return render(request, "complaints/lost_code.html", {**content, "problem": problem}, status=422)
    if given and not reference:
        problem = "编号不对，应是12到14位数字，如 261122-4821-9370；编号也忘了的，可以不填。"
        return render(request, "complaints/lost_code.html", {**content, "problem": problem}, status=422)
    address = address_of(request)
    if not limiting.allow(limiting.RECOVER, address, form["most"]["recover"], using=ALIAS, within=_DAY):
        problem = "今天找回的次数太多了，请明天再试，或拨打热线询问。"
        return render(request, "complaints/lost_code.html", {**content, "problem": problem}, status=429)
    sending.lost_code(reference, phone, public_key=form["sealing"], address=address, using=ALIAS)
    return render(request, "complaints/lost_code.html", {**content, "done": True})


def _ask(request: HttpRequest, number: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    content = {"plan": reading.plan(), "section": SECTION, "number": number, "problem": problem}
    return render(request, "complaints/ask.html", content, status=status)


def _say(request: HttpRequest, form: dict[str, Any], found: Found, address: str) -> str:
    """Take in what the sender says of the answer; a sentence for him."""
    act = request.POST["go"]
    note = request.POST.get("note", "").strip()
    if found.standing is None or act not in found.standing.can:
        return "现在不能评价或要求重新办理，请看当前进度。"
    if problem := _wrong(note):
        return problem
    if not limiting.allow(limiting.SEND, address, form["most"]["send"], using=ALIAS):
        return "这一小时里从您的网络发来的太多，请一小时后再发。"
    content: dict[str, Any] = {"act": act, "note": note}
    if act == "follow_up":
        satisfaction = request.POST.get("satisfaction", "")
        if satisfaction not in _SATISFACTION or request.POST.get("resolved") not in {"yes", "no"}:
            return "请选问题是否解决和是否满意，再发送。"
        content |= {
            "satisfaction": satisfaction, "resolved": request.POST["resolved"] == "yes",
            "accepted": request.POST.get("again") != "1",
        }  # fmt: skip
    elif len(note) < 2:  # as the act itself asks
        return "请写明为什么要求重新办理。"
    sending.word(IntakeKind.WORD, found.receipt.reference, content, address=address, using=ALIAS)
    return "已收到。办理单位看到后会更新进度，这里最迟几分钟后显示。"


def _wrong(note: str) -> str:
    """What is wrong with a note, in words; empty where nothing is."""
    if len(note) > _NOTE:
        return f"说明最多{_NOTE}个字，请删减后再发。"
    return "" if storable(note) else "说明里有不能保存的字符，请删去重写。"


def _show(request: HttpRequest, form: dict[str, Any], found: Found, code: str, said: str) -> HttpResponse:
    closed = bool(found.standing) and found.standing.state in _SHAPES
    elsewhere = _ELSEWHERE.get(found.standing.kind) if found.standing else None
    waits = bool(found.standing) and not (closed or elsewhere or found.standing.can or found.standing.next_steps)
    content = {
        "plan": reading.plan(), "section": SECTION, "form": form, "receipt": found.receipt, "standing": found.standing,
        "code": numbers.meant_code(code), "said": said, "satisfaction": _SATISFACTION, "longest": _NOTE,
        "elsewhere": elsewhere, "waiting": waits, "shape": _SHAPES.get(found.standing.state, "none") if found.standing else "none",
    }  # fmt: skip
    return render(request, "complaints/show.html", content)
