"""Writing notices: many with one statement, each at most once where it says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from ecoduty.casework.escalation import reaching
from ecoduty.casework.escalation.drafts import Draft

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
    "ON CONFLICT (once) DO NOTHING RETURNING id, person_id, kind, statutory, matter_id, deadline_id"
)
TITLE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Written:
    """A notice that now stands in an inbox, as those who carry it further need it."""

    id: int
    person: int | None
    kind: str
    statutory: bool
    matter: int | None
    deadline: int | None


Listener = Callable[[Sequence[Written], datetime], None]
_listeners: dict[str, Listener] = {}


def listen(name: str, listener: Listener) -> None:
    """Be told, inside the same transaction, of every batch of notices that was written."""
    _listeners[name] = listener


def write(drafts: Sequence[Draft], moment: datetime) -> int:
    """Put notices into inboxes, two statements; the number written. What was said once already is passed over, and so is
    what a person would be told twice in this batch because he holds several posts. For who has no account somebody else
    of his body is told, too: then it is four more.
    """
    if not drafts:
        return 0
    once = {_told(draft): _row(draft) for draft in (*drafts, *reaching.in_place_of(drafts, moment))}
    rows = list(once.values())
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [moment, *(list(column) for column in zip(*rows, strict=True))])
        written = [Written(*row) for row in cursor.fetchall()]
    if written:
        for _, listener in sorted(_listeners.items()):
            listener(written, moment)
    return len(written)


def _told(draft: Draft) -> tuple[object, ...]:
    """What makes two drafts one: the same words about the same thing to the same person, or to the same vacant post."""
    who = ("person", draft.seat.person) if draft.seat.person is not None else ("post", draft.seat.post)
    return (who, draft.kind, draft.title, draft.text, draft.matter, draft.deadline, draft.once)


def _row(draft: Draft) -> tuple[object, ...]:
    return (
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


def _once(draft: Draft) -> str | None:
    if not draft.once:
        return None
    who = f"person-{draft.seat.person}" if draft.seat.person is not None else f"post-{draft.seat.post}"
    return f"{draft.once}:{who}"


__all__ = ["TITLE_LENGTH", "Draft", "Listener", "Written", "listen", "write"]
