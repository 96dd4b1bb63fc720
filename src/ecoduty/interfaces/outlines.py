"""The map of the districts: drawn from their outlines to point at or to colour, and from a point on it back to a place."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 340  # pixels of the map to point at: what a phone has; never scaled, so that a click means the same everywhere
_MARGIN = 6
_NEAR = 0.012  # degrees, about a kilometre: a quay or a ferry pier beside the simplified outline still counts

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A district with its rings of longitude and latitude."""

    key: str
    name: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The map as it is drawn: where its left and upper edge lie and how many pixels a degree has."""

    areas: tuple[Area, ...]
    width: int
    west: float
    north: float
    across: float
    down: float
    height: int

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels from the left and from above."""
        return _MARGIN + (longitude - self.west) * self.across, _MARGIN + (self.north - latitude) * self.down

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of a point on the picture."""
        return self.west + (x - _MARGIN) / self.across, self.north - (y - _MARGIN) / self.down

    def path(self, area: Area) -> str:
        """A district as SVG draws it."""
        return "".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (self.point(*p) for p in ring)) + "Z" for ring in area.rings
        )

    def middle(self, area: Area) -> tuple[int, int]:
        """Where its name stands: the middle of its largest ring."""
        ring = max(area.rings, key=_size)
        x, y = self.point(*_centre(ring))
        return round(x), round(y)

    def area_at(self, longitude: float, latitude: float) -> Area | None:
        """The district a place lies in, or lies beside; None for outside."""
        found = next(
            (area for area in self.areas if any(inside(ring, longitude, latitude) for ring in area.rings)), None
        )
        if found is not None:
            return found
        near = [(_distance(area, longitude, latitude), n) for n, area in enumerate(self.areas)]
        distance, n = min(near, default=(math.inf, 0))
        return self.areas[n] if distance <= _NEAR else None


def picture(districts: Sequence[dict[str, Any]], width: int = WIDTH) -> Picture | None:
    """The map of districts (key, name, rings), so many pixels wide; None where they have no outlines."""
    return _picture(tuple((one["key"], one["name"], tuple(one["rings"])) for one in districts if one["rings"]), width)


@functools.lru_cache(maxsize=4)
def _picture(drawn: tuple[tuple[str, str, tuple[str, ...]], ...], width: int) -> Picture | None:
    if not drawn:
        return None
    areas = tuple(Area(key, name, tuple(_ring(text) for text in rings)) for key, name, rings in drawn)
    points = [point for area in areas for ring in area.rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    across = (width - 2 * _MARGIN) / (east - west)
    down = across / math.cos(math.radians((south + north) / 2))
    return Picture(areas, width, west, north, across, down, round((north - south) * down) + 2 * _MARGIN)


def _ring(text: str) -> Ring:
    return tuple((float(x), float(y)) for x, y in (pair.split(",") for pair in text.split()))


def _pairs(ring: Ring) -> Iterable[tuple[tuple[float, float], tuple[float, float]]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def inside(ring: Ring, x: float, y: float) -> bool:
    """Whether a point of longitude and latitude lies in a ring."""
    crossed = False
    for (x1, y1), (x2, y2) in _pairs(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossed = not crossed
    return crossed


def _distance(area: Area, x: float, y: float) -> float:
    return min(_to_line(x, y, *start, *end) for ring in area.rings for start, end in _pairs(ring))


def _to_line(x: float, y: float, x1: float, y1: float, x2: float, y2: float) -> float:
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


def _size(ring: Ring) -> float:
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _pairs(ring)))


def _centre(ring: Ring) -> tuple[float, float]:
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _pairs(ring))
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _pairs(ring)) / (3 * twice)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _pairs(ring)) / (3 * twice)
    return x, y
