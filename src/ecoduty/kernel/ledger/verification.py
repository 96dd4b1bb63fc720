"""The verifier: recomputes every link and holds the streams against the checkpoints, those kept outside included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from ecoduty.kernel.ledger import chain, checkpoints
from ecoduty.kernel.ledger.append import COLUMNS, Draft, content
from ecoduty.kernel.ledger.models import Checkpoint

_CHUNK = 5000  # rows held in memory at once


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that does not hold: a stable code, where, and a sentence for a person."""

    code: str
    stream: str
    seq: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found. `open_window` counts entries that no checkpoint has committed to yet."""

    entries: int
    streams: int
    checkpoints: int
    open_window: int
    finding: Finding | None = None

    @property
    def ok(self) -> bool:
        """True when every link and every commitment holds."""
        return self.finding is None


class BadCheckpointFileError(Exception):
    """The file given is not a list of exported checkpoints; the message says where it breaks."""


def verify(against: Path | None = None) -> Verdict:
    """Check every entry, every head and every commitment in one snapshot; with a file, what was exported too.

    Raises BadCheckpointFileError when the file is damaged or is no checkpoint file.
    """
    expected: dict[str, tuple[int, bytes]] = {}
    finding: Finding | None = None
    exported = 0
    if against is not None:
        expected, exported = _commitments_in(against)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        if against is not None:
            finding = _compare_checkpoints(against)
        finding, inside, count = (finding, {}, 0) if finding else _own_commitments()
        for stream, (length, head) in inside.items():
            if stream not in expected or expected[stream][0] < length:
                expected[stream] = (length, head)
        entries, streams, found = _walk(expected)
        return Verdict(
            entries=entries,
            streams=streams,
            checkpoints=max(count, exported),
            open_window=_open_window(),
            finding=finding or found,
        )


def verify_stream(stream: str) -> Finding | None:
    """Check one stream, as the 核验 button of a page does: every link and the head."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT length, head FROM ledger_stream WHERE name = %s", [stream])
        row = cursor.fetchone()
        heads = {stream: (row[0], bytes(row[1]))} if row else {}
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM ledger_entry WHERE stream = %s ORDER BY seq", [stream])  # noqa: S608
        walker = _Walker({}, heads)
        for found in (walker.step(entry) for entry in cursor.fetchall()):
            if found:
                return found
        return walker.finish()


class _Walker:
    """Goes through entries in the order of (stream, seq) and remembers the link it expects next."""

    def __init__(self, expected: dict[str, tuple[int, bytes]], heads: dict[str, tuple[int, bytes]]) -> None:
        self.expected = expected
        self.heads = heads
        self.stream = ""
        self.seq = 0
        self.digest = b""
        self.entries = 0
        self.streams = 0

    def step(self, row: tuple[Any, ...]) -> Finding | None:
        fields = dict(zip(COLUMNS, row, strict=True))
        name, seq = fields["stream"], fields["seq"]
        if name != self.stream:
            found = self.leave()
            if found:
                return found
            self.stream, self.seq, self.digest = name, 0, chain.genesis(name)
            self.streams += 1
        self.entries += 1
        if seq != self.seq + 1:
            return Finding(
                "gap", name, self.seq + 1, f"{name} 第{self.seq + 1}条不在，其后是第{seq}条：有记录被删去或插入。"
            )
        if bytes(fields["previous"]) != self.digest:
            return Finding("broken_link", name, seq, f"{name} 第{seq}条与前一条不相接：次序被动过，或前后有改写。")
        computed = chain.link(self.digest, content(_draft(fields), seq))
        if computed != bytes(fields["digest"]):
            return Finding("edited", name, seq, f"{name} 第{seq}条的内容与它的摘要不符：登记后被改过。")
        self.seq, self.digest = seq, computed
        committed = self.expected.get(name)
        if committed and committed[0] == seq and committed[1] != computed:
            return Finding("rewritten", name, seq, f"{name} 第{seq}条与检查点记下的摘要不同：整串被重写过。")
        return None

    def leave(self) -> Finding | None:
        """What can only be known when a stream has been read to its end."""
        if not self.stream:
            return None
        committed = self.expected.pop(self.stream, None)
        if committed and committed[0] > self.seq:
            return Finding(
                "cut_tail", self.stream, self.seq + 1,
                f"{self.stream} 检查点记有{committed[0]}条，现只有{self.seq}条：末尾被截去。",
            )  # fmt: skip
        head = self.heads.pop(self.stream, None)
        if head != (self.seq, self.digest):
            return Finding(
                "cut_tail", self.stream, self.seq + 1, f"{self.stream} 的末条与串头不符：末尾被截去或串头被改。"
            )
        return None

    def finish(self) -> Finding | None:
        found = self.leave()
        if found:
            return found
        for name, (length, _) in sorted((self.heads | self.expected).items()):
            return Finding("missing_stream", name, 1, f"{name} 应有{length}条，现一条也没有：整串被删去。")
        return None


def _draft(fields: dict[str, Any]) -> Draft:
    names = ("stream", "kind", "act", "from_state", "to_state", "occurred_at", "recorded_at", "late", "actor_account",
             "actor_name", "actor_title", "actor_body", "on_behalf_of", "reason", "facts", "key")  # fmt: skip
    request = fields["request"]
    return Draft(**{name: fields[name] for name in names}, request=bytes(request) if request is not None else None)


def _walk(expected: dict[str, tuple[int, bytes]]) -> tuple[int, int, Finding | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, length, head FROM ledger_stream")
        heads = {name: (length, bytes(head)) for name, length, head in cursor.fetchall()}
    walker = _Walker(dict(expected), heads)
    for row in _rows(f'SELECT {", ".join(COLUMNS)} FROM ledger_entry ORDER BY stream COLLATE "C", seq'):  # noqa: S608
        found = walker.step(row)
        if found:
            return walker.entries, walker.streams, found
    return walker.entries, walker.streams, walker.finish()


def _rows(query: str) -> Iterator[tuple[Any, ...]]:
    """Rows of a query that may be larger than memory, through a cursor kept by the server."""
    with connection.cursor() as cursor:
        cursor.execute(f"DECLARE ledger_rows NO SCROLL CURSOR FOR {query}")
        while True:
            cursor.execute(f"FETCH {_CHUNK} FROM ledger_rows")
            rows = cursor.fetchall()
            if not rows:
                cursor.execute("CLOSE ledger_rows")
                return
            yield from rows


def _own_commitments() -> tuple[Finding | None, dict[str, tuple[int, bytes]], int]:
    latest: dict[str, tuple[int, bytes]] = {}
    previous, number = checkpoints.FIRST, 0
    for checkpoint in Checkpoint.objects.order_by("number"):
        line = checkpoints.line_of(checkpoint)
        number += 1
        if line.number != number or line.previous != previous or line.computed_root() != line.root:
            return (_broken_checkpoint(line.number), latest, number)
        previous = line.root
        latest.update({name: (length, head) for name, length, head in line.streams})
    return None, latest, number


def _broken_checkpoint(number: int) -> Finding:
    return Finding("checkpoint", "", number, f"库内第{number}个检查点与其内容不符：检查点被改过。")


def _commitments_in(path: Path) -> tuple[dict[str, tuple[int, bytes]], int]:
    latest: dict[str, tuple[int, bytes]] = {}
    previous, number = checkpoints.FIRST, 0
    try:
        for line in checkpoints.read(path):
            number += 1
            if line.number != number or line.previous != previous or line.computed_root() != line.root:
                raise BadCheckpointFileError(f"检查点文件第{number}行前后不接或内容被改，不能据以核验。")
            previous = line.root
            latest.update({name: (length, head) for name, length, head in line.streams})
    except OSError as error:
        raise BadCheckpointFileError(f"检查点文件打不开：{error.strerror or error}。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadCheckpointFileError(f"检查点文件第{number + 1}行不是检查点，请给出导出的原文件。") from error
    return latest, number


def _compare_checkpoints(path: Path) -> Finding | None:
    roots = {row.number: bytes(row.root) for row in Checkpoint.objects.only("number", "root")}
    for line in checkpoints.read(path):
        if roots.get(line.number) != line.root:
            return Finding(
                "checkpoint_replaced", "", line.number,
                f"第{line.number}个检查点与库外保存的不同：库内检查点被改写或删去。",
            )  # fmt: skip
    return None


def _open_window() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(length - committed_length), 0) FROM ledger_stream WHERE length > committed_length"
        )
        return int(cursor.fetchone()[0])
