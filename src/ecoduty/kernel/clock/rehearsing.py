"""Finding the mark of a rehearsal: only a database that carries it lets this process move legal time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ecoduty.kernel.clock.models import Rehearsal
from ecoduty.kernel.clock.time import allow_rehearsal, forbid_rehearsal, set_rehearsal_offset

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def heed() -> bool:
    """Take the rehearsal's offset from the database; True in a rehearsal. One query."""
    found = Rehearsal.objects.values_list("offset", "simulated").first()
    if found is None:
        forbid_rehearsal()
        return False
    offset, simulated = found
    allow_rehearsal(simulated=simulated)
    set_rehearsal_offset(offset)
    return True


class RehearsalMiddleware:
    """Every request runs by the clock as it was set last. Only rehearsals have this middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        heed()
        return self.get_response(request)
