"""A batch of complaints from an Excel file: template, preview with what is wrong, one confirmation."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.interfaces.desk import export, shell
from ecoduty.interfaces.desk.act_page import row_of
from ecoduty.interfaces.desk.pages.complaints import may_take_in
from ecoduty.interfaces.desk.refusals import Shown, shown
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.files import serving, storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.gate import not_permitted
from ecoduty.mechanisms.complaints import batch, rules
from ecoduty.mechanisms.complaints.flow import KIND

_SHOWN = 200
_USUAL = "inspection"


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was read: nothing of it is taken in yet."""

    file: StoredFile
    plan: batch.Plan


@require_http_methods(["GET", "POST"])
@staff
def index(visit: Visit) -> HttpResponse:
    """Upload and preview; with `file` in place of an upload, the confirmation."""
    if not may_take_in(visit.actor):
        raise not_permitted(row_of(KIND, "take_in")[1], visit.actor)
    if visit.request.method == "GET":
        return _page(visit)
    try:
        seen = _seen(visit)
        if not visit.request.POST.get("confirm") or seen.plan.faults:
            return _page(visit, seen=seen, status=422 if seen.plan.faults else 200)
        count = batch.take_in(seen.plan, visit.actor, seen.file.name)
        storage.claim(
            str(seen.file.public_id), owner=f"complaint-batch:{seen.file.public_id}", account=visit.actor.uploader
        )
    except Refused as refused:
        return _page(visit, problem=shown(refused), status=refused.status)
    messages.success(visit.request, f"“{seen.file.name}”：已登记并受理{count}件，等候派单。")
    return HttpResponseRedirect(f"{reverse('desk:matters')}?kind={KIND}&state=registered")


@require_GET
@staff
def template(visit: Visit) -> HttpResponse:  # noqa: ARG001 -- the same for everybody
    """An empty sheet with the columns."""
    headings = [f"{heading}*" if needed else heading for _, heading, needed in batch.COLUMNS]
    content = export.workbook("群众反映", headings, [], [16, 60, 12, 30, 14, 14], ())
    return export.attachment(content, "成批登记群众反映")


def _seen(visit: Visit) -> Seen:
    """The file just uploaded, or the one that was looked at before, read. Raises Refused."""
    channel = visit.request.POST.get("channel", _USUAL)
    named = visit.request.POST.get("file", "")
    if named:
        file = serving.file_for(named, visit.actor)
    else:
        upload = visit.request.FILES.get("file")
        if not isinstance(upload, UploadedFile):
            raise Refused("no_file", "还没有选择文件，请先选择填好的Excel表。", status=422)
        uploader = visit.actor.uploader
        file = storage.store(upload, owner=storage.upload_owner(uploader), account=visit.account.pk)
    return Seen(file, batch.read(storage.path_of(file.sm3), file.name, channel, visit.today))


def _page(visit: Visit, *, seen: Seen | None = None, problem: Shown | None = None, status: int = 200) -> HttpResponse:
    content = {
        "problem": problem,
        "seen": seen,
        "faults": seen.plan.faults[:_SHOWN] if seen else [],
        "rows": seen.plan.rows[:_SHOWN] if seen else [],
        "channels": rules.channels(visit.today),
        "channel": visit.request.POST.get("channel", _USUAL),
    }
    return shell.render(visit, "desk/complaints/batch.html", content, status=status, kind=KIND)
