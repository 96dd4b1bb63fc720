"""Registering a problem, and where problems are."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from ecoduty.casework.figures.registry import overdue
from ecoduty.casework.matters.conditions import seen_by
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces import outlines
from ecoduty.interfaces.desk import district_map, shell
from ecoduty.interfaces.desk.pages.inspections import NOT_SAID, may_register, where
from ecoduty.interfaces.desk.rows import address_of
from ecoduty.interfaces.desk.views import acts
from ecoduty.interfaces.desk.visit import Visit, staff
from ecoduty.mechanisms.inspections import queries, states
from ecoduty.mechanisms.inspections.queries import KIND
from ecoduty.organisation.directory import queries as directory

_WIDTH = 560  # pixels of the map, which a narrow screen makes smaller
_POINTS = 300  # of the newest open problems on the map


@require_http_methods(["GET", "POST"])
@staff
def new(visit: Visit) -> HttpResponse:
    """A problem that was found (clause 13.2)."""
    return acts.begin(visit, KIND, "register")


@require_GET
@staff
def index(visit: Visit) -> HttpResponse:
    """Where problems are: the map and the table of districts, each number the length of its list."""
    sources = queries.sources(visit.today)
    source = visit.request.GET.get("source", "")
    source = source if source in sources else ""
    seen = Matter.objects.filter(seen_by(visit.actor), kind=KIND)
    if source:
        seen = seen.filter(problem__source=source)
    counted = _by_district(seen, open=Q(open=True), overdue=overdue(visit.now), closed=Q(state=states.CLOSED.code))
    drawn, beside = district_map.drawn(_WIDTH)
    shown = _shown(counted, visit)
    open_ones = {key: counted["open"][key] for key, _ in shown if key}
    content = {
        "sources": sources, "source": source, "lines": _lines(counted, source, shown), "may_register": may_register(visit.actor),
        "map": drawn, "drawn": beside, "any": any(sum(one.values()) for one in counted.values()),
        "shapes": district_map.shapes(drawn, open_ones, elsewhere=None) if drawn else [],
        "points": _points(drawn, seen, visit) if drawn else [],
    }  # fmt: skip
    return shell.render(visit, "desk/problems/index.html", content, kind=KIND)


def _by_district(seen: QuerySet[Matter], **wanted: Q) -> dict[str, Counter[str]]:
    """How many of each word there are in every district, empty for none: all of them looked through once."""
    numbers = {f"n_{word}": Count("pk", filter=condition) for word, condition in wanted.items()}
    rows = list(seen.order_by().values(district=F("problem__district__key")).annotate(**numbers))
    return {
        word: Counter({row["district"] or "": row[f"n_{word}"] for row in rows if row[f"n_{word}"]}) for word in wanted
    }


def _shown(counted: dict[str, Counter[str]], visit: Visit) -> list[tuple[str, str]]:
    """The districts by key and name, empty for none said. Who belongs to a district reads no zero of one he does not see."""
    districts = list(directory.districts().order_by("order").values_list("pk", "key", "short_name"))
    own = next((key for pk, key, _ in districts if pk == visit.actor.region_id), "")
    some = {key for one in counted.values() for key in one}
    rows = [(key, name) for _, key, name in districts if not own or key == own or key in some]
    return [*rows, *([("", "未写明")] if "" in some else [])]


def _lines(counted: dict[str, Counter[str]], source: str, shown: list[tuple[str, str]]) -> list[dict[str, Any]]:
    lines = [
        _line(name, key or NOT_SAID, {word: one[key] for word, one in counted.items()}, source) for key, name in shown
    ]
    together = {word: sum(one.values()) for word, one in counted.items()}
    return [*lines, _line("合计", "", together, source)]


def _line(name: str, district: str, numbers: dict[str, int], source: str) -> dict[str, Any]:
    narrowed = {"open": {}, "overdue": {"due": "overdue"}, "closed": {"state": states.CLOSED.code}}
    urls = {}
    for word, more in narrowed.items():
        said = {"kind": KIND, "district": district, "source": source, **more}
        urls[word] = f"{reverse('desk:matters')}?{urlencode({key: value for key, value in said.items() if value})}"
    return {"name": name, "numbers": numbers, "urls": urls}


def _points(drawn: outlines.Picture, seen: QuerySet[Matter], visit: Visit) -> list[dict[str, Any]]:
    placed = seen.filter(open=True, problem__longitude__isnull=False).select_related("problem__district")
    found = []
    for matter in placed.order_by("-pk")[:_POINTS]:
        own = matter.problem
        x, y = drawn.point(float(own.longitude), float(own.latitude))
        late = matter.next_due_at is not None and matter.next_due_at <= visit.now
        title = f"{matter.title}（{where(own)}{'，已逾期' if late else ''}）"
        found.append({"x": x, "y": y, "url": address_of(matter), "title": title, "late": late})
    return found
