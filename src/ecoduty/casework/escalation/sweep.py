"""The sweep: what is due and not yet acted on, in batches; safe beside people and beside other sweeps.

Each batch takes the streams of its matters with SKIP LOCKED, which is the gate's own lock: what somebody is just
working on is left for the next run, and two sweeps share the work. Everything a batch does goes through the gate. A
batch that fails is repeated matter by matter; the bad one is pushed forward an hour and logged.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import InterfaceError, connection, transaction

from ecoduty.casework.duties import instances, rows
from ecoduty.casework.duties.acts import MarkMissed
from ecoduty.casework.duties.recomputation import recompute_if_stale
from ecoduty.casework.duties.rows import Row
from ecoduty.casework.duties.schedule import Step, due_steps, steps_of
from ecoduty.casework.escalation import vigil
from ecoduty.casework.escalation.data import Firing, PrepareRungs, Remind
from ecoduty.casework.matters.models import Secrecy
from ecoduty.kernel import flow
from ecoduty.kernel.clock import as_local, local_date, now, spoken_date, spoken_moment
from ecoduty.kernel.clock.current import revalidate_calendar
from ecoduty.kernel.flow import Actor, Item, Outcome

log = logging.getLogger(__name__)

BATCH = 1000
PUSH = timedelta(hours=1)
ACTOR = Actor.system("时限巡查")

Watcher = Callable[[datetime], int]
_watchers: dict[str, Watcher] = {}

_CLAIM = """
SELECT d.matter_id, m.kind, m.secrecy
FROM duties_deadline d
JOIN matters_matter m ON m.id = d.matter_id
JOIN ledger_stream s ON s.name = 'matter:' || m.public_id::text
WHERE d.next_rung_at <= %s
ORDER BY d.next_rung_at
LIMIT %s
FOR UPDATE OF s SKIP LOCKED
"""
_DUE = "d.matter_id = ANY(%s) AND d.next_rung_at <= %s ORDER BY d.id"
_DONE = """
SELECT r.deadline_id, r.rung FROM escalation_rung r
JOIN duties_deadline d ON d.id = r.deadline_id AND d.round = r.round
WHERE r.deadline_id = ANY(%s)
"""


@dataclass(slots=True)
class Report:
    """What a run did, in numbers. `pushed` are deadlines that could not be dealt with and are tried again later."""

    opened: int = 0
    not_opened: int = 0
    missed: int = 0
    reminded: int = 0
    prepared: int = 0
    pushed: int = 0
    notices: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Claimed:
    kind: str
    restricted: bool


@dataclass(slots=True)
class _Plan:
    """What is to be done in one batch, by kind of matter; and when each deadline is looked at next."""

    missed: dict[str, dict[int, list[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    inside: dict[str, dict[int, list[Firing]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    outside: dict[str, dict[int, list[Firing]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    next_at: dict[int, datetime | None] = field(default_factory=dict)

    def work(self) -> Iterator[tuple[str, str, list[Item]]]:
        """The acts to be done, in their order: act, kind, one item for each matter."""
        for kind, late in self.missed.items():
            yield (
                "mark_missed",
                kind,
                [Item(pk, MarkMissed.model_construct(deadlines=tuple(n))) for pk, n in late.items()],
            )
        for kind, said in self.inside.items():
            yield "remind", kind, [Item(pk, Remind.model_construct(firings=tuple(found))) for pk, found in said.items()]
        for kind, laid in self.outside.items():
            yield (
                "prepare_rung",
                kind,
                [Item(pk, PrepareRungs.model_construct(firings=tuple(found))) for pk, found in laid.items()],
            )


def register(name: str, watcher: Watcher) -> None:
    """Let another room look at its own clocks in every run, such as receipts that nobody confirmed.

    The watcher gets the moment and returns how many reminders it made; it must be idempotent.
    """
    _watchers[name] = watcher


def unregister(name: str) -> None:
    """Forget a watcher."""
    _watchers.pop(name, None)


def sweep(moment: datetime | None = None, *, batch: int = BATCH) -> Report:
    """Open what should be open, note what is late, remind, prepare; the second run in a row does nothing.

    `moment` (default: now) is what "due" is measured by; acts carry the gate's own time.
    """
    at = moment or now()
    revalidate_calendar()
    recompute_if_stale()
    report = Report()
    opened = instances.open_due(at)
    report.opened, report.not_opened = len(opened.opened), len(opened.failed)
    while _one_batch(at, batch, report):
        pass
    for name, watcher in sorted({**vigil.WATCHERS, **_watchers}.items()):
        report.notices[name] = _watched(name, watcher, at)
    return report


def _watched(name: str, watcher: Watcher, at: datetime) -> int:
    try:
        with transaction.atomic():
            return watcher(at)
    except InterfaceError:
        raise
    except Exception:  # one room's failure must not stop the others; it is logged and tried at the next run
        log.exception("sweep: watcher %s failed", name)
        return 0


def _one_batch(at: datetime, size: int, report: Report) -> bool:
    """Deal with one batch; False when nothing (that is free) is due."""
    claimed: dict[int, _Claimed] = {}
    try:
        with transaction.atomic():
            claimed = _claim(at, size)
            if claimed:
                _deal_with(claimed, at, report)
    except InterfaceError:
        raise  # the database is gone
    except Exception:  # whatever it is, it must not stop the others: find the bad one by itself
        log.warning("sweep: a batch of %s matters failed and is repeated one by one", len(claimed), exc_info=True)
        _one_by_one(claimed, at, report)
    return bool(claimed)


def _one_by_one(claimed: dict[int, _Claimed], at: datetime, report: Report) -> None:
    for matter, what in claimed.items():
        try:
            with transaction.atomic():
                _deal_with({matter: what}, at, report)
        except InterfaceError:
            raise
        except Exception:  # this one is bad: later again, so that it cannot hold up the sweep
            log.exception("sweep: matter %s could not be dealt with and is tried again in an hour", matter)
            report.pushed += _push([matter], at)


def _claim(at: datetime, size: int) -> dict[int, _Claimed]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [at, size])
        return {matter: _Claimed(kind, secrecy == Secrecy.RESTRICTED) for matter, kind, secrecy in cursor.fetchall()}


def _deal_with(claimed: dict[int, _Claimed], at: datetime, report: Report) -> None:
    """Everything about these matters, whose streams are (or are about to be) locked: constant number of statements.

    Rows are read after the lock; another sweep may have been here between the claim's snapshot and its lock.
    """
    due = rows.select(_DUE, [list(claimed), at])
    plan = _planned(due, claimed, at)
    refused: set[int] = set()
    for act, kind, items in plan.work():
        outcome = flow.perform_many(flow.table(kind), act, items, actor=ACTOR, on_refusal="skip")
        _count(outcome, items, report)
        refused |= _told(outcome)
    rows.reschedule({row.id: plan.next_at[row.id] for row in due if row.matter_id not in refused})
    if refused:
        report.pushed += _push(refused, at)


def _planned(due: Sequence[Row], claimed: dict[int, _Claimed], at: datetime) -> _Plan:
    plan = _Plan()
    done = _done([row.id for row in due])
    for row in due:
        what = claimed[row.matter_id]
        steps = due_steps(row, at, done[row.id])
        reminders = [step for step in steps if step.rung and (step.rung.place == "inside" or what.restricted)]
        letters = [step for step in steps if step.rung and step.rung.place == "outside" and not what.restricted]
        if any(step.rung is None for step in steps):
            plan.missed[what.kind][row.matter_id].append(row.id)
        if reminders:  # after downtime only the latest is said aloud
            plan.inside[what.kind][row.matter_id] += [
                _firing(row, step, at, lapsed=step is not reminders[-1]) for step in reminders
            ]
        if letters:
            plan.outside[what.kind][row.matter_id] += [_firing(row, step, at) for step in letters]
        plan.next_at[row.id] = min((step.at for step in steps_of(row) if step.at > at), default=None)
    return plan


def _firing(row: Row, step: Step, at: datetime, *, lapsed: bool = False) -> Firing:
    assert step.rung is not None
    late = row.is_late(at)
    return Firing(
        deadline=row.id,
        round=row.round,
        holder=row.holder_id,
        label=row.label,
        due=_due_words(row, at, late=late),
        late=late,
        statutory=not row.local,
        rulebook=row.rulebook,
        ladder=row.ladder,
        rung=step.rung.key,
        lapsed=lapsed,
        key=row.key,
    )


def _due_words(row: Row, at: datetime, *, late: bool) -> str:
    last = spoken_date(row.due_on) if row.due_on else spoken_moment(as_local(row.due_at))
    if late:
        days = (local_date(at) - (row.due_on or local_date(row.due_at))).days
        return f"应于{last}前办结，已逾期{days}天" if days else f"应于{last}前办结，已逾期"
    days = ((row.due_on or local_date(row.due_at)) - local_date(at)).days
    return f"应于{last}前办结，还有{days}天" if days else f"应于{last}前办结，就在今天"


def _done(deadlines: Sequence[int]) -> dict[int, set[str]]:
    """The rungs that happened for the present due day of each deadline."""
    found: dict[int, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [list(deadlines)])
        for deadline, rung in cursor.fetchall():
            found[deadline].add(rung)
    return found


def _count(outcome: Outcome, items: Sequence[Item], report: Report) -> None:
    for item in items:
        if item.ref not in outcome.done:
            continue
        match item.data:
            case MarkMissed(deadlines=found):
                report.missed += len(found)
            case Remind(firings=found):
                report.reminded += sum(not firing.lapsed for firing in found)
            case PrepareRungs(firings=found):
                report.prepared += len(found)


def _told(outcome: Outcome) -> set[int]:
    """Log what the gate refused, such as a matter that is closed but still has a clock running."""
    for matter, refusal in outcome.refused.items():
        log.warning("sweep: matter %s refused: %s %s", matter, refusal.code, refusal.sentence)
    return set(outcome.refused)


def _push(matters: Iterable[int], at: datetime) -> int:
    """Look at these again in an hour."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE duties_deadline SET next_rung_at = %s WHERE matter_id = ANY(%s) AND next_rung_at <= %s",
            [max(at, now()) + PUSH, list(matters), at],
        )
        return int(cursor.rowcount)


__all__ = ["Report", "Watcher", "register", "sweep", "unregister"]
