"""Where something happens: a district, words for a place that is nowhere in particular, and a point inside the district's outline."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from ecoduty.interfaces import outlines
from ecoduty.interfaces.console.simulation import people
from ecoduty.interfaces.console.simulation.wording import say, words
from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.organisation.directory.models import Body

_TRIES = 60  # points drawn before the middle of the bounding box is taken as it is


@dataclass(frozen=True, slots=True)
class Spot:
    """A district, the words for the place in it, and the point; None where the rulebook draws no map."""

    district: Body
    place: str
    longitude: float | None
    latitude: float | None

    @property
    def data(self) -> dict[str, object]:
        """As acts ask for it."""
        pair = {"longitude": self.longitude, "latitude": self.latitude} if self.longitude is not None else {}
        return {"district": self.district.key, "place": self.place, **pair}


def spot(rng: Random, district: Body | None = None, *, rural: bool = False, at: str = "") -> Spot:
    """Somewhere in that district, or in one drawn by how much is going on there; `rural`: where there are fields; `at`: a sort
    of place, such as the shore.
    """
    found = district or _drawn(rng, rural=rural)
    lists = words("places")
    return Spot(found, say(rng, lists["sorts"][at] if at else lists["form"], lists), *_point(rng, found))


def _drawn(rng: Random, *, rural: bool) -> Body:
    every = people.districts()
    weights = [*words("places")["district_weights"], *([1] * len(every))][: len(every)]
    if rural:
        weights = [1 / weight for weight in weights]
    return rng.choices(every, weights)[0]


def _point(rng: Random, district: Body) -> tuple[float | None, float | None]:
    book = rulebooks.current()
    by_code = {one.code: key for key, one in book.districts.items()}
    drawn = book.maps["districts"].outlines if "districts" in book.maps else {}
    rings = tuple(drawn.get(by_code.get(district.region_code, ""), ()))
    picture = outlines.picture([{"key": district.key, "name": district.name, "rings": rings}])
    if picture is None:
        return None, None
    ring = max(picture.areas[0].rings, key=len)
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    for _ in range(_TRIES):
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        if outlines.inside(ring, x, y):
            return round(x, 6), round(y, 6)
    return round((west + east) / 2, 6), round((south + north) / 2, 6)


__all__ = ["Spot", "spot"]
