"""Who a role of a body is on a day: for many bodies and roles with one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from ecoduty.casework.matters.models import NamedAccess
from ecoduty.organisation.directory.models import Post
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

_HOLDS = "({0}.since IS NULL OR {0}.since <= %(on)s) AND ({0}.until IS NULL OR {0}.until > %(on)s)"
# Posts of the body (or, once it is dissolved, of the one that answers for it), posts of its leaders in charge, its
# coordinator; then whoever stands in for one of these.
_SEATS = f"""
WITH asked AS (
    SELECT b.id AS body, CASE WHEN b.valid_to <= %(on)s THEN coalesce(b.heir_id, b.id) ELSE b.id END AS answering
    FROM directory_body b WHERE b.id = ANY(%(bodies)s)
), seat AS (
    SELECT asked.body, p.kind AS role, p.id AS post, a.person_id AS person
    FROM asked
    JOIN directory_post p ON p.body_id = asked.answering
    LEFT JOIN directory_appointment a ON a.post_id = p.id AND {_HOLDS.format("a")}
    WHERE p.kind = ANY(%(roles)s) AND {_HOLDS.format("p")}
    UNION ALL
    SELECT asked.body, p.kind, p.id, a.person_id
    FROM asked
    JOIN directory_leader_in_charge l ON l.body_id = asked.answering
    JOIN directory_post p ON p.id = l.leader_id
    LEFT JOIN directory_appointment a ON a.post_id = p.id AND {_HOLDS.format("a")}
    WHERE p.kind = ANY(%(roles)s) AND {_HOLDS.format("l")} AND {_HOLDS.format("p")}
    UNION ALL
    SELECT asked.body, 'coordinator', a.post_id, a.person_id
    FROM asked
    JOIN directory_coordinator c ON c.body_id = asked.answering
    JOIN directory_appointment a ON a.id = c.appointment_id
    WHERE 'coordinator' = ANY(%(roles)s) AND {_HOLDS.format("c")}
        AND {_HOLDS.format("a")}
)
SELECT body, role, post, person FROM seat
UNION ALL
SELECT seat.body, seat.role, seat.post, d.delegate_id
FROM seat JOIN directory_delegation d ON d.post_id = seat.post AND d.holder_id = seat.person AND {_HOLDS.format("d")}
"""  # noqa: S608 -- constants of this file


@dataclass(frozen=True, slots=True)
class Seat:
    """A post and who is in it; a vacant post has nobody."""

    post: int
    person: int | None


class Addressees:
    """The seats behind (body, role) pairs on one day; whoever stands in for an absent holder is among them, and for a
    dissolved body the seats of the one that answers for it.
    """

    def __init__(self, wanted: Iterable[tuple[int, str]], on: date) -> None:
        pairs = set(wanted)
        self._seats: dict[tuple[int, str], list[Seat]] = defaultdict(list)
        if not pairs:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                _SEATS,
                {"on": on, "bodies": sorted({body for body, _ in pairs}), "roles": sorted({role for _, role in pairs})},
            )
            for body, role, post, person in cursor.fetchall():
                self._seats[body, role].append(Seat(post, person))

    def of(self, body: int, roles: Iterable[str]) -> list[Seat]:
        """Everyone of these roles, each person once however many posts he holds, each vacant post once."""
        found: dict[tuple[str, int], Seat] = {}
        for role in roles:
            for seat in self._seats.get((body, role), ()):
                key = ("person", seat.person) if seat.person is not None else ("post", seat.post)
                found.setdefault(key, seat)
        return list(found.values())


def office_seats(on: date) -> list[Seat]:
    """Everybody in the city's committee office, each person once. Two queries."""
    posts = list(
        Post.objects.filter(body__kind=COMMITTEE_OFFICE, body__level=Level.CITY)
        .values_list("body_id", "kind")
        .distinct()
    )
    addressees = Addressees(posts, on)
    found = {(seat.person or -seat.post): seat for body, kind in sorted(posts) for seat in addressees.of(body, [kind])}
    return list(found.values())


def named_persons(matters: Collection[int], on: date) -> dict[int, list[int]]:
    """The persons let into restricted matters, by matter."""
    found: dict[int, list[int]] = defaultdict(list)
    if matters:
        rows = NamedAccess.objects.filter(matter__in=list(matters), since__lte=on).exclude(until__lte=on)
        for matter, person in rows.values_list("matter_id", "person_id"):
            found[matter].append(person)
    return found
