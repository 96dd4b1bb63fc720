"""The sections of the cockpit in their order."""

from __future__ import annotations

from collections.abc import Callable

from ecoduty.interfaces.desk.cockpit import (
    case_road,
    clauses,
    coming,
    complaint_path,
    districts,
    load,
    matrix,
    trends,
)
from ecoduty.interfaces.desk.cockpit.asking import Asked, Section

SECTIONS: tuple[Callable[[Asked], Section | None], ...] = (
    matrix.section, coming.section, districts.section, trends.section, load.section, complaint_path.section, case_road.section,
    clauses.section,
)  # fmt: skip
_ON_THE_WALL = SECTIONS[:4]


def sections(asked: Asked) -> dict[str, Section]:
    """By key; on the wall only what is read from afar."""
    wanted = _ON_THE_WALL if asked.wall else SECTIONS
    found = [one for make in wanted if (one := make(asked)) is not None]
    return {one.key: one for one in found}


__all__ = ["SECTIONS", "sections"]
