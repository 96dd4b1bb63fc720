"""The register of liaisons: who answers for a body on a day, and which bodies have nobody (clause 7.2).

Nobody keeps it by hand: it is the directory's appointments to posts of the kind `liaison`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ecoduty.mechanisms.coordination import bodies
from ecoduty.organisation.directory.models import Appointment, Body
from ecoduty.organisation.directory.queries import holders
from ecoduty.organisation.directory.states import LIAISON


@dataclass(frozen=True, slots=True)
class Entry:
    """A body with its liaisons on the day; without any it is a gap."""

    body: Body
    people: Sequence[Appointment]


def register(body: Body | None, on: date) -> list[Entry]:
    """Every body that takes part at that body's level and in its district, in official order. Two queries.

    Without a body those of the city: who keeps the platform belongs to none.
    """
    found = bodies.circle(body, on)
    people = holders(found, [LIAISON], on)
    return [Entry(one, [row for row in people if row.post.body_id == one.pk]) for one in found]
