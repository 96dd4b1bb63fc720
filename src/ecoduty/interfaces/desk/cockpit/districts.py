"""The districts on the map: problems that are not written off yet, where they were found, and how many of them are late.

Where a problem lies is its own, not its holder's, so that it stands in no folded figure: the open ones are counted as they are
(clauses 4.8, 9.2).
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import Count, F
from django.urls import reverse

from ecoduty.casework.figures.registry import Scope, overdue
from ecoduty.casework.matters.conditions import seen_by
from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk import district_map
from ecoduty.interfaces.desk.cockpit.asking import Asked, Section
from ecoduty.interfaces.desk.cockpit.matrix import Number
from ecoduty.interfaces.desk.pages.inspections import NOT_SAID
from ecoduty.mechanisms.inspections.queries import KIND
from ecoduty.organisation.directory import queries as directory

_WIDTH = 300  # pixels


def section(asked: Asked) -> Section | None:
    """Map and table; None for who looks at no district."""
    if asked.scope is Scope.OWN_BODY:
        return None
    if asked.on is not None:
        return Section("districts", "各区问题整改", {"why": "问题所在的区只有现在的数，不能回看往日。"})
    found = _counted(asked)
    shown = directory.districts().order_by("order")
    if asked.scope is Scope.OWN_DISTRICT:
        shown = shown.filter(pk=asked.visit.actor.region_id)
    districts = [*shown.values_list("key", "short_name"), *([(NOT_SAID, "未写明")] if found.get("") else [])]
    lines = [_line(key, name, *found.get("" if key == NOT_SAID else key, (0, 0))) for key, name in districts]
    picture, beside = district_map.drawn(_WIDTH)
    numbers = {key: found.get(key, (0, 0))[0] for key, _ in districts}
    total = Number(sum(number for number, _ in found.values()), _address())
    content = {
        "lines": lines, "map": picture, "drawn": beside, "total": total,
        "shapes": district_map.shapes(picture, numbers, elsewhere=None) if picture else [],
    }  # fmt: skip
    return Section("districts", "各区问题整改", content)


def _counted(asked: Asked) -> dict[str, tuple[int, int]]:
    """Open problems by the district they lie in (empty: not said), and how many of them are late: of those that are seen."""
    seen = Matter.objects.filter(seen_by(asked.visit.actor), kind=KIND, open=True)
    rows = seen.order_by().values(district=F("problem__district__key"))
    late = Count("pk", filter=overdue(asked.visit.now))
    return {row["district"] or "": (row["number"], row["late"]) for row in rows.annotate(number=Count("pk"), late=late)}


def _line(key: str, name: str, number: int, late: int) -> dict[str, object]:
    return {
        "name": name, "open": Number(number, _address(district=key)), "late": Number(late, _address(district=key, due="overdue")),
    }  # fmt: skip


def _address(**narrow: str) -> str:
    return f"{reverse('desk:matters')}?{urlencode({'kind': KIND, **narrow})}"


__all__ = ["section"]
