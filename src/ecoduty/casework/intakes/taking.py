"""Taking in what the public sent: one after another, each exactly once, by whoever registered for its kind.

One worker at a time takes in, over all processes; what an intake becomes and the intake's new state are one transaction, so
that a crash leaves either all of it or nothing. What cannot be taken in steps aside for a person and holds up nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Q

from ecoduty.casework.intakes.models import Intake
from ecoduty.casework.intakes.states import IntakeKind, IntakeState
from ecoduty.kernel.clock import now
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.sealing import SealingError

log = structlog.get_logger()

Taker = Callable[[Intake], None]

_AGAIN_AFTER = timedelta(minutes=5)
_GIVE_UP_AFTER = timedelta(days=1)
_AT_ONCE = 200  # intakes in one beat
_ALONE = "SELECT pg_try_advisory_xact_lock(hashtext('intakes'))"
_takers: dict[str, Taker] = {}


def takes(kind: IntakeKind, taker: Taker) -> None:
    """Say who takes in intakes of a kind. A taker calls the gate; what it refuses with Refused waits for a person."""
    _takers[kind] = taker


def take_in() -> int:
    """Take in what waits, oldest first; how many. Safe to run anywhere, at any time, by many."""
    taken = 0
    while taken < _AT_ONCE and _next():
        taken += 1
    return taken


def _next() -> bool:
    """One intake; False when nothing is left or another worker is at it."""
    number = 0
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_ALONE)
                if cursor.fetchone() != (True,):
                    return False
            row = _waiting()
            if row is None:
                return False
            number = row.pk
            _take(row)
    except Exception as error:  # whatever it is, the next one in the queue must not wait for it
        if not number:
            raise
        log.exception("intake.failed", intake=number)
        _put_off(number, error)
    return True


def _put_off(number: int, error: Exception) -> None:
    """It is tried again in some minutes; what fails for a day for no reason that concerns all of them waits for a person."""
    waiting = Intake.objects.filter(pk=number, state=IntakeState.WAITING)
    if isinstance(error, SealingError):  # the key file: put right once, and everything goes on by itself
        waiting.update(tried_at=now(), problem=str(error)[:500])
    elif waiting.filter(received_at__lt=now() - _GIVE_UP_AFTER).exists():
        waiting.update(
            state=IntakeState.STUCK, tried_at=now(), problem="登记时多次出错，请联系系统管理员，查明后再放行"
        )
    else:
        waiting.update(tried_at=now(), problem="登记时出错，平台稍后自动再试")


def _waiting() -> Intake | None:
    due = Q(tried_at=None) | Q(tried_at__lt=now() - _AGAIN_AFTER)
    return Intake.objects.select_for_update().filter(due, state=IntakeState.WAITING).order_by("pk").first()


def _take(row: Intake) -> None:
    try:
        with transaction.atomic():
            _takers[row.kind](row)
    except Refused as refused:
        row.state, row.problem = IntakeState.STUCK, refused.sentence[:500]
    else:
        row.state, row.taken_at, row.problem = IntakeState.TAKEN, now(), ""
        row.content, row.sealed = {}, ""
    row.tried_at = now()
    row.save()


__all__ = ["Taker", "take_in", "takes"]
