"""系统·外发: how each channel goes, what waits, what failed for good and may be tried again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ecoduty.casework.deliveries import outside, queries, rules, watching
from ecoduty.casework.deliveries.models import keeps_channels
from ecoduty.casework.escalation import reaching
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.visit import Visit
from ecoduty.kernel.flow.refusal import refuse
from ecoduty.kernel.outbox import drainer, health
from ecoduty.kernel.outbox.models import Channel

FAILED_SHOWN = 200
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """A channel: its state in a word, why, and what waits."""

    key: str
    label: str
    state: str
    wrong: bool
    stopped: bool
    why: str
    waiting: int
    since: str
    late: bool
    sent: int
    last: str


def page(visit: Visit) -> dict[str, Any]:
    """The variables of the page. Raises Refused `not_found` for whoever does not keep the channels."""
    if not keeps_channels(visit.actor):
        raise refuse("not_found")
    failed = queries.failed(FAILED_SHOWN)
    return {
        "channels": _channels(visit),
        "failed": [(one, watching.label(one.channel), words.ago(one.last, visit.today)) for one in failed],
        "failed_channels": [(key, watching.label(key), count) for key, count in sorted(health.dead().items())],
        "minutes": rules.current(visit.today).alarm_minutes,
        "more": len(failed) == FAILED_SHOWN,
        "unreached": [(one, words.ago(one.since, visit.today)) for one in reaching.unreached(FAILED_SHOWN)],
    }


def _state(*, stopped: bool, failing: bool, here: bool) -> str:
    if stopped:
        return "已暂停"
    if not here:
        return "本机未配置"
    return "连接不上" if failing else "正常"


def _channels(visit: Visit) -> Sequence[Shown]:
    rows = queries.channels()
    backlog = {one.channel: one for one in health.backlog(visit.now)}
    sent = queries.sent_since(visit.now - _DAY)
    late = visit.now - timedelta(minutes=rules.current(visit.today).alarm_minutes)
    shown = []
    for key in sorted({*outside.offered(), *rows}):
        row, waits = rows.get(key), backlog.get(key)
        stopped = row is not None and row.state == Channel.STOPPED
        failing = row is not None and row.failures > 0
        shown.append(
            Shown(
                key=key,
                label=outside.label(key) or key,
                state=_state(stopped=stopped, failing=failing, here=key in drainer.channels()),
                wrong=stopped or failing,
                stopped=stopped,
                why=row.last_error if row is not None and failing else "",
                waiting=waits.waiting if waits else 0,
                since=words.moment(waits.since, visit.today) if waits else "",
                late=waits is not None and waits.since < late,
                sent=sent.get(key, 0),
                last=words.moment(row.last_sent_at, visit.today) if row and row.last_sent_at else "",
            )
        )
    return shown
