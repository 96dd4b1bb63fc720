"""Checkpoints: at most ten minutes apart, what every stream holds is committed to and written outside the database."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction

from ecoduty.kernel.ledger import chain, reading
from ecoduty.kernel.ledger.models import Checkpoint

_ADVISORY_LOCK = 0x1ED6E4  # one taker at a time
_BLOCK = 64 * 1024  # bytes
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
    computed = chain.Sm3(previous + _opening(number, taken_at))
    for stream in streams:
        computed.update(_body(*stream))
    return computed.digest()


def _opening(number: int, taken_at: str) -> bytes:
    return f"{number}\n{taken_at}\n".encode()


def _body(name: str, length: int, head: bytes) -> bytes:
    return f"{name}\t{length}\t{head.hex()}\n".encode()


def take(moment: datetime) -> Checkpoint | None:
    """Commit to every stream that moved since the last checkpoint; None when nothing moved or another is taking one.

    Streams locked by a running act are left for the next checkpoint: this never makes an act wait.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(
            "SELECT name, length, head FROM ledger_stream WHERE length > committed_length FOR UPDATE SKIP LOCKED"
        )
        # Sorted here: the database's own order depends on its collation.
        streams = sorted((name, length, bytes(head)) for name, length, head in cursor.fetchall())
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
        cursor.execute(  # a trigger checks these against the streams and notes there what is committed
            "INSERT INTO ledger_commitment (checkpoint_id, stream, length, head) "
            "SELECT %s, name, length, head FROM unnest(%s::text[], %s::bigint[], %s::bytea[]) AS rows(name, length, head)",
            [number, names, lengths, heads],
        )
        return checkpoint


def export(path: Path) -> int:
    """Append to the file the checkpoints it does not hold yet; the number of lines written.

    The file is flushed to disk before this returns, and locked meanwhile, so that two exporters write each checkpoint
    once. Raises OSError when it cannot be written, ValueError or KeyError when it is no checkpoint file.
    """
    written = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for line in lines(after=_last_whole(file)):
            file.write(line.to_json().encode() + b"\n")
            written += 1
        file.flush()
        os.fsync(file.fileno())
    return written


def lines(after: int = 0) -> Iterator[Line]:
    """The checkpoints in the database with their commitments, in order of number, from the one following `after`."""
    query = (
        "SELECT one.number, one.taken_at, one.previous, one.root, many.stream, many.length, many.head "
        "FROM ledger_checkpoint AS one LEFT JOIN ledger_commitment AS many ON many.checkpoint_id = one.number "
        "WHERE one.number > %s ORDER BY one.number"
    )
    with transaction.atomic():
        for key, rows in groupby(reading.rows(query, [after]), key=lambda row: row[:4]):
            number, taken_at, previous, root = key
            streams = sorted((name, length, bytes(head)) for *_, name, length, head in rows if name is not None)
            yield Line(number, chain.instant(taken_at), bytes(previous), bytes(root), tuple(streams))


@dataclass(frozen=True, slots=True)
class Root:
    """A checkpoint in the database without its streams, and the root that follows from them."""

    number: int
    previous: bytes
    root: bytes
    computed: bytes


def roots() -> Iterator[Root]:
    """The checkpoints in the database, each with the root that follows from its content, read a stream at a time."""
    query = (
        "SELECT one.number, one.taken_at, one.previous, one.root, many.stream, many.length, many.head "
        "FROM ledger_checkpoint AS one LEFT JOIN ledger_commitment AS many ON many.checkpoint_id = one.number "
        'ORDER BY one.number, many.stream COLLATE "C"'
    )
    for key, rows in groupby(reading.rows(query), key=lambda row: row[:4]):
        number, taken_at, previous, root = key
        computed = chain.Sm3(bytes(previous) + _opening(number, chain.instant(taken_at)))
        for *_, name, length, head in rows:
            if name is not None:
                computed.update(_body(name, length, bytes(head)))
        yield Root(number, bytes(previous), bytes(root), computed.digest())


def _last_whole(file: IO[bytes]) -> int:
    """The number of the last whole checkpoint in an open file, 0 when there is none. A torn last line is cut off."""
    end = file.seek(0, os.SEEK_END)
    whole = _newline_before(file, end) + 1
    if whole != end:
        file.truncate(whole)
    if not whole:
        return 0
    start = _newline_before(file, whole - 1) + 1
    file.seek(start)
    return int(json.loads(file.read(whole - start))["number"])


def _newline_before(file: IO[bytes], end: int) -> int:
    """Where the last newline before `end` stands, -1 when there is none. Lines can be a hundred megabytes long."""
    while end > 0:
        start = max(0, end - _BLOCK)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found
        end = start
    return -1


def read(path: Path) -> Iterator[Line]:
    """The checkpoints of an exported file; a torn last line, which a crash leaves behind, is no checkpoint.

    Raises OSError, ValueError, KeyError or TypeError.
    """
    with path.open(encoding="utf-8", newline="\n") as file:
        for text in file:
            if text.endswith("\n"):
                yield Line.from_json(text)
