"""方案, and the list behind each of its clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from ecoduty.interfaces.desk import export, shell
from ecoduty.interfaces.desk.lights import WORDS
from ecoduty.interfaces.desk.plan.document import LEGEND, Document, Line, document
from ecoduty.interfaces.desk.plan.sheet import HEADINGS, WIDTHS, holding_line, line, sheet
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.rulebook import store

ATTENTION = "attention"
PRINT = "print"


@require_GET
@staff
def plan(visit: Visit) -> HttpResponse:
    """The plan; `?only=attention` what needs somebody, `?view=print` everything open, `?format=xlsx` the standings."""
    query = visit.request.GET
    _must_be_adopted()
    only = query.get("only") == ATTENTION
    found = document(visit, attention_only=only)
    if query.get("format") == "xlsx":
        return _excel(visit, found)
    content = {
        "document": found,
        "only": only,
        "printing": query.get("view") == PRINT,
        "legend": [(code, WORDS[code]) for code in LEGEND],
    }
    return shell.render(visit, "desk/plan.html", content)


def _must_be_adopted() -> None:
    if store.current_or_none() is None:
        raise Refused(
            "no_rulebook", "还没有采用规则书，方案无从显示。请系统管理员运行 ecoduty rulebook adopt。", status=409
        )


def _excel(visit: Visit, found: Document) -> HttpResponse:
    lines = [row for block in found.blocks for one in block.lines for row in _rows(one)]
    content = export.workbook("履行情况", HEADINGS, lines, WIDTHS, [f"共{len(lines)}行，{visit.actor.title}可见范围。"])
    return export.attachment(content, f"方案履行情况{visit.today:%Y%m%d}")


def _rows(one: Line) -> Iterable[Sequence[str]]:
    if one.answer:
        return [line(one.clause.id, one.answer.about, standing) for standing in one.answer.standings]
    return [holding_line(one.clause.id, holding) for holding in (one.serving.holdings if one.serving else ())]


@require_GET
@staff
def clause(visit: Visit, clause: str) -> HttpResponse:
    """One clause: a row for each bearer in sight, and what makes it tick."""
    _must_be_adopted()
    query = visit.request.GET
    found = sheet(visit, clause, query.get("word", ""), query.get("period", ""))
    if query.get("format") == "xlsx":
        lines = [line(clause, found.answer.about if found.answer else "", standing) for _, standing in found.rows]
        lines += [holding_line(clause, one) for one in (found.serving.holdings if found.serving else ())]
        content = export.workbook(f"{clause}款", HEADINGS, lines, WIDTHS, [f"共{len(lines)}行。"])
        return export.attachment(content, f"{clause}款履行情况{visit.today:%Y%m%d}")
    return shell.render(visit, "desk/clause.html", {"sheet": found})
