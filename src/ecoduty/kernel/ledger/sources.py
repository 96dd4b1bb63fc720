"""What the verifier holds entries against: heads and commitments, each read in the order of streams, none held whole."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Self

from django.db import connection

from ecoduty.kernel.ledger import reading

_PAGE = 1000  # rows
Known = tuple[str, int, bytes]  # stream, length, head
# Whether the database's own order is that of code points, which is Python's and SQLite's, and which the indexes have.
_BYTEWISE = """
SELECT (datlocprovider = 'b' AND datlocale IN ('C', 'C.UTF-8')) OR (datlocprovider = 'c' AND datcollate IN ('C', 'POSIX'))
FROM pg_database WHERE datname = current_database()
"""
_LATEST = (
    "SELECT DISTINCT ON (stream {0}) stream, length, head FROM ledger_commitment "
    "WHERE checkpoint_id < %s ORDER BY stream {0}, length DESC"
)
NO_END = 2**62


def order() -> str:
    """What to write behind a name in ORDER BY: nothing where the database's order will do, so that its indexes serve."""
    with connection.cursor() as cursor:
        cursor.execute(_BYTEWISE)
        return "" if cursor.fetchone()[0] else 'COLLATE "C"'


def heads(by: str) -> Iterator[Known]:
    """The heads of all streams."""
    return _known(f"SELECT name, length, head FROM ledger_stream ORDER BY name {by}")  # noqa: S608 -- `order()`


def commitments(by: str, before: int | None = None) -> Iterator[Known]:
    """What the database's checkpoints, up to a broken one, committed to last for every stream; what was committed to
    earlier follows from the chain.
    """
    return _known(_LATEST.format(by), [NO_END if before is None else before])


def commitments_of(stream: str) -> list[tuple[int, bytes]]:
    """All that the database's checkpoints committed to for one stream: length and head, ascending."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT length, head FROM ledger_commitment WHERE stream = %s ORDER BY length", [stream])
        return [(length, bytes(head)) for length, head in cursor.fetchall()]


def open_window(by: str, kept: Latest | None, before: int | None = None) -> int:
    """Entries that no commitment reaches: those kept from a file where there is one, else the database's own."""
    committed = Merged(kept.in_order() if kept else commitments(by, before))
    reached = ((length, committed.at(name)) for name, length, _ in heads(by))
    return sum(max(0, length - (known[0] if known else 0)) for length, known in reached)


def _known(query: str, parameters: Sequence[int] = ()) -> Iterator[Known]:
    for name, length, head in reading.rows(query, parameters):
        yield name, length, bytes(head)


class Merged:
    """A list in the order of streams, read along with another one: what it has for a stream, and what was passed over."""

    def __init__(self, known: Iterator[Known]) -> None:
        self.known = known
        self.passed: tuple[str, int] | None = None
        self.next = next(known, None)

    def at(self, stream: str) -> tuple[int, bytes] | None:
        """Length and head for that stream; streams are asked for in ascending order."""
        while self.next is not None and self.next[0] < stream:
            self._pass_over(self.next)
        if self.next is None or self.next[0] != stream:
            return None
        _, length, head = self.next
        self.next = next(self.known, None)
        return length, head

    def first_passed_over(self) -> tuple[str, int] | None:
        """The first stream that nobody asked for, with its length."""
        if self.passed is None and self.next is not None:
            self._pass_over(self.next)
        return self.passed

    def _pass_over(self, one: Known) -> None:
        self.passed = self.passed or one[:2]
        self.next = next(self.known, None)


class Latest:
    """What the lines of a file commit to last, by stream: on disk, for a file may speak of millions."""

    def __enter__(self) -> Self:
        self.folder = tempfile.TemporaryDirectory(prefix="ecoduty-verify-")
        self.table = sqlite3.connect(f"{self.folder.name}/latest.db", isolation_level=None)
        self.table.execute("PRAGMA journal_mode = OFF")
        self.table.execute("PRAGMA synchronous = OFF")
        self.table.execute("CREATE TABLE latest (name TEXT PRIMARY KEY, length INTEGER, head BLOB) WITHOUT ROWID")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.table.close()
        self.folder.cleanup()

    def put(self, streams: Iterable[Known]) -> None:
        """Take a later line."""
        self.table.execute("BEGIN")
        self.table.executemany("INSERT OR REPLACE INTO latest VALUES (?, ?, ?)", streams)
        self.table.execute("COMMIT")

    def in_order(self) -> Iterator[Known]:
        """All of it, by code points, a page at a time: no statement stays open when the reader stops early."""
        after = ""
        while page := self.table.execute(
            "SELECT name, length, head FROM latest WHERE name > ? ORDER BY name LIMIT ?", (after, _PAGE)
        ).fetchall():
            yield from page
            after = page[-1][0]
