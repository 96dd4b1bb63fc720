"""Many tasks at once: empty sheet, preview row by row, confirmation of what is right, and drafts issued together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.interfaces.desk import export, shell, words
from ecoduty.interfaces.desk.act_page import row_of
from ecoduty.interfaces.desk.pages.work_plans import may_draft
from ecoduty.interfaces.desk.refusals import Shown, shown
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.files import serving, storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Outcome, Refused
from ecoduty.kernel.flow.gate import not_permitted
from ecoduty.mechanisms.work_plans.batch import doing, reading, template
from ecoduty.mechanisms.work_plans.flow import TASK
from ecoduty.organisation.directory.models import Body

_CHANGED = Refused(
    "sheet_changed", "读出的结果与刚才预览的不同，多半是刚有人起草了任务。请再看一遍，再确认。", status=409
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A sheet as it was read: nothing of it is written yet."""

    file: StoredFile
    sheet: reading.Sheet


@require_http_methods(["GET", "POST"])
@staff
def index(visit: Visit) -> HttpResponse:
    """Upload and preview; with `file` in place of an upload, the confirmation."""
    issuer = _issuer(visit)
    if visit.request.method == "GET":
        return _page(visit)
    before = _drafted_before(visit)
    if before:
        return _done(visit, before)
    seen = None
    try:
        seen = _seen(visit, issuer)
        good = len(seen.sheet.good)
        if not visit.request.POST.get("confirm") or not good:
            return _page(visit, seen=seen, status=200 if good or not seen.sheet.bad else 422)
        if visit.request.POST.get("good") != str(good):
            raise _CHANGED
        doing.draft(seen.sheet.good, seen.file, visit.actor)
    except Refused as refused:
        before = _drafted_before(visit)  # the same form, sent twice, that was a moment faster
        return (
            _done(visit, before) if before else _page(visit, seen=seen, problem=shown(refused), status=refused.status)
        )
    return _done(visit, len(seen.sheet.good))


@require_GET
@staff
def empty(visit: Visit) -> HttpResponse:
    """The empty sheet with the lists of the day."""
    return export.attachment(template.empty(_issuer(visit), visit.today), "成批起草任务")


@require_http_methods(["GET", "POST"])
@staff
def drafts(visit: Visit) -> HttpResponse:
    """The drafts of the visitor's body; those with a tick are issued together."""
    if not doing.may_issue(visit.actor):
        raise not_permitted(row_of(TASK, "issue")[1], visit.actor)
    if visit.request.method == "GET":
        return _drafts(visit)
    try:
        outcome = doing.issue(_chosen(visit), visit.actor, visit.request.POST.get("once") or uuid4().hex)
    except Refused as refused:
        return _drafts(visit, problem=shown(refused), status=refused.status)
    if outcome.done:
        messages.success(visit.request, f"已下达{len(outcome.done)}件，牵头单位已收到签收提醒。")
    if outcome.refused:
        return _drafts(visit, outcome=outcome, status=409)
    return HttpResponseRedirect(f"{reverse('desk:matters')}?kind={TASK}&state=issued")


def _issuer(visit: Visit) -> Body:
    """The visitor's body. Raises Refused for a post that drafts no tasks."""
    issuer = Body.objects.select_related("region").filter(key=visit.actor.body).first()
    if issuer is None or not may_draft(visit.actor):
        raise not_permitted(row_of(TASK, "draft_task")[1], visit.actor)
    return issuer


def _drafted_before(visit: Visit) -> int:
    """How many tasks the named sheet of this very person was confirmed for already."""
    try:
        named = UUID(visit.request.POST.get("file", ""))
    except ValueError:
        return 0
    owner = doing.owner_of(named)
    mine = StoredFile.objects.filter(public_id=named, owner=owner, stored_by=visit.account.pk).exists()
    return doing.drafted_from(named) if mine else 0


def _seen(visit: Visit, issuer: Body) -> Seen:
    """The sheet just uploaded, or the one that was looked at before, read. Raises Refused."""
    named = visit.request.POST.get("file", "")
    if named:
        file = serving.file_for(named, visit.actor)
    else:
        upload = visit.request.FILES.get("file")
        if not isinstance(upload, UploadedFile):
            raise Refused("no_file", "还没有选择文件，请先选择填好的Excel表。", status=422)
        uploader = visit.actor.uploader
        file = storage.store(upload, owner=storage.upload_owner(uploader), account=visit.account.pk)
    return Seen(file, reading.read(storage.path_of(file.sm3), file.name, issuer, visit.today))


def _done(visit: Visit, count: int) -> HttpResponse:
    messages.success(visit.request, f"已起草{count}件。下达之前，牵头单位看不到。")
    if doing.may_issue(visit.actor):
        return HttpResponseRedirect(reverse("desk:task-drafts"))
    return HttpResponseRedirect(f"{reverse('desk:matters')}?kind={TASK}&state=draft")


def _page(visit: Visit, *, seen: Seen | None = None, problem: Shown | None = None, status: int = 200) -> HttpResponse:
    content = {
        "problem": problem,
        "seen": seen,
        "most": reading.MOST_ROWS,
        "good": [(row, words.day(row.data.limit_on, visit.today)) for row in seen.sheet.good if row.data]
        if seen
        else [],
        "may_issue": doing.may_issue(visit.actor),
    }
    return shell.render(visit, "desk/plans/batch.html", content, status=status, kind=TASK)


def _incomplete(missing: Sequence[str]) -> str:
    return f"还没有写{'、'.join(missing)}，补齐之后才能下达。" if missing else ""


def _chosen(visit: Visit) -> dict[int, int]:
    """The ticked drafts with the version that was seen, as `12-3`."""
    found = {}
    for text in visit.request.POST.getlist("task"):
        number, _, version = text.partition("-")
        if number.isdecimal() and version.isdecimal():
            found[int(number[:18])] = int(version[:9])
    return found


def _drafts(
    visit: Visit, *, outcome: Outcome | None = None, problem: Shown | None = None, status: int = 200
) -> HttpResponse:
    refused = {pk: one.sentence for pk, one in outcome.refused.items()} if outcome else {}
    matters = doing.drafts_of(visit.actor)
    content = {
        "problem": problem,
        "kept_back": len(refused),
        "most": doing.MOST_ISSUED,
        "once": uuid4().hex,
        "rows": [
            {"matter": one, "own": one.task, "why": refused.get(one.pk, "") or _incomplete(one.task.missing),
             "due": words.day(one.task.limit_on, visit.today) if one.task.limit_on else "未定"}
            for one in matters
        ],
    }  # fmt: skip
    return shell.render(visit, "desk/plans/drafts.html", content, status=status, kind=TASK)
