"""Sending prepared escalations: several at once, each an act of its own matter."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ecoduty.casework.escalation.queries import rungs_waiting
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused, perform, table


@require_POST
@staff
def release(visit: Visit) -> HttpResponse:
    """Send the chosen ones of those that wait for this post. Who is refused is named; the others go out."""
    chosen = [int(value) for value in visit.request.POST.getlist("rung") if value.isdecimal()]
    done, refused = 0, []
    for rung in rungs_waiting(visit.actor).filter(pk__in=chosen):
        matter = rung.deadline.matter
        try:
            perform(table(matter.kind), "release_rung", matter.pk, actor=visit.actor, data={"rung": rung.pk})
        except Refused as refusal:
            refused.append(f"“{matter.title}”：{refusal.sentence}")
        else:
            done += 1
    if not chosen:
        messages.error(visit.request, "没有选中：请先勾选要发出的升级事项，再点“发出所选”。")
    if done:
        messages.success(visit.request, f"已发出{done}件升级事项。")
    if refused:
        messages.error(visit.request, f"{len(refused)}件没有发出。{' '.join(refused[:5])}")
    return HttpResponseRedirect(reverse("desk:worklist"))
