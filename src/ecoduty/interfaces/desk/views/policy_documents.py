"""The register of policy documents (制度台账), and where one begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import export, shell
from ecoduty.interfaces.desk.pages.policy_documents import ENDING, ending_condition, lead_words, may_draft
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.kernel.clock import spoken_date
from ecoduty.mechanisms.policy_documents import queries, states
from ecoduty.mechanisms.policy_documents.flow import POLICY_DOCUMENT
from ecoduty.mechanisms.policy_documents.models import PolicyDocument
from ecoduty.mechanisms.policy_documents.queries import KIND

PAGE = 50
MOST = 5000  # lines of a file
HEADINGS = ("文件名称", "文号", "制定单位", "种类", "状态", "涉及生态环境", "牵头部门", "责任条款或理由", "印发日期", "施行日期", "有效期至", "由何代替")  # fmt: skip
WIDTHS = (44, 22, 18, 16, 10, 12, 18, 40, 12, 12, 12, 36)


@dataclass(frozen=True, slots=True)
class _Count:
    """How many documents a body has in each state, in the states' order."""

    key: str
    name: str
    numbers: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """One document as the register shows it."""

    own: PolicyDocument
    state: str
    sort: str
    lead: str
    over: bool
    soon: bool

    def cells(self) -> list[str]:
        """As text, for the file."""
        own = self.own
        touches = {None: "", True: "涉及", False: "不涉及"}[own.ecology]
        days = [str(day or "") for day in (own.issued_on, own.valid_from, own.valid_until)]
        return [
            own.matter.title, own.number, own.matter.holder.short_name, self.sort, self.state, touches, self.lead,
            own.duties or own.ecology_note, *days, own.replaced_by.matter.title if own.replaced_by else "",
        ]  # fmt: skip


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """What the visitor may see of every body's register: filtered, counted, as a file."""
    asked, seen = visit.request.GET, visible_to(visit.actor)
    found = PolicyDocument.objects.filter(matter__in=Matter.objects.filter(seen, _condition(asked), kind=KIND))
    found = found.select_related("matter__holder", "lead", "replaced_by__matter")
    found = found.order_by("matter__holder__order", F("issued_on").desc(nulls_first=True), "-pk")
    if asked.get("format") == "xlsx":
        lines = [line.cells() for line in _lines(visit, found[:MOST])]
        file = export.workbook(
            "制度台账", HEADINGS, lines, WIDTHS, [f"共{len(lines)}份，截至{spoken_date(visit.today)}。"]
        )
        return export.attachment(file, f"制度台账{visit.today:%Y%m%d}")
    page = Paginator(found, PAGE).get_page(asked.get("page"))
    counts = queries.by_body(seen)
    content = {
        "page": page,
        "lines": _lines(visit, page.object_list),
        "counts": [
            _Count(*body, [(one.code, row.get(one.code, 0)) for one in states.STATES]) for body, row in counts.items()
        ],
        "states": states.STATES,
        "filters": _filters(visit, list(counts)),
        "query": _address(asked),
        "filtered": any(asked.get(name) for name in ("body", "state", "sort", "ending", "q")),
        "q": asked.get("q", ""),
        "may_draft": may_draft(visit.actor),
    }
    return shell.render(visit, "desk/policies/register.html", content, kind=KIND)


def _condition(asked: QueryDict) -> Q:
    """The filters, as a condition on matters; what means nothing is left out."""
    found = Q()
    if body := asked.get("body"):
        found &= Q(holder__key=body)
    if (state := asked.get("state", "")) in POLICY_DOCUMENT.by_state:
        found &= Q(state=state)
    if sort := asked.get("sort"):
        found &= Q(policy_document__sort=sort)
    if (ending := asked.get("ending", "")) in dict(ENDING):
        found &= ending_condition(ending)
    if words := asked.get("q", "").strip()[:60]:
        found &= Q(title__icontains=words) | Q(policy_document__number__icontains=words)
    return found


def _filters(visit: Visit, bodies: list[tuple[str, str]]) -> list[dict[str, object]]:
    asked = visit.request.GET
    choices = [
        ("body", "制定单位", bodies),
        ("state", "状态", [(state.code, state.label) for state in states.STATES]),
        ("sort", "种类", list(queries.sorts(visit.today))),
        ("ending", "有效期", list(ENDING)),
    ]
    return [
        {"name": name, "label": label, "choices": given, "value": asked.get(name, "")} for name, label, given in choices
    ]


def _address(asked: QueryDict) -> str:
    """The filters as they stand, for links to pages and to the file."""
    kept = QueryDict(mutable=True)
    for name in ("body", "state", "sort", "ending", "q"):
        if asked.get(name):
            kept[name] = asked[name]
    return kept.urlencode()


def _lines(visit: Visit, rows: Iterable[PolicyDocument]) -> list[Line]:
    sorts = dict(queries.sorts(visit.today))
    last = queries.last_to_remind(visit.today)
    return [_line(own, sorts, visit.today, last) for own in rows]


def _line(own: PolicyDocument, sorts: Mapping[str, str], on: date, last: date) -> Line:
    until = own.valid_until if own.matter.state in states.VALID else None
    return Line(
        own, POLICY_DOCUMENT.state(own.matter.state).label, sorts.get(own.sort, own.sort), lead_words(own),
        over=until is not None and until < on, soon=until is not None and on <= until <= last,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff
def draft(visit: Visit) -> HttpResponse:
    """A document that is being made (clause 3.1)."""
    return acts.begin(visit, KIND, "draft_document")


@require_http_methods(["GET", "POST"])
@staff
def register(visit: Visit) -> HttpResponse:
    """A document that is in force already (clauses 3.1, 5.8)."""
    return acts.begin(visit, KIND, "register_document")
