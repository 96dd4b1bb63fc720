"""What the tests of the ledger share: writing entries as the application does, and falsifying them as nobody should."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.db import transaction

from ecoduty.kernel.clock import SHANGHAI
from ecoduty.kernel.ledger import append, chain
from ecoduty.kernel.ledger.append import COLUMNS, Draft, Written, content

START = datetime(2026, 1, 5, 9, 30, tzinfo=SHANGHAI)
TABLES = ("ledger_entry", "ledger_stream", "ledger_checkpoint", "ledger_commitment")


def draft(stream: str, number: int = 1, **more: Any) -> Draft:
    moment = START + timedelta(minutes=number, microseconds=number)
    fields = {
        "kind": "paper", "act": "submit", "from_state": "draft", "to_state": "review", "occurred_at": moment,
        "recorded_at": moment, "actor_name": "甲", "actor_title": "联络员", "facts": {"number": number, "内容": "水"},
        **more,
    }  # fmt: skip
    return Draft(stream=stream, **fields)


def write(stream: str, count: int = 1, **more: Any) -> list[Written]:
    """Append entries to a stream, as the gate does: lock, compute, insert."""
    with transaction.atomic():
        heads = append.lock([stream])
        length = heads[stream].length if stream in heads else 0
        return append.append([draft(stream, length + number + 1, **more) for number in range(count)], heads)


@contextlib.contextmanager
def unguarded(owner: psycopg.Connection[Any]) -> Iterator[psycopg.Connection[Any]]:
    """The owner with every trigger switched off: the worst that can happen to a ledger short of losing the disk."""
    with owner.transaction():
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield owner
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def relink(owner: psycopg.Connection[Any], stream: str, start: int = 1) -> None:
    """Recompute a stream from an entry on, and its head, so that the chain by itself holds again."""
    rows = owner.execute(
        f"SELECT {', '.join(COLUMNS)} FROM ledger_entry WHERE stream = %s ORDER BY seq", [stream]
    ).fetchall()
    previous = chain.genesis(stream)
    for place, row in enumerate(rows, start=1):
        fields = dict(zip(COLUMNS, row, strict=True))
        digest = bytes(fields["digest"])
        if place >= start:
            names = [name for name in COLUMNS if name not in {"seq", "previous", "digest"}]
            digest = chain.link(previous, content(Draft(**{name: fields[name] for name in names}), place))
            owner.execute(
                "UPDATE ledger_entry SET seq = %s, previous = %s, digest = %s WHERE stream = %s AND seq = %s",
                [place, previous, digest, stream, fields["seq"]],
            )
        previous = digest
    owner.execute("UPDATE ledger_stream SET length = %s, head = %s WHERE name = %s", [len(rows), previous, stream])
