"""民生实事: tasks and complaints so marked in one table, with their own completion rate; `?format=xlsx` as a file."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import F
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from ecoduty.interfaces.desk import export, livelihood, rows, shell
from ecoduty.interfaces.desk.printed import Heading, Paper, sheet
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.interfaces.desk.year_lists import question
from ecoduty.interfaces.desk.year_lists.sheets import place
from ecoduty.kernel.clock import spoken_date
from ecoduty.kernel.flow import tables
from ecoduty.mechanisms.work_plans.flow import TASK

PAGE = 50
MOST = 5_000
_COLUMNS = (
    Heading("编号", width=15, middle=True), Heading("种类", width=11, middle=True), Heading("事项", width=52),
    Heading("责任单位", "办理", 18, middle=True), Heading("状态", "办理", 12, middle=True), Heading("期限", "办理", 18, middle=True),
    Heading("灯", "办理", 10, middle=True),
)  # fmt: skip


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """The table, narrowed by kind, body, year and the number that was opened."""
    given = {name: visit.request.GET.get(name, "").strip()[:80] for name in ("kind", "body", "year", "only")}
    kind = given["kind"] if given["kind"] in livelihood.KINDS else ""
    only = given["only"] if given["only"] in livelihood.LABELS else livelihood.ALL
    year = int(given["year"]) if given["year"].isdecimal() and len(given["year"]) == 4 else 0
    every = livelihood.marked(visit.actor, kind=kind, year=year)
    total, lines = livelihood.counts(every, visit.now)
    found = livelihood.marked(visit.actor, kind=kind, body=given["body"], year=year)
    found = found.filter(livelihood.condition(only, visit.now)).select_related("holder")
    found = found.order_by(F("open").desc(), F("next_due_at").asc(nulls_last=True), "pk")
    if visit.request.GET.get("format") == "xlsx":
        return _excel(visit, rows.rows(list(found[:MOST]), visit.actor, visit.now), total)

    def address(**changed: str) -> str:
        pairs = {"kind": kind, "year": str(year or ""), "body": given["body"], "only": only, **changed}
        said = urlencode({name: value for name, value in pairs.items() if value and value != livelihood.ALL})
        return f"{reverse('desk:livelihood')}?{said}"

    start = (question.page_number(visit) - 1) * PAGE
    here = list(found[start : start + PAGE + 1])
    shown = next((line for line in lines if line.body == given["body"]), total)
    content = {
        "rows": rows.rows(here[:PAGE], visit.actor, visit.now), "first": start, "shown": shown, "only": only,
        "numbers": [(label, shown.by[name], address(only=name), name == only) for name, label in livelihood.LABELS.items()],
        "lines": [
            (line, [(line.by[name], address(only=name, body=line.body), name == livelihood.OVERDUE) for name in livelihood.LABELS])
            for line in [*lines, total]
        ],
        "labels": list(livelihood.LABELS.values()), "body": given["body"], "chip": shown.name if given["body"] else "",
        "without_body": address(body=""), "excel": address(format="xlsx"),
        "previous": address(page=str(start // PAGE)) if start else "",
        "next": address(page=str(start // PAGE + 2)) if len(here) > PAGE else "",
        "filters": [
            question.Choice("kind", "种类", [(code, tables()[code].label) for code in livelihood.KINDS], kind),
            question.Choice("year", "立项年份", [(str(one), f"{one}年") for one in range(visit.today.year, visit.today.year - 5, -1)], str(year or "")),
        ],
    }  # fmt: skip
    return shell.render(visit, "desk/livelihood.html", content, kind=TASK)


def _excel(visit: Visit, found: list[rows.Row], total: livelihood.Counts) -> HttpResponse:
    lines = [
        [row.matter.number, row.kind, row.matter.title, row.holder, row.state, row.due, row.light.word] for row in found
    ]
    by = total.by
    paper = Paper(
        "民生实事", f"{place(visit)}生态环境民生实事办理情况",
        (f"填报单位：{visit.actor.title.partition('·')[0]}", f"制表日期：{spoken_date(visit.today)}",
         f"共{by[livelihood.ALL]}件，办结{by[livelihood.CLOSED]}件，办结率{total.rate}"),
    )  # fmt: skip
    return export.attachment(sheet(paper, _COLUMNS, lines), f"民生实事{visit.today:%Y%m%d}")
