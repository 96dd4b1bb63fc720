"""交换包: cases exported for platforms that no line connects, packages taken in, answers to what came, the partners trusted."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk import act_page, forms, shell, trail, uploads
from ecoduty.interfaces.desk.act_page import Place
from ecoduty.interfaces.desk.acting import Attempted, attempt
from ecoduty.interfaces.desk.forms import Prefill
from ecoduty.interfaces.desk.pages import exchange as pages
from ecoduty.interfaces.desk.pages.case_sharing import row_of
from ecoduty.interfaces.desk.pages.sharing import ways
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.files import serving
from ecoduty.kernel.flow import Act, Done, Refused, perform, tables
from ecoduty.kernel.flow.data import parse
from ecoduty.kernel.flow.refusal import refuse, wrong
from ecoduty.kernel.sealing import SealingError
from ecoduty.mechanisms.enforcement.sharing import queries
from ecoduty.mechanisms.enforcement.sharing.copies.drawing import copy_of
from ecoduty.mechanisms.enforcement.sharing.packages import importing, partners, receiving, sending
from ecoduty.mechanisms.enforcement.sharing.packages.models import CasePackage, ExchangePartner, ReceivedFile
from ecoduty.mechanisms.enforcement.sharing.packages.reading import LARGEST
from ecoduty.organisation.directory.states import SECURITY_ADMINISTRATOR

_SHOWN = 100
_EXPORT = sending.PACKAGES.by_code["export_package"]


@require_http_methods(["GET", "POST"])
@staff
def index(visit: Visit) -> HttpResponse:
    """The packages that went and came, as far as the visitor knows their matters; the upload takes one in."""
    problem: Refused | None = None
    if visit.request.method == "POST":
        try:
            return _taken(visit, visit.request.FILES.get("package"))
        except Refused as refused:
            if refused.status == 404:
                raise
            problem = refused
    seen = Matter.objects.filter(queries.known_to(visit.actor))
    rows = CasePackage.objects.filter(matter__in=seen).select_related("file", "body", "matter").order_by("-pk")[:_SHOWN]
    content = {
        "rows": [row_of(one) for one in rows], "most": _SHOWN, "problem": problem, "ways": ways("desk:exchange"),
    }  # fmt: skip
    status = problem.status if problem else 200
    return shell.render(visit, "desk/enforcement/sharing/exchange.html", content, status=status, kind=receiving.KIND)


def _taken(visit: Visit, file: Any) -> HttpResponse:
    """Take the uploaded package in. Raises Refused as `importing.take` does, `package_missing`, `package_too_large`."""
    if not isinstance(file, UploadedFile):
        raise Refused("package_missing", "请先选择交换包文件（对方给的 zip 文件，不用解开），再导入。", status=422)
    if (file.size or 0) > LARGEST:
        raise Refused(
            "package_too_large", f"这个文件超过{LARGEST // 1024**2}兆，没有导入。请对方分次导出。", status=422
        )
    taken = importing.take(file.read(), visit.actor)
    row = row_of(taken.package)
    said = f"{row['what']}包{taken.package.number}：" + (
        "以前已经导入过，没有重复。" if taken.again else "已核对签名和每个文件的摘要，已导入。"
    )
    if taken.receipt is not None:
        said += "回执已经做好，请下载后带回对方平台导入。"
    if taken.package.missing:
        said += f"对方在它之前的第{taken.package.missing}号包还没有收到，请向对方询问。"
    messages.success(visit.request, said)
    return HttpResponseRedirect(row["url"])


@require_http_methods(["GET", "POST"])
@staff
def export(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """Export a case: for whom, and why."""
    matter = _case(visit, public_id)
    here = reverse("desk:matter", args=[matter.public_id])
    place = Place(f"{matter.title}（{matter.number}）", here, late_entry=False)
    known = Prefill(
        values={"case": matter.number},
        choices={"recipient": [(body.key, body.short_name) for body in sending.recipients(matter)]},
    )
    if visit.request.method == "POST":
        posted = visit.request.POST.copy()
        posted["case"] = matter.number
        outcome = attempt(visit, sending.PACKAGES, _EXPORT, None, None, posted)
        if isinstance(outcome, Done):
            messages.success(visit.request, "交换包已经做好：内容只有对方平台打得开。请下载后交给对方；导出已留痕。")
            return HttpResponseRedirect(reverse("desk:exchange"))
        form = outcome
        entered = {name: posted.get(name, "") for name in ("case", "recipient", "reason")}
        problems = form.refused.problems if form.refused else ()
        form.fields = forms.fields(_EXPORT.data, prefill=known, posted=entered, problems=problems)
    else:
        form = Attempted(_EXPORT, forms.fields(_EXPORT.data, prefill=known), "", uuid.uuid4().hex)
    more = {"before": "desk/enforcement/sharing/before_export.html", "nobody": not known.choices["recipient"]}
    form.fields = [field for field in form.fields if field.name != "case"]
    return act_page.page(visit, sending.PACKAGES, place, form, more=more)


@require_http_methods(["GET", "POST"])
@staff
def copy(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """A copy of the whole file to take along: only with a reason, marked on every page with who, when and which number."""
    matter = _case(visit, public_id)
    problem, reason = None, visit.request.POST.get("reason", "")
    if visit.request.method == "POST":
        try:
            number, drawn = copy_of(matter, visit.actor, reason)
        except Refused as refused:
            problem = refused
        else:
            answer = HttpResponse(drawn, content_type="application/pdf")
            disposition = content_disposition_header(as_attachment=True, filename=f"{number}.pdf") or "attachment"
            for header, value in {**serving.HARMLESS, "Content-Disposition": disposition}.items():
                answer.headers[header] = value
            return answer
    content = {"matter": matter, "problem": problem, "reason": reason}
    status = problem.status if problem else 200
    return shell.render(visit, "desk/enforcement/sharing/copy.html", content, status=status, kind=matter.kind)


@require_GET
@staff
def answers(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """The answers that the sender's case can take, to choose from."""
    matter, own = _received(visit, public_id)
    content = {"matter": matter, "own": own, "steps": pages.steps(own)}
    return shell.render(visit, "desk/enforcement/sharing/answers.html", content, kind=receiving.KIND)


@require_http_methods(["GET", "POST"])
@staff
def answer(visit: Visit, public_id: uuid.UUID, code: str) -> HttpResponse:
    """One answer: the form of the act as the sender's case asks for it; what comes of it is a package to be carried back."""
    matter, own = _received(visit, public_id)
    if code not in {step["act"] for step in pages.steps(own)}:
        raise refuse("unknown_act", act=code)
    row = tables()[own.content["kind"]].by_code[code]
    place = Place(f"{matter.title}（{own.about_number}）", reverse("desk:matter", args=[matter.public_id]))
    form = Attempted(row, forms.fields(row.data), str(matter.version), uuid.uuid4().hex)
    if visit.request.method == "POST":
        answered = _answered(visit, matter, row, form)
        if answered is not None:
            return answered
    return act_page.page(visit, receiving.FILES, place, form)


def _answered(visit: Visit, matter: Matter, row: Act, form: Attempted) -> HttpResponse | None:
    posted = visit.request.POST
    entered: dict[str, Any] = dict(forms.read(row.data, posted, visit.request.FILES, Prefill()))
    form.key, form.occurred_at = posted.get(forms.KEY, "")[:64] or form.key, posted.get(forms.OCCURRED_AT, "").strip()
    form.reason = posted.get(forms.REASON, "").strip()
    try:
        entered = uploads.stored(visit, entered)
        names = {field.name for field in form.fields if field.widget == "file"}
        values = parse(row.data, entered).model_dump(mode="json")
        files = {name: str(values.pop(name)) for name in names if values.get(name)}
        given = {
            "act": row.code,
            "values": {name: value for name, value in values.items() if value not in (None, "") and name not in names},
            "files": files,
        }
        perform(
            receiving.FILES, "answer_file", matter.pk, actor=visit.actor, data=given,
            occurred_at=_moment(form.occurred_at), reason=form.reason, key=f"desk:{visit.account.pk}:{form.key}",
        )  # fmt: skip
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        form.refused = refused
        form.fields = forms.fields(row.data, posted=entered, problems=refused.problems)
        uploads.remember(visit, form.fields)
        return None
    messages.success(visit.request, f"“{row.label}”已做成交换包，请在“来件”里下载，带回对方平台导入。")
    return HttpResponseRedirect(reverse("desk:matter", args=[matter.public_id]))


def _moment(text: str) -> datetime | None:
    try:
        return forms.moment_of(text)
    except ValueError as error:
        raise wrong(
            forms.OCCURRED_AT, "datetime_parsing", "“发生时间”不是有效时间，应写成2026-01-31T09:30。"
        ) from error


def _case(visit: Visit, public_id: uuid.UUID) -> Matter:
    """A restricted matter that the visitor is named in. Raises Refused `not_found` for any other: it is no case."""
    matter = access_matter(visit.actor, public_id, Sight.EXISTS)
    if matter.secrecy != Secrecy.RESTRICTED:
        raise refuse("not_found")
    return matter


def _received(visit: Visit, public_id: uuid.UUID) -> tuple[Matter, ReceivedFile]:
    matter = _case(visit, public_id)
    own = ReceivedFile.objects.select_related("sender").filter(pk=matter.pk).first()
    if own is None:
        raise refuse("not_found")
    return matter, own


@require_GET
@staff
def partner_list(visit: Visit) -> HttpResponse:
    """The partners trusted, and this platform's own line to give to them. For the security administrator."""
    _keeps(visit)
    try:
        line, missing = partners.own_line(), ""
    except SealingError as error:
        line, missing = "", str(error)
    table = partners.PARTNERS
    content = {
        "rows": [
            {
                "one": one,
                "state": table.state(one.state).label,
                "trusted": one.state == "trusted",
                "bodies": "、".join(one.bodies),
                "events": trail.lines(trail.entries(one.stream), visit.today),
            }
            for one in ExchangePartner.objects.order_by("-pk")
        ],
        "line": line,
        "missing": missing,
    }
    return shell.render(visit, "desk/enforcement/sharing/partners.html", content)


@require_http_methods(["GET", "POST"])
@staff
def partner_act(visit: Visit, code: str, pk: int | None = None) -> HttpResponse:
    """Trust a partner, or withdraw it."""
    _keeps(visit)
    row = partners.PARTNERS.by_code.get(code)
    if row is None or row.creates != (pk is None):
        raise refuse("unknown_act", act=code)
    found = ExchangePartner.objects.filter(pk=pk).first() if pk is not None else None
    if pk is not None and found is None:
        raise refuse("not_found")
    place = Place(found.name if found else "案卷交换对方", reverse("desk:partners"), found, pk, late_entry=False)
    outcome = act_page.act_on(visit, partners.KIND, code, place)
    if isinstance(outcome, Attempted):
        return act_page.page(visit, partners.PARTNERS, place, outcome)
    messages.success(visit.request, f"{outcome.subject.name}：{row.label}，已办，立即生效。")
    return HttpResponseRedirect(place.url)


def _keeps(visit: Visit) -> None:
    if visit.actor.post_kind != SECURITY_ADMINISTRATOR:
        raise Refused("not_permitted", "案卷交换的信任名单由安全管理员维护。", status=403)


__all__ = ["answer", "answers", "copy", "export", "index", "partner_act", "partner_list"]
