"""Writes out each district's bodies from the template, so that a clerk keeps one list and not six."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from ecoduty.kernel.rulebook.sections import TEMPLATE

if TYPE_CHECKING:
    from ecoduty.kernel.rulebook.source import Source, Trail

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
            _add(source, bodies, (TEMPLATE, key), _fill(key, words), filled)


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


def _add(source: Source, bodies: dict[str, Any], origin: Trail, key: str, entry: dict[str, Any]) -> None:
    place = source.place(origin)
    if key in bodies:
        source.report(place, "duplicate_key", f"机构“{key}”重复：模板的键里须含 {{district}}，且不得与已有机构重名")
        return
    bodies[key] = entry
    copied = {path: where for path, where in source.places.items() if path[: len(origin)] == origin}
    for path, where in copied.items():
        source.places["bodies", key, *path[len(origin) :]] = where
