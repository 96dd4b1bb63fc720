"""Notices as the desk shows them: written by casework.escalation, read in the post one acts in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from ecoduty.casework.escalation import queries
from ecoduty.casework.escalation.models import Notice as Row
from ecoduty.casework.matters.models import Secrecy
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.visit import Visit

PAGE = 50
ALL = "all"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as shown, with the address of its matter."""

    id: int
    when: str
    kind: str
    text: str
    detail: str
    url: str
    unread: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page of notices, newest first."""

    notices: Sequence[Notice]
    unread: int
    number: int
    pages: int


def unread_count(visit: Visit) -> int:
    """How many notices are unread in this post."""
    return queries.unread_count(visit.actor)


def latest(visit: Visit, count: int) -> list[Notice]:
    """The newest notices."""
    return [_shown(row, visit) for row in queries.notices_of(visit.actor)[:count]]


def page(visit: Visit, number: str) -> NoticePage:
    """A page of notices; what is no page number is the first."""
    found = queries.notices_of(visit.actor)
    pages = max(1, -(-found.count() // PAGE))
    wanted = min(int(number), pages) if number.isdecimal() and int(number) else 1
    rows = found[(wanted - 1) * PAGE : wanted * PAGE]
    return NoticePage([_shown(row, visit) for row in rows], unread_count(visit), wanted, pages)


def mark_read(visit: Visit, ids: Sequence[str]) -> None:
    """Remember that these notices of this inbox were read, or all of them."""
    if ALL in ids:
        chosen = list(queries.notices_of(visit.actor).filter(read_at=None).values_list("pk", flat=True))
    else:
        chosen = [int(number) for number in ids if number.isdecimal()]
    queries.mark_read(visit.actor, chosen, visit.now)


def _shown(row: Row, visit: Visit) -> Notice:
    matter = row.matter
    return Notice(
        id=row.pk,
        when=words.ago(row.created_at, visit.today),
        kind=row.get_kind_display(),
        text=row.title,
        # Of a restricted matter a notice says that there is one, and the list of notices says no more.
        detail="" if matter is not None and matter.secrecy == Secrecy.RESTRICTED else row.text,
        url=reverse("desk:matter", args=[matter.public_id]) if matter is not None else "",
        unread=row.read_at is None,
    )
