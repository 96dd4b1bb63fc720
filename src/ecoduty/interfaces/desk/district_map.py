"""The map of the districts on pages of the desk: to point at, and to colour with numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ecoduty.casework.publications import hotspots
from ecoduty.interfaces import outlines
from ecoduty.interfaces.outlines import Picture
from ecoduty.organisation.directory import queries as directory

CLASSES = 5  # shades


@dataclass(frozen=True, slots=True)
class Pointed:
    """A place somebody pointed at, in degrees of WGS 84, and the key of the district it lies in."""

    longitude: float
    latitude: float
    district: str


def drawn(width: int = outlines.WIDTH) -> tuple[Picture | None, Mapping[str, Any]]:
    """The map so many pixels wide with what must stand beside it; None where the rulebook has no outlines."""
    found = hotspots.outlines()
    names = dict(directory.districts().values_list("key", "short_name"))
    rings = found.get("rings", {}).items()
    areas = [{"key": key, "name": names.get(key, ""), "rings": one} for key, one in rings]
    return outlines.picture(areas, width), found


def pointed(x: str, y: str) -> Pointed | None:
    """The place under a point of the map, in pixels; None for outside the districts and for a key press, which points at 0, 0."""
    picture, _ = drawn()
    if picture is None or not (x.isascii() and x.isdecimal() and y.isascii() and y.isdecimal()) or x == y == "0":
        return None
    longitude, latitude = picture.place(float(x[:5]), float(y[:5]))
    area = picture.area_at(longitude, latitude)
    return Pointed(round(longitude, 5), round(latitude, 5), area.key) if area else None


def shapes(picture: Picture, numbers: Mapping[str, int], elsewhere: int | None = 0) -> list[dict[str, Any]]:
    """The districts to draw, each with its number and a shade from 0 to CLASSES by the largest one.

    `elsewhere` is the number of a district that has none among `numbers`: None where nothing is known of it.
    """
    most = max(numbers.values(), default=0)
    found = []
    for area in picture.areas:
        number = numbers.get(area.key, elsewhere)
        x, y = picture.middle(area)
        shade = -(-number * CLASSES // most) if most and number else 0
        found.append(
            {"path": picture.path(area), "x": x, "y": y, "key": area.key, "name": area.name, "number": number, "shade": shade}
        )  # fmt: skip
    return found


__all__ = ["Pointed", "drawn", "pointed", "shapes"]
