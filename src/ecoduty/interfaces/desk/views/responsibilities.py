"""清单: where every body stands, one list row by row, and files brought for it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.publications.versions import difference
from ecoduty.interfaces.desk import export, listed, shell, undetermined
from ecoduty.interfaces.desk.list_totals import totals
from ecoduty.interfaces.desk.refusals import Shown, shown
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused, tables
from ecoduty.kernel.flow.gate import may_create
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.flow.table import permits
from ecoduty.mechanisms.responsibilities import importing, showing
from ecoduty.mechanisms.responsibilities.flow import SPECIFIC
from ecoduty.mechanisms.responsibilities.models import Import, ResponsibilityList
from ecoduty.mechanisms.responsibilities.words import Role

PROBLEMS_SHOWN = 300
ROWS_SHOWN = 200


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """Every department and every district, with what each owes."""
    opening = tables()[SPECIFIC].by_code["open"]
    numbers = totals(visit, visit.request.GET.get("only", ""))
    content = {
        "boards": listed.boards(visit, numbers.bodies),
        "totals": numbers,
        "opens": may_create(opening, visit.actor),
        "undetermined": undetermined.items(visit.actor, "", None, visit.today),
    }
    return shell.render(visit, "desk/lists/index.html", content)


@require_GET
@staff
def one(visit: Visit, public_id: UUID) -> HttpResponse:
    """One list: all its rows, narrowed as asked."""
    version, whole = listed.version_for(visit, public_id)
    asked = listed.Asked.read(visit.request.GET)
    content = {
        "sheet": listed.sheet(visit, version, asked, whole=whole),
        "asked": asked,
        "roles": Role.choices,
        "before": listed.before(version) if whole else None,
        "imports": Import.objects.filter(in_list=version).select_related("file")[:3] if whole else [],
    }
    return shell.render(visit, "desk/lists/list.html", content)


@require_http_methods(["GET", "POST"])
@staff
def bring(visit: Visit, public_id: UUID) -> HttpResponse:
    """Bring a file; a POST keeps it, has it read and goes on to the preview."""
    version = _drafted(visit, public_id)
    if visit.request.method == "GET":
        return _bring_page(visit, version)
    upload = visit.request.FILES.get("file")
    try:
        if not isinstance(upload, UploadedFile):
            raise Refused("no_file", "还没有选择文件，请先选择清单文件。", status=422)  # noqa: TRY301 -- shown like the others
        made = importing.take_in(upload, version, visit.account.pk)
    except Refused as refused:
        return _bring_page(visit, version, shown(refused), status=refused.status)
    return HttpResponseRedirect(reverse("desk:list-brought", args=[public_id, made.public_id]))


def _bring_page(
    visit: Visit, version: ResponsibilityList, problem: Shown | None = None, status: int = 200
) -> HttpResponse:
    content = {
        "version": version,
        "problem": problem,
        "recent": Import.objects.filter(in_list=version).select_related("file")[:10],
    }
    return shell.render(visit, "desk/lists/bring.html", content, status=status)


@require_http_methods(["GET", "POST"])
@staff
def brought(visit: Visit, public_id: UUID, brought: UUID) -> HttpResponse:
    """What was understood of a file, row by row; a POST confirms it."""
    version = _drafted(visit, public_id)
    found = get_object_or_404(Import.objects.select_related("file"), public_id=brought, in_list=version)
    problem = None
    if visit.request.method == "POST":
        try:
            importing.confirm(
                found, visit.actor, key=f"desk:{visit.account.pk}:{visit.request.POST.get('_key', '')[:40]}"
            )
        except Refused as refused:
            if refused.status in {403, 404}:
                raise
            problem = shown(refused)
        else:
            messages.success(visit.request, f"已导入{len(found.rows)}项，现在是草稿，可以逐项修改。")
            return HttpResponseRedirect(reverse("desk:list", args=[public_id]))
    content = {
        "version": version,
        "found": found,
        "problem": problem,
        "rows": found.rows[:ROWS_SHOWN],
        "problems": found.problems[:PROBLEMS_SHOWN],
        "columns": [column for column in found.columns if column["key"]],
        "before": version.rows.count(),
        "moved_on": version.revision > found.base and found.state == "read",
        "key": uuid4().hex,
    }
    part = "#state" if visit.request.headers.get("HX-Request") else ""
    status = 422 if problem else 200
    response = shell.render(visit, f"desk/lists/brought.html{part}", content, status=status)
    response["Vary"] = "HX-Request"
    return response


@require_GET
@staff
def exported(visit: Visit, public_id: UUID) -> HttpResponse:
    """The list as a file: imported again it changes nothing. Only who may read all of it."""
    version, whole = listed.version_for(visit, public_id)
    if not whole:
        raise refuse("not_found")
    name = f"{version.body.short_name}{version.matter.number}"
    return export.attachment(importing.export(version), name)


@require_GET
@staff
def changes(visit: Visit, public_id: UUID) -> HttpResponse:
    """What a version changes against the one before it, row by row (clause 6.1). Only who may read all of it."""
    version, whole = listed.version_for(visit, public_id)
    before = listed.before(version)
    if not whole or before is None:
        raise refuse("not_found")
    found = difference(showing.rows(before), showing.rows(version))
    return shell.render(visit, "desk/lists/changes.html", {"version": version, "before": before, "difference": found})


def _drafted(visit: Visit, public_id: UUID) -> ResponsibilityList:
    """A list whose rows this visitor may replace. Raises Refused `not_found`, `not_permitted`."""
    version, whole = listed.version_for(visit, public_id)
    if not whole or version.matter.kind != SPECIFIC:
        raise refuse("not_found")
    row = tables()[SPECIFIC].by_code["replace_rows"]
    if not permits(row, visit.actor, version.matter.relations_of(visit.actor, visit.today)):
        raise Refused(
            "not_permitted",
            f"导入清单由本单位联络员、统筹负责同志或分管负责人办理，您现在的岗位是“{visit.actor.title}”。",
            status=403,
        )
    return version
