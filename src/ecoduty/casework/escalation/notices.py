"""Writing notices: many with one statement, each at most once where it says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ecoduty.casework.escalation.recipients import Seat

_TYPES = (
    ("person_id", "bigint"),
    ("post_id", "bigint"),
    ("matter_id", "bigint"),
    ("deadline_id", "bigint"),
    ("kind", "text"),
    ("title", "text"),
    ("text", "text"),
    ("statutory", "boolean"),
    ("once", "text"),
)
_NAMES = ", ".join(name for name, _ in _TYPES)
_INSERT = (
    f"INSERT INTO escalation_notice ({_NAMES}, created_at) "  # noqa: S608 -- names are constants of this file
    f"SELECT {_NAMES}, %s FROM unnest({', '.join(f'%s::{kind}[]' for _, kind in _TYPES)}) AS rows({_NAMES}) "
    "ON CONFLICT (once) DO NOTHING"
)
TITLE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice before it is written. `once`, with the recipient added, keeps it from being written twice."""

    seat: Seat
    kind: str
    title: str
    text: str = ""
    matter: int | None = None
    deadline: int | None = None
    statutory: bool = False
    once: str = ""


def write(drafts: Sequence[Draft], moment: datetime) -> int:
    """Put notices into inboxes, one statement; the number written. What was said once already is passed over."""
    if not drafts:
        return 0
    rows = [
        (
            draft.seat.person,
            draft.seat.post or None,
            draft.matter,
            draft.deadline,
            draft.kind,
            draft.title[:TITLE_LENGTH],
            draft.text,
            draft.statutory,
            _once(draft),
        )
        for draft in drafts
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [moment, *(list(column) for column in zip(*rows, strict=True))])
        return int(cursor.rowcount)


def _once(draft: Draft) -> str | None:
    if not draft.once:
        return None
    who = f"person-{draft.seat.person}" if draft.seat.person is not None else f"post-{draft.seat.post}"
    return f"{draft.once}:{who}"
