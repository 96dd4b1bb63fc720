"""How bodies answer complaints, over a span of days; the same as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import export, shell
from ecoduty.interfaces.desk.pages import complaint_filters
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.clock import spoken_date
from ecoduty.mechanisms.complaints import measures
from ecoduty.mechanisms.complaints.flow import KIND

HEADINGS = ("单位", "派来", "在办", "答复逾期", "按期答复率", "退单", "解决率", "满意率")
WIDTHS = (26, 8, 8, 10, 18, 8, 16, 16)


@dataclass(frozen=True, slots=True)
class Line:
    """One body as shown, each rate with its part and whole; `urls` are the lists behind its numbers."""

    name: str
    row: measures.Measures
    urls: Mapping[str, str]

    def cells(self) -> list[str]:
        """As text, for the file."""
        row = self.row
        rates = [rate_words(share) for share in (row.on_time, row.resolved, row.satisfied)]
        return [self.name, str(row.sent), str(row.open), str(row.overdue), rates[0], str(row.returned), *rates[1:]]


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """What the visitor may see, by body."""
    since, until = complaint_filters.span(visit.request.GET.dict(), visit.today)
    seen = visible_to(visit.actor)

    def line(row: measures.Measures) -> Line:
        key, name = (row.body.key, row.body.short_name) if row.body else ("", "合计")
        return Line(name, row, {one: complaint_filters.address(one, key, since, until) for one in measures.LABELS})

    lines = [line(row) for row in measures.by_body(seen, since, until, visit.now)]
    if lines:
        lines.append(line(measures.together(seen, since, until, visit.now)))
    if visit.request.GET.get("format") == "xlsx":
        note = f"收到日期{spoken_date(since)}至{spoken_date(until)}。按期答复率以已答复、逾期未答复和逾期后改派的为分母，没到期的不算。"
        file = export.workbook("群众反映办理", HEADINGS, [one.cells() for one in lines], WIDTHS, [note])
        return export.attachment(file, f"群众反映办理情况{visit.today:%Y%m%d}")
    content = {"lines": lines, "since": since, "until": until}
    return shell.render(visit, "desk/complaints/measures.html", content, kind=KIND)


def rate_words(share: measures.Share) -> str:
    """92%（23/25）, or a dash where nothing counts yet."""
    return "—" if share.percent is None else f"{share.percent}%（{share.part}/{share.whole}）"
