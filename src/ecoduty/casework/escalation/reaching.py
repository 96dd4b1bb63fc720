"""Who would never read a notice: people without an account to sign in with. Then somebody of their body reads it, too.

The notice itself stays in the person's inbox, where it waits for the day on which there is an account; until then it
counts as undelivered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from ecoduty.casework.escalation.drafts import Draft
from ecoduty.casework.escalation.recipients import Addressees, Seat
from ecoduty.kernel.clock import local_date
from ecoduty.organisation.directory.models import Post
from ecoduty.organisation.directory.states import CLERK, COORDINATOR, DEPUTY, DIRECTOR, LIAISON, PRINCIPAL

IN_PLACE = (LIAISON, CLERK, COORDINATOR, DEPUTY, DIRECTOR, PRINCIPAL)  # the first who can sign in is told
_SIGNS_IN = "EXISTS (SELECT FROM accounts_account a WHERE a.person_id = p.id AND a.is_active)"
_WITHOUT = f"SELECT p.id, p.name FROM directory_person p WHERE p.id = ANY(%s) AND NOT {_SIGNS_IN}"  # noqa: S608 -- constants
_WITH = f"SELECT p.id FROM directory_person p WHERE p.id = ANY(%s) AND {_SIGNS_IN}"  # noqa: S608 -- as above
# From the few people without an account to their notices, not from all unread notices to their people.
_UNREAD = f"""
SELECT p.id, p.name, coalesce(b.short_name, ''), unread.count, unread.since
FROM directory_person p
LEFT JOIN directory_body b ON b.id = p.body_id
CROSS JOIN LATERAL (
    SELECT count(*), min(n.created_at) AS since FROM escalation_notice n
    WHERE n.person_id = p.id AND n.read_at IS NULL AND n.cancelled_at IS NULL
    AND NOT EXISTS (SELECT FROM matters_matter m WHERE m.id = n.matter_id AND m.secrecy = 'restricted')
) unread
WHERE NOT {_SIGNS_IN} AND unread.count > 0
ORDER BY unread.since, p.id LIMIT %s
"""  # noqa: S608 -- constants of this file

_UNREAD_OF = f"""
SELECT p.id, p.name, coalesce(b.short_name, ''), count(*), min(n.created_at)
FROM escalation_notice n
JOIN directory_person p ON p.id = n.person_id
LEFT JOIN directory_body b ON b.id = p.body_id
WHERE n.matter_id = %s AND n.read_at IS NULL AND n.cancelled_at IS NULL AND NOT {_SIGNS_IN}
GROUP BY p.id, p.name, b.short_name ORDER BY 5, p.id
"""  # noqa: S608 -- as above


@dataclass(frozen=True, slots=True)
class Unreached:
    """A person without an account, and how many notices nobody has read for him since when."""

    person: int
    name: str
    body: str
    count: int
    since: datetime


def in_place_of(drafts: Sequence[Draft], moment: datetime) -> list[Draft]:
    """Notices for whoever can sign in at the bodies of those who cannot, saying whom they were meant for.

    One statement where everybody has an account. Who is named person by person is nobody's to stand in for.
    """
    meant = {draft.seat.person for draft in drafts if draft.seat.person is not None and draft.seat.post}
    names = _without_account(meant)
    if not names:
        return []
    bodies = dict(Post.objects.filter(pk__in=_posts(drafts, names)).values_list("pk", "body_id"))
    found = _first_who_signs_in(set(bodies.values()), moment)
    told = {(draft.seat.person, draft.kind, draft.title, draft.matter) for draft in drafts}
    return [
        replace(draft, seat=seat, text=f"{draft.text}（本应通知{names[draft.seat.person]}，其没有可以登录的账号。）")
        for draft in drafts
        if draft.seat.person in names and draft.seat.post in bodies
        for seat in found.get(bodies[draft.seat.post], ())
        if (seat.person, draft.kind, draft.title, draft.matter) not in told
    ]


def unreached(limit: int) -> list[Unreached]:
    """For whom notices lie that nobody can read, longest first. One query. Those of restricted matters do not count: who
    reads this is not let into them, and a number that moves would tell of one.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [limit])
        return [Unreached(*row) for row in cursor.fetchall()]


def unreached_about(matter: int) -> list[Unreached]:
    """For whom notices about one matter lie that he cannot read, longest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD_OF, [matter])
        return [Unreached(*row) for row in cursor.fetchall()]


def who_sign_in(persons: Iterable[int | None]) -> set[int]:
    """Those of these people who have an account. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH, [sorted({person for person in persons if person is not None})])
        return {person for (person,) in cursor.fetchall()}


def _posts(drafts: Sequence[Draft], names: Collection[int | None]) -> set[int]:
    return {draft.seat.post for draft in drafts if draft.seat.person in names and draft.seat.post}


def _without_account(persons: Collection[int]) -> dict[int | None, str]:
    if not persons:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT, [sorted(persons)])
        return dict(cursor.fetchall())


def _first_who_signs_in(bodies: Collection[int], moment: datetime) -> dict[int, list[Seat]]:
    """By body the seats of the first role in which somebody has an account. Two statements."""
    addressees = Addressees({(body, role) for body in bodies for role in IN_PLACE}, local_date(moment))
    seats = {(body, role): addressees.of(body, [role]) for body in bodies for role in IN_PLACE}
    able = who_sign_in(seat.person for some in seats.values() for seat in some)
    found: dict[int, list[Seat]] = {}
    for (body, _), some in seats.items():  # in the order of the roles
        can = [seat for seat in some if seat.person in able]
        if can and body not in found:
            found[body] = can
    return found


__all__ = ["IN_PLACE", "Unreached", "in_place_of", "unreached", "unreached_about", "who_sign_in"]
