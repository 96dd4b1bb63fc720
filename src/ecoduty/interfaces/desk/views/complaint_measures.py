"""How bodies answer complaints, over a span of days; the same as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import export, shell
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.complaints import measures
from ecoduty.mechanisms.complaints.flow import KIND

HEADINGS = ("单位", "派来", "在办", "答复逾期", "按期答复率", "退单", "解决率", "满意率")
WIDTHS = (26, 8, 8, 10, 18, 8, 16, 16)


@dataclass(frozen=True, slots=True)
class Line:
    """One body as shown, each rate with its part and whole."""

    name: str
    row: measures.Measures
    open_url: str
    late_url: str

    def cells(self) -> list[str]:
        """As text, for the file."""
        row = self.row
        rates = [rate_words(share) for share in (row.on_time, row.resolved, row.satisfied)]
        return [self.name, str(row.sent), str(row.open), str(row.overdue), rates[0], str(row.returned), *rates[1:]]


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """What the visitor may see, by body."""
    since = _day(visit.request.GET.get("since", ""), visit.today.replace(month=1, day=1))
    until = _day(visit.request.GET.get("until", ""), visit.today)
    rows = measures.by_body(visible_to(visit.actor), since, until, visit.now)
    lines = [_line(row) for row in rows]
    total = Line("合计", measures.together(rows), "", "")
    if visit.request.GET.get("format") == "xlsx":
        note = f"收到日期{since}至{until}。按期答复率以已答复、逾期未答复和逾期后改派的为分母，没到期的不算。"
        file = export.workbook("群众反映办理", HEADINGS, [one.cells() for one in [*lines, total]], WIDTHS, [note])
        return export.attachment(file, f"群众反映办理情况{visit.today:%Y%m%d}")
    content = {"lines": lines, "total": total, "since": since, "until": until}
    return shell.render(visit, "desk/complaints/measures.html", content, kind=KIND)


def rate_words(share: measures.Share) -> str:
    """92%（23/25）, or a dash where nothing counts yet."""
    return "—" if share.percent is None else f"{share.percent}%（{share.part}/{share.whole}）"


def _line(row: measures.Measures) -> Line:
    assert row.body is not None
    listed = f"{reverse('desk:matters')}?kind={KIND}&holder={row.body.key}"
    return Line(row.body.short_name, row, f"{listed}&state=open", f"{listed}&due=overdue")


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise
