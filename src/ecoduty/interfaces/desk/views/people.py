"""机构·导入人员: template, check, one confirmed import with its progress, export."""

from __future__ import annotations

import uuid
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ecoduty.interfaces.desk import export, shell
from ecoduty.interfaces.desk.refusals import Shown, shown
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Actor, Refused
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, OFFICE_KINDS, OWN_KINDS, Level
from ecoduty.organisation.enrolment import inviting, running, writing
from ecoduty.organisation.enrolment.models import Import
from ecoduty.organisation.enrolment.plan import Plan

FAULTS_SHOWN = 500
RECENT = 10


@require_http_methods(["GET", "POST"])
@staff
def index(visit: Visit) -> HttpResponse:
    """Template and upload; a POST checks the file and shows what is wrong, or goes on to the preview."""
    _only_keepers(visit)
    if visit.request.method == "GET":
        return _page(visit)
    try:
        on, upload = _day(visit), _upload(visit)
        plan, made = running.take_in(upload, visit.account, visit.actor, on)
    except Refused as refused:
        return _page(visit, problem=shown(refused), status=422)
    if made is not None:
        return HttpResponseRedirect(reverse("desk:people-import", args=[made.public_id]))
    return _page(visit, plan=plan, name=upload.name or "", status=422 if plan.faults else 200)


def _page(
    visit: Visit, *, problem: Shown | None = None, plan: Plan | None = None, name: str = "", status: int = 200
) -> HttpResponse:
    content = {
        "problem": problem,
        "plan": plan,
        "faults": plan.faults[:FAULTS_SHOWN] if plan else [],
        "name": name,
        "today": visit.today,
        "recent": Import.objects.filter(account=visit.account)
        .defer("links")
        .select_related("file")
        .order_by("-created_at")[:RECENT],
    }
    return shell.render(visit, "desk/people.html", content, status=status)


def _upload(visit: Visit) -> UploadedFile:
    """The chosen file. Raises Refused `no_file`."""
    upload = visit.request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise Refused("no_file", "还没有选择文件，请先选择填好的Excel表。", status=422)
    return upload


def _day(visit: Visit) -> date:
    """The day on which renames and the like take effect, today where none was chosen. Raises Refused `bad_day`."""
    text = visit.request.POST.get("on", "").strip()
    try:
        on = date.fromisoformat(text) if text else visit.today
    except ValueError:
        on = date.max
    if on > visit.today:
        raise Refused("bad_day", "导入生效日应是今天或以前的日期，写成2026-01-31。", status=422)
    return on


@require_http_methods(["GET", "POST"])
@staff
def one(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """One import of one's own: preview, progress, outcome. A POST confirms it."""
    _only_keepers(visit)
    found = _mine(visit, public_id)
    may_invite = inviting.may_invite(visit.actor)
    if visit.request.method == "POST":
        running.confirm(found, invite=may_invite and visit.request.POST.get("invite") == "yes")
        return HttpResponseRedirect(reverse("desk:people-import", args=[public_id]))
    part = "#state" if visit.request.headers.get("HX-Request") else ""
    content = {"one": found, "may_invite": may_invite, "who_can": inviting.who_can()}
    response = shell.render(visit, f"desk/people_import.html{part}", content)
    response["Vary"] = "HX-Request"
    return response


def _mine(visit: Visit, public_id: uuid.UUID) -> Import:
    """An import of one's own, without its links."""
    mine = Import.objects.defer("links").select_related("file")
    return get_object_or_404(mine, public_id=public_id, account=visit.account)


@never_cache
@require_POST
@staff
def links(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """The invitation links of one's own import as one Excel, this once."""
    _only_keepers(visit)
    if not inviting.may_invite(visit.actor):
        raise Refused("not_permitted", f"邀请链接由{inviting.who_can()}下载。", status=403)
    found = _mine(visit, public_id)
    some = inviting.hand_out(found)

    def address(token: str) -> str:
        return visit.request.build_absolute_uri(reverse("desk:invitation", args=[token]))

    return export.attachment(inviting.links_file(some, address), f"邀请链接{visit.today:%Y%m%d}")


@require_GET
@staff
def template(visit: Visit) -> HttpResponse:
    """The empty file."""
    _only_keepers(visit)
    return export.attachment(writing.template(visit.today), "机构人员导入表")


@require_GET
@staff
def exported(visit: Visit) -> HttpResponse:
    """The file filled with the bodies one keeps: imported again it changes nothing."""
    _only_keepers(visit)
    actor = visit.actor
    if COMMITTEE_OFFICE in actor.capacities and actor.post_kind in OFFICE_KINDS:
        bodies = queries.bodies(on=visit.today).select_related("parent")
        own = None if actor.level == Level.CITY else list(bodies.filter(region=actor.region_id))
    else:
        own = list(Body.objects.filter(pk=actor.body_id).select_related("parent"))
    return export.attachment(writing.export(own, visit.today), f"机构人员{visit.today:%Y%m%d}")


def keeps_people(actor: Actor) -> bool:
    """Whether somebody registers people: the committee offices, and who keeps the page of a body."""
    return (COMMITTEE_OFFICE in actor.capacities and actor.post_kind in OFFICE_KINDS) or actor.post_kind in OWN_KINDS


def _only_keepers(visit: Visit) -> None:
    actor = visit.actor
    if not keeps_people(actor):
        raise Refused(
            "not_permitted",
            f"导入人员由环委办主任、经办人，或本单位主要负责人、机构管理员办理，您现在的岗位是“{actor.title}”。",
            status=403,
        )
