"""Finding the mark of a rehearsal: only a database that carries it lets this process move legal time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from ecoduty.kernel.clock.errors import ClockError
from ecoduty.kernel.clock.models import ClockTurn, Rehearsal
from ecoduty.kernel.clock.time import allow_rehearsal, forbid_rehearsal, set_rehearsal_offset, wall_now

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse


_HEEDING = threading.Lock()


def heed() -> bool:
    """Take the rehearsal's offset from the database; True in a rehearsal. One query."""
    with _HEEDING:  # or what another thread read a moment ago would turn this process back
        found = Rehearsal.objects.values_list("offset", "simulated").first()
        if found is None:
            forbid_rehearsal()
            return False
        offset, simulated = found
        allow_rehearsal(simulated=simulated)
        set_rehearsal_offset(offset)
        return True


def turn_to(moment: datetime, by: str) -> None:
    """Turn the rehearsal's clock forward to a moment; it goes on from there.

    Raises ClockError `rehearsal_not_allowed` in any other database, `rehearsal_backwards` for a moment that is over.
    """
    if not heed():
        raise ClockError(
            "rehearsal_not_allowed",
            "这个数据库不是演练库，不能拨动时钟。请先复制出演练库，再在演练库中操作。",
        )
    wall = wall_now()
    try:
        with transaction.atomic():
            ClockTurn.objects.create(by=by, turned_at=wall, offset=moment - wall)
    except IntegrityError as error:
        raise ClockError("rehearsal_backwards", "演练的时钟只能往后拨。要回到从前，请重新复制演练库。") from error
    heed()


class RehearsalMiddleware:
    """Every request runs by the clock as it was set last. Only rehearsals have this middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        heed()
        return self.get_response(request)
