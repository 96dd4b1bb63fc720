"""Who is inspected: how often this year by everybody, by whom, what was found and put right (clause 14.1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from ecoduty.casework.matters.models import Link, LinkKind, Matter
from ecoduty.casework.matters.rules import visible_to
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.inspection_plans import seen_lines
from ecoduty.interfaces.desk.rows import address_of
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.mechanisms.inspections.inspecting import queries, states
from ecoduty.mechanisms.inspections.inspecting.flow import INSPECTIONS
from ecoduty.mechanisms.inspections.planning import objects
from ecoduty.mechanisms.inspections.planning import queries as planning
from ecoduty.mechanisms.inspections.planning.models import InspectionObject
from ecoduty.organisation.directory.states import Level

_MOST = 200


def _seen_objects(visit: Visit) -> QuerySet[InspectionObject]:
    """In a district its own; for the city everybody's."""
    found = InspectionObject.objects.select_related("region", "body")
    if visit.actor.level == Level.DISTRICT:
        found = found.filter(Q(region=visit.actor.region_id) | Q(body__in=visit.actor.bodies))
    return found


def listed(visit: Visit) -> Mapping[str, Any]:
    """Who is inspected most this year first; narrowed to names that contain what was asked, or to those over the cap."""
    on = visit.today
    asked, only = visit.request.GET.get("q", "").strip()[:60], visit.request.GET.get("only", "")
    if only not in {"", "over"}:
        raise refuse("not_found")
    counts = objects.shown_counts(on.year, on, visit.actor.bodies)
    found = _seen_objects(visit)
    if asked:
        found = found.filter(Q(name__icontains=asked) | Q(plain__contains=objects.plain(asked) or asked))
    cap = planning.cap(on)
    every = sorted(found, key=lambda one: (-counts.get(one.pk, 0), one.name))
    rows = [one for one in every if only != "over" or counts.get(one.pk, 0) > cap]
    return {
        "rows": [
            {
                "own": one,
                "count": counts.get(one.pk, 0),
                "over": counts.get(one.pk, 0) > cap,
                "url": reverse("desk:inspection-object", args=[one.pk]),
            }
            for one in rows[:_MOST]
        ],
        "more": max(0, len(rows) - _MOST),
        "asked": asked,
        "only": only,
        "cap": cap,
        "year": on.year,
        "over_count": sum(1 for one in every if counts.get(one.pk, 0) > cap),
    }


def history(visit: Visit, number: int) -> Mapping[str, Any]:
    """One object: its inspections that the visitor may see, with problems found and put right, and what is planned this year.

    Raises Refused `not_found`.
    """
    on = visit.today
    own = _seen_objects(visit).filter(pk=number).first()
    if own is None:
        raise refuse("not_found")
    seen = Matter.objects.filter(visible_to(visit.actor), kind=queries.INSPECTION)
    rows = list(queries.of_object(number).filter(matter__in=seen.values("pk")))
    found, mended = _problems([row.pk for row in rows])
    kinds = planning.kinds(on)
    return {
        "own": own,
        "year": on.year,
        "cap": planning.cap(on),
        "count": objects.shown_counts(on.year, on, visit.actor.bodies).get(own.pk, 0),
        "rows": [
            {
                "own": row, "url": address_of(row.matter), "kind": kinds.get(row.kind, row.kind),
                "when": words.day(row.held_from or row.starts_on, on), "state": INSPECTIONS.state(row.matter.state).label,
                "done": row.matter.state not in {states.PREPARED.code, states.CALLED_OFF.code},
                "found": found[row.pk], "mended": mended[row.pk],
            }
            for row in rows
        ],
        "planned": [
            {"line": line, "kind": kinds.get(line.kind, line.kind), "url": reverse("desk:matter", args=[line.plan.matter.public_id])}
            for line in seen_lines(visit, on.year).filter(object=own, withdrawn="", joint_with=None)
        ],
    }  # fmt: skip


def _problems(numbers: list[int]) -> tuple[Counter[int], Counter[int]]:
    """By inspection how many problems were found, and how many of them are put right. One query."""
    rows = Link.objects.filter(source__in=numbers, kind=LinkKind.ORIGIN, target__kind=queries.PROBLEM).order_by()
    rows_ = rows.values_list("source").annotate(n=Count("pk"), done=Count("pk", filter=Q(target__open=False)))
    found, mended = Counter[int](), Counter[int]()
    for source, count, done in rows_:
        found[source], mended[source] = count, done
    return found, mended


__all__ = ["history", "listed"]
