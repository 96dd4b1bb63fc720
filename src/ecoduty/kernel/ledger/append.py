"""Writing entries: lock the streams, compute the links, insert. Callers hold a transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from ecoduty.kernel.ledger import chain
from ecoduty.kernel.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream stands: its length and the digest of its last entry."""

    length: int
    digest: bytes


@dataclass(slots=True)
class Draft:
    """An entry before it has a place in its stream. `facts` is JSON without floats."""

    stream: str
    kind: str
    act: str
    occurred_at: datetime
    recorded_at: datetime
    actor_name: str
    actor_title: str
    from_state: str = ""
    to_state: str = ""
    late: bool = False
    actor_account: int | None = None
    actor_body: str = ""
    on_behalf_of: str = ""
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    key: str | None = None
    request: bytes | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """Where an entry now stands."""

    id: int
    stream: str
    seq: int
    digest: bytes


COLUMNS = (
    "stream", "seq", "kind", "act", "from_state", "to_state", "occurred_at", "recorded_at", "late", "actor_account",
    "actor_name", "actor_title", "actor_body", "on_behalf_of", "reason", "facts", "key", "request", "previous", "digest",
)  # fmt: skip
_TYPES = (
    "text", "bigint", "text", "text", "text", "text", "timestamptz", "timestamptz", "boolean", "bigint",
    "text", "text", "text", "text", "text", "text", "text", "bytea", "bytea", "bytea",
)  # fmt: skip
# One statement for one entry and for ten thousand: the arrays are unrolled in order by the server.
_INSERT = (
    f"INSERT INTO ledger_entry ({', '.join(COLUMNS)}) "  # noqa: S608 -- names are constants of this file
    f"SELECT {', '.join('facts::jsonb' if name == 'facts' else name for name in COLUMNS)} "
    f"FROM unnest({', '.join(f'%s::{kind}[]' for kind in _TYPES)}) AS rows({', '.join(COLUMNS)}) "
    "RETURNING id"
)


def lock(streams: Iterable[str]) -> dict[str, Head]:
    """Lock streams in ascending order and return their heads; a stream without entries is absent.

    Everything that writes about a subject takes this lock first, so two acts on one matter queue up
    and acts on different matters never wait for each other.
    """
    names = sorted(set(streams))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, length, head FROM ledger_stream WHERE name = ANY(%s) ORDER BY name FOR UPDATE",
            [names],
        )
        return {name: Head(length, bytes(head)) for name, length, head in cursor.fetchall()}


def content(draft: Draft, seq: int) -> dict[str, Any]:
    """What the digest of an entry covers: everything it says."""
    return {
        "stream": draft.stream,
        "seq": seq,
        "kind": draft.kind,
        "act": draft.act,
        "from": draft.from_state,
        "to": draft.to_state,
        "occurred": chain.instant(draft.occurred_at),
        "recorded": chain.instant(draft.recorded_at),
        "late": draft.late,
        "account": draft.actor_account,
        "name": draft.actor_name,
        "title": draft.actor_title,
        "body": draft.actor_body,
        "for": draft.on_behalf_of,
        "reason": draft.reason,
        "facts": draft.facts,
        "key": draft.key,
        "request": draft.request.hex() if draft.request else None,
    }


def content_of(entry: Entry) -> dict[str, Any]:
    """What the digest of a written entry covers: whoever has this and the digest before can compute it again."""
    draft = Draft(
        stream=entry.stream, kind=entry.kind, act=entry.act, occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at, actor_name=entry.actor_name, actor_title=entry.actor_title,
        from_state=entry.from_state, to_state=entry.to_state, late=entry.late, actor_account=entry.actor_account,
        actor_body=entry.actor_body, on_behalf_of=entry.on_behalf_of, reason=entry.reason, facts=entry.facts,
        key=entry.key, request=bytes(entry.request) if entry.request else None,
    )  # fmt: skip
    return content(draft, entry.seq)


def append(drafts: Sequence[Draft], heads: dict[str, Head]) -> list[Written]:
    """Append drafts to streams whose heads the caller has locked; `heads` is moved along.

    Two drafts of one stream follow each other in the order given. Raises django.db.DatabaseError when a head
    is not the real one: the trigger on the table refuses what does not follow.
    """
    rows: list[tuple[Any, ...]] = []
    places: list[tuple[str, int, bytes]] = []
    for draft in drafts:
        head = heads.get(draft.stream) or Head(0, chain.genesis(draft.stream))
        seq = head.length + 1
        facts = chain.canonical(draft.facts).decode()
        digest = chain.link(head.digest, content(draft, seq))
        heads[draft.stream] = Head(seq, digest)
        places.append((draft.stream, seq, digest))
        rows.append((
            draft.stream, seq, draft.kind, draft.act, draft.from_state, draft.to_state, draft.occurred_at,
            draft.recorded_at, draft.late, draft.actor_account, draft.actor_name, draft.actor_title, draft.actor_body,
            draft.on_behalf_of, draft.reason, facts, draft.key, draft.request,
            head.digest, digest,
        ))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [list(column) for column in zip(*rows, strict=True)])
        ids = [row[0] for row in cursor.fetchall()]
    return [Written(id_, *place) for id_, place in zip(ids, places, strict=True)]
