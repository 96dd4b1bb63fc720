"""Where progress calls begin, and their merged result as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk import export
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.clock import spoken_date
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.situation.analyses import acts as analyses
from ecoduty.mechanisms.situation.bulletins import acts as bulletins
from ecoduty.mechanisms.situation.calls import queries
from ecoduty.mechanisms.situation.calls.models import ProgressCall


@require_http_methods(["GET", "POST"])
@staff
def call(visit: Visit) -> HttpResponse:
    """A table asked of many bodies (clause 3.2)."""
    return acts.begin(visit, queries.CALL, "prepare_call")


@require_http_methods(["GET", "POST"])
@staff
def bulletin(visit: Visit) -> HttpResponse:
    """A bulletin out of the rhythm (clauses 3.2, 9.4)."""
    return acts.begin(visit, bulletins.KIND, "begin_bulletin")


@require_http_methods(["GET", "POST"])
@staff
def analysis(visit: Visit) -> HttpResponse:
    """An analysis out of the rhythm (clause 25.1)."""
    return acts.begin(visit, analyses.KIND, "begin_analysis")


@require_GET
@staff
def table(visit: Visit, public_id: UUID) -> HttpResponse:
    """The merged result in Excel. Raises Refused `not_found`."""
    matter = access_matter(visit.actor, public_id, Sight.FULL)
    if matter.kind != queries.CALL:
        raise refuse("not_found")
    result = queries.merged(ProgressCall.objects.get(pk=matter.pk))
    headings = [
        "填报单位",
        *(f"{one.label}（{one.unit}）" if one.unit else one.label for one in result.columns),
        "说明",
    ]
    lines = [[one.body.short_name, *one.cells, one.remark] for one in result.lines]
    if any(result.totals):
        lines.append(["合计", *result.totals, ""])
    notes = [f"应填报{len(result.lines)}家，已填报{result.answered}家，截至{spoken_date(visit.today)}。"]
    file = export.workbook("汇总", headings, lines, [20, *(18 for _ in result.columns), 40], notes)
    return export.attachment(file, f"{matter.title}汇总{visit.today:%Y%m%d}")
