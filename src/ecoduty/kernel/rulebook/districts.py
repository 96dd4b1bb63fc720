"""Writes out each district's bodies from the template, so that a clerk keeps one list and not six."""

from __future__ import annotations

import copy
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from ecoduty.kernel.rulebook.sections import TEMPLATE

if TYPE_CHECKING:
    from ecoduty.kernel.rulebook.source import Place, Source, Trail

ORDER_OF_FIRST_DISTRICT = 1000  # the bodies of the city and beyond come first, of each district after it
ROOM_PER_DISTRICT = 100


def expand(source: Source) -> None:
    """Add to `bodies` every template body for every district: `{district}`, `{name}` and `{stem}` are filled in.

    Template bodies take the district's code as region and level `district`; `order` counts inside the district.
    `except_districts` names the districts that have no such body.
    """
    template = source.sections.pop(TEMPLATE, {})
    districts = source.sections.get("districts", {})
    bodies = source.sections.setdefault("bodies", {})
    written: dict[str, list[tuple[Trail, Place]]] = defaultdict(list)
    for path, where in source.places.items():
        if len(path) > 1 and path[0] == TEMPLATE:
            written[str(path[1])].append((path[2:], where))
    for key, entry in template.items():
        left_out = _left_out(source, key, entry, districts)
        for district, facts in districts.items():
            if not isinstance(facts, dict) or not isinstance(entry, dict) or district in left_out:
                continue
            words = {"district": district, "name": facts.get("name"), "stem": facts.get("stem")}
            filled = _fill(copy.deepcopy(entry), words)
            filled.pop("except_districts", None)
            order, position = filled.get("order"), facts.get("order")
            if isinstance(order, int) and isinstance(position, int):
                filled["order"] = ORDER_OF_FIRST_DISTRICT + ROOM_PER_DISTRICT * (position - 1) + order
            filled |= {"level": "district", "region": facts.get("code")}
            _add(source, bodies, key, _fill(key, words), filled, written[key])


def _left_out(source: Source, key: str, entry: Any, districts: dict[str, Any]) -> list[str]:
    left_out = entry.get("except_districts", []) if isinstance(entry, dict) else []
    if not isinstance(left_out, list):
        source.report(source.place((TEMPLATE, key, "except_districts")), "wrong_type", "“except_districts”应是列表")
        return []
    for position, name in enumerate(left_out):
        if name not in districts:
            place = source.place((TEMPLATE, key, "except_districts", position))
            source.report(place, "dangling_district", f"没有区“{name}”")
    return left_out


def _fill(value: Any, words: dict[str, Any]) -> Any:
    if isinstance(value, str):
        for word, text in words.items():
            value = value.replace("{" + word + "}", str(text))
        return value
    if isinstance(value, list):
        return [_fill(item, words) for item in value]
    if isinstance(value, dict):
        return {key: _fill(item, words) for key, item in value.items()}
    return value


def _add(
    source: Source,
    bodies: dict[str, Any],
    origin: str,
    key: str,
    entry: dict[str, Any],
    written: list[tuple[Trail, Place]],
) -> None:
    """`written` is where the template's entry stands, part by part: what is wrong with the body is wrong there."""
    if key in bodies:
        place = source.place((TEMPLATE, origin))
        source.report(place, "duplicate_key", f"机构“{key}”重复：模板的键里须含 {{district}}，且不得与已有机构重名")
        return
    bodies[key] = entry
    for path, where in written:
        source.places["bodies", key, *path] = where
