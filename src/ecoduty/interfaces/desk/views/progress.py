"""报送进度, and 催办 for a selection."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import export, shell
from ecoduty.interfaces.desk.progress import HEADINGS, WIDTHS, progress
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused, perform_many, table
from ecoduty.kernel.flow.gate import Item


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """The page, or with `?format=xlsx` the same as a file."""
    _only_oversight(visit)
    query = visit.request.GET
    only_waiting = query.get("show") == "waiting"
    found = progress(visit, query.get("duty", ""), query.get("period", ""), only_waiting=only_waiting)
    if visit.request.GET.get("format") == "xlsx":
        lines = [line.cells() for line in found.shown]
        name = f"{found.spoken_period}{found.label}报送进度"
        note = (
            f"共{len(found.lines)}家，已办{found.done}，在办{found.running}，逾期{found.late}，未立项{found.waiting}。"
        )
        return export.attachment(export.workbook(name, HEADINGS, lines, WIDTHS, [note]), f"{name}{visit.today:%Y%m%d}")
    return shell.render(visit, "desk/progress.html", {"progress": found, "headings": HEADINGS})


@require_POST
@staff
def urge(visit: Visit) -> HttpResponse:
    """Urge the chosen bodies with one act; who cannot be urged is named, the others are."""
    _only_oversight(visit)
    posted = visit.request.POST
    chosen = [int(value) for value in posted.getlist("matter") if value.isdecimal()]
    matters = list(Matter.objects.filter(visible_to(visit.actor), pk__in=chosen).select_related("holder"))
    back = f"{reverse('desk:progress')}?duty={posted.get('duty', '')}&period={posted.get('period', '')}"
    if not matters:
        messages.error(visit.request, "没有选中单位：请先勾选要催办的单位，再点“催办”。")
        return HttpResponseRedirect(back)
    done: list[str] = []
    refused: list[str] = []
    for kind in sorted({matter.kind for matter in matters}):
        own = {matter.pk: matter.holder.short_name for matter in matters if matter.kind == kind}
        items = [Item(pk, {"note": posted.get("note", "")}) for pk in own]
        outcome = perform_many(table(kind), "urge", items, actor=visit.actor, on_refusal="skip")
        done += [own[pk] for pk in outcome.done]
        refused += [f"{own[pk]}（{reason.sentence}）" for pk, reason in outcome.refused.items()]
    if done:
        messages.success(visit.request, f"已催办{len(done)}家：{'、'.join(done)}。")
    if refused:
        messages.error(visit.request, f"{len(refused)}家没有催办：{'；'.join(refused)}")
    return HttpResponseRedirect(back)


def _only_oversight(visit: Visit) -> None:
    if "oversight" not in visit.actor.capacities:
        raise Refused("not_permitted", "报送进度由生态环境保护委员会办公室查看。", status=403)
