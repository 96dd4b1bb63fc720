"""Checkpoints: at most ten minutes apart, what every stream holds is committed to and written outside the database."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from ecoduty.kernel.ledger import chain
from ecoduty.kernel.ledger.models import Checkpoint, Commitment

_ADVISORY_LOCK = 0x1ED6E4  # one taker at a time
FIRST = b"\0" * chain.DIGEST_SIZE


@dataclass(frozen=True, slots=True)
class Line:
    """One checkpoint as it stands in an exported file; `streams` are (name, length, head) in ascending order."""

    number: int
    taken_at: str
    previous: bytes
    root: bytes
    streams: tuple[tuple[str, int, bytes], ...]

    def computed_root(self) -> bytes:
        """The root that follows from the content."""
        return root_of(self.number, self.taken_at, self.previous, self.streams)

    def to_json(self) -> str:
        """The line as it is written to a file."""
        return json.dumps(
            {
                "number": self.number,
                "taken_at": self.taken_at,
                "previous": self.previous.hex(),
                "root": self.root.hex(),
                "streams": [[name, length, head.hex()] for name, length, head in self.streams],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str) -> Line:
        """Read a line back. Raises ValueError, KeyError or TypeError when it is not one."""
        data: dict[str, Any] = json.loads(text)
        return cls(
            number=int(data["number"]),
            taken_at=str(data["taken_at"]),
            previous=bytes.fromhex(data["previous"]),
            root=bytes.fromhex(data["root"]),
            streams=tuple((str(name), int(length), bytes.fromhex(head)) for name, length, head in data["streams"]),
        )


def root_of(number: int, taken_at: str, previous: bytes, streams: Sequence[tuple[str, int, bytes]]) -> bytes:
    """The root of a checkpoint: 32 bytes over the one before, its own number and moment, and every head."""
    body = "".join(f"{name}\t{length}\t{head.hex()}\n" for name, length, head in streams)
    return chain.sm3(previous + f"{number}\n{taken_at}\n{body}".encode())


def take(moment: datetime) -> Checkpoint | None:
    """Commit to every stream that moved since the last checkpoint; None when nothing moved or another is taking one.

    Streams locked by a running act are left for the next checkpoint: this never makes an act wait.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(
            "SELECT name, length, head FROM ledger_stream WHERE length > committed_length "
            "ORDER BY name FOR UPDATE SKIP LOCKED",
        )
        streams = [(name, length, bytes(head)) for name, length, head in cursor.fetchall()]
        if not streams:
            return None
        last = Checkpoint.objects.order_by("-number").first()
        number = last.number + 1 if last else 1
        previous = bytes(last.root) if last else FIRST
        checkpoint = Checkpoint.objects.create(
            number=number,
            taken_at=moment,
            streams=len(streams),
            previous=previous,
            root=root_of(number, chain.instant(moment), previous, streams),
        )
        names, lengths, heads = (list(column) for column in zip(*streams, strict=True))
        cursor.execute(
            "INSERT INTO ledger_commitment (checkpoint_id, stream, length, head) "
            "SELECT %s, name, length, head FROM unnest(%s::text[], %s::bigint[], %s::bytea[]) AS rows(name, length, head)",
            [number, names, lengths, heads],
        )
        cursor.execute(
            "UPDATE ledger_stream SET committed_length = rows.length "
            "FROM unnest(%s::text[], %s::bigint[]) AS rows(name, length) WHERE ledger_stream.name = rows.name",
            [names, lengths],
        )
        return checkpoint


def export(path: Path) -> int:
    """Append to the file the checkpoints it does not hold yet; the number of lines written.

    The file is flushed to disk before this returns. Raises OSError when it cannot be written.
    """
    written = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    after = last_exported(path)
    with path.open("a", encoding="utf-8") as file:
        for checkpoint in Checkpoint.objects.filter(number__gt=after).order_by("number").iterator():
            file.write(line_of(checkpoint).to_json() + "\n")
            written += 1
        file.flush()
        os.fsync(file.fileno())
    return written


def line_of(checkpoint: Checkpoint) -> Line:
    """The checkpoint with its commitments, as it is exported."""
    rows = Commitment.objects.filter(checkpoint=checkpoint).order_by("stream").values_list("stream", "length", "head")
    return Line(
        number=checkpoint.number,
        taken_at=chain.instant(checkpoint.taken_at),
        previous=bytes(checkpoint.previous),
        root=bytes(checkpoint.root),
        streams=tuple((name, length, bytes(head)) for name, length, head in rows),
    )


def last_exported(path: Path) -> int:
    """The number of the last whole checkpoint in the file, 0 when there is none. A torn last line is cut off."""
    if not path.exists():
        return 0
    good = 0
    number = 0
    with path.open("rb") as file:
        for raw in file:
            if not raw.endswith(b"\n"):
                break
            good += len(raw)
            number = int(json.loads(raw)["number"])
    if good != path.stat().st_size:
        os.truncate(path, good)
    return number


def read(path: Path) -> Iterator[Line]:
    """The checkpoints of an exported file. Raises OSError, ValueError, KeyError or TypeError."""
    with path.open(encoding="utf-8") as file:
        for text in file:
            if text.strip():
                yield Line.from_json(text)
