"""Who is protected by what: measures and head counts of every body by sort (clause 17.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import export, shell
from ecoduty.interfaces.desk.pages.protection import may_register
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.clock import spoken_date
from ecoduty.mechanisms.encouragement.protection import queries
from ecoduty.mechanisms.encouragement.protection.queries import PROTECTION, Covered
from ecoduty.organisation.directory.models import Body

_NONE = Covered(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """A body with what it has of each sort: code, name, measures."""

    body: Body
    cells: list[tuple[str, str, Covered]]

    @property
    def measures(self) -> int:
        """How many measures protect its people."""
        return sum(cell.measures for _, _, cell in self.cells)


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """Bodies by sorts; `?format=xlsx` as a file."""
    sorts = queries.sorts(visit.today)
    found = queries.by_body(visible_to(visit.actor), visit.today)
    lines = [_line(body, sorts, found.get(body.pk, {})) for body in queries.protecting_bodies(visit.today)]
    if visit.request.GET.get("format") == "xlsx":
        return _file(visit, sorts, lines)
    content = {
        "sorts": sorts.items(), "lines": [line for line in lines if line.measures],
        "without": [line.body for line in lines if not line.measures], "may_register": may_register(visit.actor),
    }  # fmt: skip
    return shell.render(visit, "desk/encouragement/protection.html", content, kind=PROTECTION)


def _line(body: Body, sorts: Mapping[str, str], has: Mapping[str, Covered]) -> Line:
    return Line(body, [(code, label, has.get(code, _NONE)) for code, label in sorts.items()])


def _file(visit: Visit, sorts: Mapping[str, str], lines: list[Line]) -> HttpResponse:
    headings = ["单位", *(f"{label}：{word}" for label in sorts.values() for word in ("措施数", "已覆盖", "应覆盖"))]
    rows = [
        [line.body.short_name, *(str(number) for _, _, one in line.cells for number in (one.measures, one.covered, one.eligible))]
        for line in lines
    ]  # fmt: skip
    file = export.workbook(
        "职业保障", headings, rows, [20, *[12] * (3 * len(sorts))], [f"截至{spoken_date(visit.today)}。"]
    )
    return export.attachment(file, f"职业保障覆盖{visit.today:%Y%m%d}")


@require_http_methods(["GET", "POST"])
@staff
def register(visit: Visit) -> HttpResponse:
    """A measure of the own body."""
    return acts.begin(visit, PROTECTION, "register_protection")
