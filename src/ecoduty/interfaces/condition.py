"""How the platform is doing: each thing that can go wrong by itself, looked at once, with its age where it has one.

For `/readyz`, which tells strangers yes or no and nothing else, and for `ecoduty doctor`, which tells everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from ecoduty.kernel.clock import wall_now

WORKER_SILENT = timedelta(minutes=2)  # it beats every ten seconds
OUTBOX_STUCK = timedelta(
    minutes=10
)  # past the time a message was to be tried: nobody delivers; mail that is down waits
CHECKPOINT_LATE = timedelta(minutes=15)  # the worker takes one every five minutes when something happened


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: a stable code and a sentence for the person who runs the platform."""

    code: str
    sentence: str


def pages() -> Iterator[Finding]:
    """What keeps this process from answering pages: the database, or tables of another version."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        yield Finding("database_unreachable", f"数据库连不上：{error}")
        return
    if settings.CONNECT_AS != "portal":  # whose role may not look at migrations
        yield from _migrations()


def background(started: datetime | None = None) -> Iterator[Finding]:
    """What does not happen though it should: the worker, delivery, checkpoints. Needs the application's role.

    With `started`, when this platform began to run, nothing is late for what could not happen before that.
    """
    moment = wall_now()
    for look in (_worker, _outbox, _checkpoint):
        yield from look(moment, started)


def _late(since: datetime | None, moment: datetime, started: datetime | None, allowed: timedelta) -> bool:
    counted = max((one for one in (since, started) if one is not None), default=None)
    return counted is None or moment - counted > allowed


class _Known:
    """Tables that were in step stay so as long as this process runs."""

    in_step = False


def _migrations() -> Iterator[Finding]:
    if _Known.in_step:
        return
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    missing = sorted(".".join(key) for key in loader.disk_migrations if key not in loader.applied_migrations)
    if missing:
        yield Finding("tables_old", f"数据库表还没有升级（缺 {'、'.join(missing[:3])}），请执行 ecoduty migrate。")
    else:
        _Known.in_step = True


def _worker(moment: datetime, started: datetime | None) -> Iterator[Finding]:
    last = _one("SELECT max(last_heartbeat) FROM procrastinate_workers")
    if _late(last, moment, started, WORKER_SILENT):
        ago = "没有登记过" if last is None else f"{_minutes(moment - last)}没有动静"
        yield Finding(
            "worker_silent", f"后台任务进程{ago}：时限不会巡查，通知不会送出。请确认 ecoduty serve 承担 worker。"
        )


def _outbox(moment: datetime, started: datetime | None) -> Iterator[Finding]:
    due = _one(  # a channel that was stopped, or whose other side is not there, is told of on its own page
        "SELECT min(next_try_at) FROM outbox_message WHERE state = 'waiting' AND channel NOT IN "
        "(SELECT name FROM outbox_channel WHERE state <> 'working' OR failures > 0)"
    )
    if due is not None and _late(due, moment, started, OUTBOX_STUCK):
        yield Finding("outbox_stuck", f"有消息该送而未送，已过 {_minutes(moment - due)}。")


def _checkpoint(moment: datetime, started: datetime | None) -> Iterator[Finding]:
    oldest = _one(
        "SELECT min(entry.recorded_at) FROM ledger_stream AS stream JOIN ledger_entry AS entry "
        "ON entry.stream = stream.name AND entry.seq = stream.committed_length + 1 "
        "WHERE stream.length > stream.committed_length"
    )
    if oldest is not None and _late(oldest, moment, started, CHECKPOINT_LATE):
        yield Finding("checkpoint_late", f"有留痕 {_minutes(moment - oldest)}未进入检查点。")


def _one(query: str) -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return row[0] if row else None


def _minutes(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes} 分钟" if minutes < 120 else f"{minutes // 60} 小时"


def holds(*looks: Callable[[], Iterator[Finding]]) -> bool:
    """True when none of these finds anything; whatever goes wrong in looking is a finding."""
    try:
        with transaction.atomic():
            return not any(True for look in looks for _ in look())
    except DatabaseError:
        return False
