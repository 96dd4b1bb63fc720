"""The list of matters and one matter."""

from __future__ import annotations

import uuid
from datetime import date
from urllib.parse import parse_qs, urlencode, urlsplit

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from ecoduty.casework.matters.models import Matter, Secrecy
from ecoduty.casework.matters.rules import Sight, access_matter
from ecoduty.interfaces.desk import columns, counted, export, listing, shell, trail, words
from ecoduty.interfaces.desk.lights import WORDS, Code
from ecoduty.interfaces.desk.matter_page import matter_page
from ecoduty.interfaces.desk.parts import parts_of
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.flow import tables
from ecoduty.organisation.directory.models import Body

_YEARS, _PARTS = 3, ("", "-H2", "-H1", "-Q4", "-Q3", "-Q2", "-Q1")
_LEDGER_PAGE = 200  # entries of one page


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """The list: filters, sorting, totals, pages; `?format=xlsx` the same as a file."""
    request = visit.request
    found = listing.Listing(visit, listing.Question.read(request.GET.dict()))
    if request.GET.get("format") == "xlsx":
        return _excel(found)
    kind = found.question.get("kind")
    if _asked_from_another(request, kind):
        answer = HttpResponse()
        answer["HX-Redirect"] = found.question.address()
        return answer
    table = tables().get(kind)
    _ = found.matters  # an address that no number gave out is refused before anything is shown
    behind = found.question.behind
    told = (*counted.NAMES, *(behind.names if behind else ()))
    content = {
        "listing": found,
        "question": found.question,
        "heading": table.label if table else "办件",
        "columns": [_heading(found.question, column) for column in columns.shown(mixed=table is None)],
        "mixed": table is None,
        "filters": _filters(found.question, visit.today),
        "previous": found.question.address(page=str(found.number - 1)) if found.number > 1 else "",
        "next": found.question.address(page=str(found.number + 1)) if found.number < found.pages else "",
        "begins": [
            (page.label, shell.address(page.route))
            for page in parts_of(kind).pages
            if page.begins and page.shown(visit.actor)
        ],
        "excel": found.question.address(format="xlsx"),
        "late": found.question.address(due="overdue"),
        "soon": found.question.address(light="soon"),
        "open": found.question.address(state=listing.OPEN) if found.totals.open != found.totals.count else "",
        "figure": behind.chip(found.question.given) if behind else counted.chip(found.question.given),
        "without_figure": found.question.address(**dict.fromkeys(told, "")),
        "kept_query": urlencode(found.question.kept),
        "kept": [(name, found.question.get(name)) for name in (*told, "day", "clause")],
        "numbers": counted.numbers(kind, visit.actor) if not found.question.get(counted.FIGURE) else (),
    }
    part = "#rows" if request.headers.get("HX-Request") else ""
    response = shell.render(visit, f"desk/matters.html{part}", content)
    response["Vary"] = "HX-Request"
    return response


def _asked_from_another(request: HttpRequest, kind: str) -> bool:
    """Whether the filters on the screen are another kind's: then the rows alone are not enough."""
    shown = parse_qs(urlsplit(request.headers.get("HX-Current-URL", "")).query).get("kind", [""])[0]
    return bool(request.headers.get("HX-Request")) and shown != kind and "HX-Current-URL" in request.headers


def _heading(question: listing.Question, column: object) -> dict[str, str]:
    sort = getattr(column, "sort", "")
    active = bool(sort) and question.sort == sort
    towards = f"-{sort}" if active and not question.descending else sort
    return {
        "key": getattr(column, "key", ""),
        "label": getattr(column, "label", ""),
        "css": getattr(column, "css", ""),
        "url": question.address(sort=towards) if sort else "",
        "aria": ("descending" if question.descending else "ascending") if active else "",
    }


def _filters(question: listing.Question, today: date) -> list[dict[str, object]]:
    kind = question.get("kind")
    table = tables().get(kind)
    states = [(listing.OPEN, "在办"), (listing.CLOSED, "已办结"), (listing.ALL, "在办和办结")]
    states += [(state.code, state.label) for state in table.states] if table else []
    holders = list(
        # Asked body by body: there are a hundred of them and a million matters. A restricted one gives nobody away.
        Body.objects.filter(
            Exists(Matter.objects.filter(holder=OuterRef("pk"), secrecy__in=[Secrecy.PUBLIC, Secrecy.INTERNAL]))
        ).values_list("key", "short_name")
    )
    choices: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("kind", "种类", []),
        ("state", "状态", states),
        ("holder", "主办", holders),
        ("due", "期限", list(listing.DUE.items())),
        ("light", "灯", [(str(code), word) for code, word in WORDS.items() if code is not Code.NONE]),
        ("whose", "谁办", list(listing.WHOSE.items())),
        ("period", "报告期", _periods(question, today)),
        *((one.name, one.label, list(one.choices())) for one in parts_of(kind).filters),
    ]
    return [
        {
            "name": name,
            "label": label,
            "choices": options,
            "groups": listing.kinds() if name == "kind" else (),
            "value": _value(question, name),
        }
        for name, label, options in choices
    ]


def _periods(question: listing.Question, today: date) -> list[tuple[str, str]]:
    """The year, half-years and quarters of this year and the last two, and what was asked for."""
    keys = [f"{year}{part}" for year in range(today.year, today.year - _YEARS, -1) for part in _PARTS]
    asked = question.get("period")
    return [(key, words.period(key)) for key in (*keys, *([asked] if asked and asked not in keys else []))]


def _value(question: listing.Question, name: str) -> str:
    """What a filter shows as chosen; the state says openly what a list without one shows."""
    shown = listing.OPEN if question.only_open else listing.ALL
    return question.get(name) or (shown if name == "state" else "")


def _excel(found: listing.Listing) -> HttpResponse:
    told = columns.shown(mixed=found.question.get("kind") not in tables())
    lines = [[column.text(row) for column in told] for row in found.all_rows()]
    totals = found.totals
    notes = [f"共{totals.count}件，在办{totals.open}件，其中逾期{totals.overdue}件。"]
    if totals.count > listing.EXPORT_LIMIT:
        notes.append(f"只导出前{listing.EXPORT_LIMIT}件，请缩小筛选范围后再导出其余。")
    content = export.workbook(
        "办件", [column.label for column in told], lines, [column.width for column in told], notes
    )
    return export.attachment(content, f"办件清单{found.visit.today:%Y%m%d}")


@require_GET
@staff
def detail(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """One matter, as far as the visitor may see it."""
    matter = access_matter(visit.actor, public_id, Sight.SUMMARY)
    page = matter_page(visit, matter, visit.request.GET.get("tab", ""))
    part = "#pane" if visit.request.headers.get("HX-Target") == "pane" else ""
    response = shell.render(visit, f"desk/matter.html{part}", {"page": page, "matter": matter}, kind=matter.kind)
    response["Vary"] = "HX-Request"
    return response


@require_GET
@staff
def ledger(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """The ledger of a matter, oldest first, with the full digests; by pages where it is long."""
    matter = access_matter(visit.actor, public_id, Sight.FULL)
    content = _ledger(visit, matter)
    return shell.render(visit, "desk/ledger.html", {**content, "verdict": None}, kind=matter.kind)


@require_POST
@staff
def check(visit: Visit, public_id: uuid.UUID) -> HttpResponse:
    """Recompute every link of the matter's stream and say whether it holds."""
    matter = access_matter(visit.actor, public_id, Sight.FULL)
    verdict = trail.check(matter.stream)
    if visit.request.headers.get("HX-Request"):
        return shell.render(visit, "desk/ledger.html#verdict", {"verdict": verdict})
    content = _ledger(visit, matter)
    return shell.render(visit, "desk/ledger.html", {**content, "verdict": verdict}, kind=matter.kind)


def _ledger(visit: Visit, matter: Matter) -> dict[str, object]:
    """One page of the ledger: the places of its entries in the stream are their numbers."""
    newest = trail.last(matter.stream, 1)
    count = newest[-1].seq if newest else 0
    pages = max(1, -(-count // _LEDGER_PAGE))
    asked = visit.request.GET.get("page", "1")
    number = min(max(int(asked), 1), pages) if asked.isdecimal() and len(asked) < 9 else 1
    first = (number - 1) * _LEDGER_PAGE + 1
    found = trail.between(matter.stream, first, first + _LEDGER_PAGE)
    lines = trail.lines(found, visit.today, newest_first=False)
    return {"matter": matter, "lines": lines, "count": count, "number": number, "pages": pages}
