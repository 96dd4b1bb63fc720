"""Complaints like this one: of the same district, of the last weeks, in like words or at the same place whatever the words.

A hint for whoever registers one, and for the public before it sends one; whether two are one a person decides (并案).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from ecoduty.kernel.rulebook import store as rulebooks

_SHOWN = 5
_SHORTEST = 4  # characters: shorter texts are like everything
# The district's recent ones are few; only these are compared. A place that is the same counts beside the words.
_LIKE = """
WITH recent AS (
    SELECT c.matter_id, c.text, c.place, c.longitude, c.latitude
    FROM complaints_complaint c JOIN matters_matter m ON m.id = c.matter_id
    WHERE c.received_on >= %(since)s AND (%(district)s::bigint IS NULL OR c.district_id = %(district)s)
        AND m.state NOT IN ('merged', 'refused') AND c.matter_id IS DISTINCT FROM %(but)s
    ORDER BY c.received_on DESC, c.matter_id DESC
    LIMIT 2000
), scored AS (
    SELECT matter_id, similarity(text, %(text)s) AS words,
        CASE WHEN %(place)s <> '' AND place <> '' THEN similarity(place, %(place)s) ELSE 0 END AS places,
        coalesce(abs(longitude - %(longitude)s::numeric) < %(reach)s::numeric AND abs(latitude - %(latitude)s::numeric) < %(reach)s::numeric, false) AS near
    FROM recent
)
SELECT matter_id, words, near OR places >= 0.6 FROM scored
WHERE words >= %(least)s OR near OR places >= 0.6
ORDER BY words + CASE WHEN near OR places >= 0.6 THEN 0.3 ELSE 0 END DESC, matter_id DESC
LIMIT %(most)s
"""
_REACH = "0.003"  # degrees, some three hundred metres


@dataclass(frozen=True, slots=True)
class Twin:
    """A complaint like the one asked about: how alike its words are, in per cent, and whether it is of the same place."""

    complaint: int
    score: int
    same_place: bool


def like(
    text: str,
    *,
    district: int | None,
    on: date,
    place: str = "",
    longitude: float | None = None,
    latitude: float | None = None,
    but: int | None = None,
) -> list[Twin]:
    """The likest first, five at most; `district` is a body's id or None for the whole city, `but` leaves one out. One query."""
    if len(text.strip()) < _SHORTEST:
        return []
    book = rulebooks.current()
    days = book.whole("complaint.twin-days", on=on)
    least = book.whole("complaint.twin-score", on=on) / 100
    given = {
        "text": text, "place": place, "district": district, "since": on - timedelta(days=days), "least": least,
        "longitude": longitude, "latitude": latitude, "reach": _REACH, "but": but, "most": _SHOWN,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, given)
        return [Twin(pk, round(words * 100), same) for pk, words, same in cursor.fetchall()]


__all__ = ["Twin", "like"]
