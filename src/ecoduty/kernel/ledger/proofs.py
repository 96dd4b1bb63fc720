"""One stream, told so that it can be checked without the database: its entries, and the checkpoint that commits to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection

from ecoduty.kernel.ledger import chain
from ecoduty.kernel.ledger.append import COLUMNS, content
from ecoduty.kernel.ledger.checkpoints import Line
from ecoduty.kernel.ledger.verification import draft_of

_SQL = f"SELECT {', '.join(COLUMNS)} FROM ledger_entry WHERE stream = %s ORDER BY seq"  # noqa: S608 -- constants


class ProofBrokenError(Exception):
    """What was told does not hold; the message says at which entry."""


def entries_of(stream: str) -> Iterator[dict[str, Any]]:
    """Each entry as {"content", "previous", "digest"}: what its digest covers, and the two digests in hexadecimal."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [stream])
        for row in cursor.fetchall():
            fields = dict(zip(COLUMNS, row, strict=True))
            yield {
                "content": content(draft_of(fields), fields["seq"]),
                "previous": bytes(fields["previous"]).hex(),
                "digest": bytes(fields["digest"]).hex(),
            }


def commitment_to(stream: str, length: int) -> Line | None:
    """The first checkpoint that commits to the stream at that length or beyond, whole: its root covers all it names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(checkpoint_id) FROM ledger_commitment WHERE stream = %s AND length >= %s", [stream, length]
        )
        (number,) = cursor.fetchone()
        if number is None:
            return None
        cursor.execute("SELECT taken_at, previous, root FROM ledger_checkpoint WHERE number = %s", [number])
        taken_at, previous, root = cursor.fetchone()
        cursor.execute("SELECT stream, length, head FROM ledger_commitment WHERE checkpoint_id = %s", [number])
        streams = sorted((name, size, bytes(head)) for name, size, head in cursor.fetchall())
    return Line(number, chain.instant(taken_at), bytes(previous), bytes(root), tuple(streams))


def head_after(stream: str, entries: Iterable[Mapping[str, Any]]) -> tuple[int, bytes]:
    """Length and head of the chain that these entries make, from its beginning. Raises ProofBrokenError."""
    length, head = 0, chain.genesis(stream)
    for entry in entries:
        length += 1
        told = entry["content"]
        if told["stream"] != stream or told["seq"] != length or bytes.fromhex(entry["previous"]) != head:
            raise ProofBrokenError(f"第{length}条留痕与前一条不相接")
        head = chain.sm3(head + chain.canonical(told))
        if head.hex() != entry["digest"]:
            raise ProofBrokenError(f"第{length}条留痕的内容与它的摘要不符")
    return length, head
