"""The limits of a matter as its page shows them: light, due day, and the whole working under 为何是这天？."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ecoduty.casework.matters.models import Matter
from ecoduty.interfaces.desk.lights import Light
from ecoduty.interfaces.desk.ruler import Ruler


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the working; `tag` marks local defaults and provisional dates."""

    label: str
    text: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A deadline as shown."""

    id: int
    label: str
    light: Light
    due: str
    clause: str
    tag: str
    points: tuple[Point, ...]
    ruler: Ruler | None
    open: bool


def limits(matter: Matter, now: datetime) -> list[Limit]:  # noqa: ARG001 -- until duties land
    """All limits of a matter."""
    return []
