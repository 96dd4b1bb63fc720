"""Living through the days that a rehearsal's clock is turned over: nights in their order, rounds when something is due.

The clock goes from one moment at which something happens to the next, so that everything bears the day on which it would
have happened. At each midnight the night before is recorded and the worker's own list of nightly work is done. What was
broken off goes on where it stopped: the clock stands in the database, a night counts as lived only when it is over, and
every work is safe to do twice.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F, Min

from ecoduty.casework.deliveries import digest
from ecoduty.casework.deliveries.models import Delivery
from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import TICKING
from ecoduty.casework.escalation.sweep import sweep
from ecoduty.casework.figures.folding import fold
from ecoduty.casework.rehearsal.flow import REHEARSAL
from ecoduty.casework.rehearsal.models import STREAM, Turning
from ecoduty.casework.rehearsal.states import TURNING
from ecoduty.kernel.clock import end_of_day, local_date, now
from ecoduty.kernel.clock.rehearsing import heed, turn_to
from ecoduty.kernel.clock.routine import Work, nights, rounds
from ecoduty.kernel.flow import Actor, Refused, perform
from ecoduty.kernel.outbox import drainer
from ecoduty.kernel.outbox.models import Message, SendState

log = structlog.get_logger()

ACTOR = Actor.system("演练时钟")
_INSTANT = timedelta(seconds=1)
_ALONE = 0x7EC10C  # one process lives through the days, the others go on with theirs


def carry_on(seconds: float | None = None) -> bool:
    """Live on towards the moment to which the clock is being turned, for so many seconds of real time at most.

    True when it stands there, and wherever nothing is being turned. The worker of a rehearsal calls it every second.
    """
    if not _turning() or not heed():
        return True
    began = time.monotonic()
    with _alone() as mine:
        if not mine:
            return False
        while (turning := _turning()) is not None:
            if not _step(turning) and seconds is not None and time.monotonic() - began > seconds:
                return False
    return True


def next_due(on: date) -> date | None:
    """The next day after this on which a running deadline ends."""
    found = Deadline.objects.filter(state__in=TICKING, due_on__gt=on).aggregate(day=Min("due_on"))
    day: date | None = found["day"]
    return day


def _turning() -> Turning | None:
    return Turning.objects.filter(state=TURNING).first()


@contextmanager
def _alone() -> Iterator[bool]:
    """A lock of this connection: it falls when the process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ALONE])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ALONE])


def _step(turning: Turning) -> bool:
    """Do what is due now, then turn the clock to the next moment; True when there is none before the end."""
    assert turning.until is not None
    today = local_date(now())
    if turning.lived_on is None or turning.lived_on < today:
        _night()
        Turning.objects.filter(pk=turning.pk).update(lived_on=today)
    _round()
    if now() < turning.until:
        turn_to(min(turning.until, max(_next(now()), now() + _INSTANT)), turning.by)
        return False
    try:
        perform(REHEARSAL, "arrive", STREAM, actor=ACTOR)
    except Refused as refused:  # somebody stopped it in this moment
        log.info("rehearsal.stopped", code=refused.code)
    return True


def _night() -> None:
    """The night that is just over, in the order of a night: the first of it records how everything stood at midnight."""
    fold()
    _do(nights())


def _round() -> None:
    """What the worker does all day long that goes by legal time; what would leave the platform goes to the sink.

    Papers are drawn by the worker's own beat beside this: nobody waits here for thousands of them.
    """
    sweep()
    _do(rounds())
    digest.compose()
    drainer.drain_every_outside()


def _do(works: Iterable[Work]) -> None:
    """One work that fails stops no other, as among the worker's jobs; it is logged, counted, and done again the next night."""
    for work in works:
        try:
            work.do()
        except (InterfaceError, OperationalError):
            raise  # the database is gone: the whole night is lived again
        except Exception:
            log.exception("rehearsal.work_failed", work=work.name)
            Turning.objects.update(failed=F("failed") + 1)


def _next(at: datetime) -> datetime:
    """The next moment at which something happens, at the latest the next midnight."""
    midnight = end_of_day(local_date(at)) + _INSTANT
    rung = Deadline.objects.filter(next_rung_at__gt=at).aggregate(at=Min("next_rung_at"))["at"]
    waiting = Delivery.objects.filter(message=None, sent_at=None, cancelled_at=None, due_at__gt=at)
    delivery = waiting.aggregate(at=Min("due_at"))["at"]
    leaving = Message.objects.filter(state=SendState.WAITING, channel__in=drainer.outward(), next_try_at__gt=at)
    message = leaving.aggregate(at=Min("next_try_at"))["at"]
    known = [one.due(at) for one in rounds() if one.due is not None]
    moments: list[datetime] = [one + _INSTANT for one in (rung, delivery, message, *known) if one is not None]
    return min([midnight, *moments])


__all__ = ["carry_on", "next_due"]
