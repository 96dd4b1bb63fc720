"""The verifier: recomputes every link and holds the streams against the checkpoints, those kept outside included.

Nothing is read into memory but what is looked at: entries, heads and commitments come through cursors in one order and
are merged as they come. Only a single line of a checkpoint file is held whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from ecoduty.kernel.ledger import chain, checkpoints, reading, sources
from ecoduty.kernel.ledger.append import COLUMNS, Draft, content
from ecoduty.kernel.ledger.sources import Known, Latest, Merged


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that does not hold: a stable code, where, and a sentence for a person."""

    code: str
    stream: str
    seq: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found.

    `open_window` counts the entries that no checkpoint has committed to yet; held against a file, those that its
    checkpoints do not reach: an owner of the database who rewrites these leaves no trace.
    """

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
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        inside = _inside()
        with Latest() as kept:
            outside = _commitments_in(against, kept) if against is not None else None
            order = sources.order()
            open_window = sources.open_window(order, kept if outside else None, inside.broken)
            walker, found = _walk(
                order, [*([kept.in_order()] if outside else []), sources.commitments(order, inside.broken)]
            )
        if found and found.code == "rewritten":
            found = _where_rewritten(found, against)
        return Verdict(
            entries=walker.entries,
            streams=walker.streams,
            checkpoints=max(inside.count, outside.count if outside else 0),
            open_window=open_window,
            finding=found or _first_bad_checkpoint(inside, outside),
        )


def verify_stream(stream: str) -> Finding | None:
    """Check one stream, as the 核验 button of a page does: every link, the head, and what was last committed to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, length, head FROM ledger_stream WHERE name = %s", [stream])
        heads = [(name, length, bytes(head)) for name, length, head in cursor.fetchall()]
        cursor.execute(
            "SELECT stream, length, head FROM ledger_commitment WHERE stream = %s ORDER BY length DESC LIMIT 1",
            [stream],
        )
        committed = [(name, length, bytes(head)) for name, length, head in cursor.fetchall()]
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM ledger_entry WHERE stream = %s ORDER BY seq", [stream])  # noqa: S608
        walker = _Walker(iter(heads), [iter(committed)])
        for found in (walker.step(entry) for entry in cursor.fetchall()):
            if found:
                return found
        return walker.finish()


@dataclass(slots=True)
class _Commitments:
    """What was read from a list of checkpoints; `broken` is the number of the first one that does not hold."""

    roots: dict[int, bytes] = field(default_factory=dict)
    broken: int | None = None

    @property
    def count(self) -> int:
        return len(self.roots)


class _Walker:
    """Goes through entries in the order of (stream, seq) and remembers the link it expects next."""

    def __init__(self, heads: Iterator[Known], committed: Sequence[Iterator[Known]]) -> None:
        self.heads = Merged(heads)
        self.sources = [Merged(source) for source in committed]
        self.committed: list[tuple[int, bytes]] = []
        self.stream = ""
        self.seq = 0
        self.digest = b""
        self.entries = 0
        self.streams = 0

    def step(self, row: tuple[Any, ...]) -> Finding | None:
        """Take one entry; the first thing wrong with it, or with the end of the stream before it."""
        fields = dict(zip(COLUMNS, row, strict=True))
        name, seq = fields["stream"], fields["seq"]
        if name != self.stream:
            found = self.leave()
            if found:
                return found
            self.stream, self.seq, self.digest = name, 0, chain.genesis(name)
            self.committed = [known for source in self.sources if (known := source.at(name))]
            self.streams += 1
        self.entries += 1
        if seq != self.seq + 1:
            return Finding(
                "gap", name, self.seq + 1, f"{name} 第{self.seq + 1}条不在，其后是第{seq}条：有记录被删去或插入。"
            )
        if bytes(fields["previous"]) != self.digest:
            return Finding("broken_link", name, seq, f"{name} 第{seq}条与前一条不相接：次序被动过，或前后有改写。")
        computed = chain.link(self.digest, content(draft_of(fields), seq))
        if computed != bytes(fields["digest"]):
            return Finding("edited", name, seq, f"{name} 第{seq}条的内容与它的摘要不符：登记后被改过。")
        self.seq, self.digest = seq, computed
        if any(length == seq and head != computed for length, head in self.committed):
            return Finding("rewritten", name, seq, f"{name} 第{seq}条与检查点记下的摘要不同：整串被重写过。")
        return None

    def leave(self) -> Finding | None:
        """What can only be known when a stream has been read to its end."""
        if not self.stream:
            return None
        longest = max((length for length, _ in self.committed), default=0)
        if longest > self.seq:
            return Finding(
                "cut_tail", self.stream, self.seq + 1,
                f"{self.stream} 检查点记有{longest}条，现只有{self.seq}条：末尾被截去。",
            )  # fmt: skip
        head = self.heads.at(self.stream)
        if head != (self.seq, self.digest):
            return Finding(
                "cut_tail", self.stream, self.seq + 1, f"{self.stream} 的末条与串头不符：末尾被截去或串头被改。"
            )
        return None

    def finish(self) -> Finding | None:
        """What is left when all entries were read: streams that should be there and are not."""
        found = self.leave()
        if found:
            return found
        missing = [first for source in (self.heads, *self.sources) if (first := source.first_passed_over())]
        for name, length in sorted(missing)[:1]:
            return Finding("missing_stream", name, 1, f"{name} 应有{length}条，现一条也没有：整串被删去。")
        return None


def draft_of(fields: dict[str, Any]) -> Draft:
    """The entry that a row of the table holds; `fields` by the names in COLUMNS."""
    names = ("stream", "kind", "act", "from_state", "to_state", "occurred_at", "recorded_at", "late", "actor_account",
             "actor_name", "actor_title", "actor_body", "on_behalf_of", "reason", "key")  # fmt: skip
    request = fields["request"]
    return Draft(
        **{name: fields[name] for name in names},
        facts=json.loads(fields["facts"]),  # Django leaves JSON of plain cursors as text
        request=bytes(request) if request is not None else None,
    )


def _walk(order: str, committed: Sequence[Iterator[Known]]) -> tuple[_Walker, Finding | None]:
    walker = _Walker(sources.heads(order), committed)
    for row in reading.rows(f"SELECT {', '.join(COLUMNS)} FROM ledger_entry ORDER BY stream {order}, seq"):  # noqa: S608
        found = walker.step(row)
        if found:
            return walker, found
    return walker, walker.finish()


def _inside() -> _Commitments:
    """Read the database's checkpoints up to the first that does not follow from the one before or from its content."""
    read = _Commitments()
    previous = checkpoints.FIRST
    for number, head in enumerate(checkpoints.roots(), start=1):
        if head.number != number or head.previous != previous or head.computed != head.root:
            read.broken = number
            return read
        previous = read.roots[number] = head.root
    return read


def _read_commitments(lines: Iterable[checkpoints.Line], kept: Latest) -> _Commitments:
    """The same for lines of a file, keeping what they commit to last."""
    read = _Commitments()
    previous = checkpoints.FIRST
    for number, line in enumerate(lines, start=1):
        if line.number != number or line.previous != previous or line.computed_root() != line.root:
            read.broken = number
            return read
        previous = read.roots[number] = line.root
        kept.put(line.streams)
    return read


def _commitments_in(path: Path, kept: Latest) -> _Commitments:
    try:
        read = _read_commitments(checkpoints.read(path), kept)
    except OSError as error:
        raise BadCheckpointFileError(f"检查点文件打不开：{error.strerror or error}。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadCheckpointFileError("文件里有不是检查点的行，请给出导出的原文件。") from error
    if read.broken:
        raise BadCheckpointFileError(f"检查点文件第{read.broken}行前后不接或内容被改，不能据以核验。")
    return read


def _first_bad_checkpoint(inside: _Commitments, outside: _Commitments | None) -> Finding | None:
    if inside.broken:
        return Finding(
            "checkpoint", "", inside.broken, f"库内第{inside.broken}个检查点与其内容不符：检查点被改过或删去。"
        )
    for number, root in outside.roots.items() if outside else ():
        if inside.roots.get(number) != root:
            return Finding(
                "checkpoint_replaced", "", number,
                f"第{number}个检查点与库外保存的不同：库内检查点被改写或删去。",
            )  # fmt: skip
    return None


def _where_rewritten(found: Finding, against: Path | None) -> Finding:
    """The same finding, narrowed to the stretch between the last commitment that holds and the first that does not."""
    committed = sorted(
        (length, head)
        for line in (checkpoints.read(against) if against else ())
        for name, length, head in line.streams
        if name == found.stream
    ) or sources.commitments_of(found.stream)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, digest FROM ledger_entry WHERE stream = %s AND seq = ANY(%s)",
            [found.stream, [length for length, _ in committed]],
        )
        digests = {seq: bytes(digest) for seq, digest in cursor.fetchall()}
    good = 0
    for length, head in committed:
        if digests.get(length) != head:
            return Finding(
                found.code, found.stream, good + 1,
                f"{found.stream} 第{good + 1}条至第{length}条与检查点记下的摘要不同：从其中某条起被重写过。",
            )  # fmt: skip
        good = length
    return found
