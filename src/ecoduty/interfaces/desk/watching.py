"""The job that looks what came into the filters people want to be told about: in batches, safe beside another worker."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from ecoduty.casework.saved_filters import entering, queries
from ecoduty.casework.saved_filters.models import Shelf
from ecoduty.interfaces.desk import saved
from ecoduty.kernel.clock import local_date, now
from ecoduty.organisation.access import actors_of, one_reading

log = logging.getLogger(__name__)

BATCH = 100  # people in one transaction


def look(moment: datetime | None = None, *, batch: int = BATCH) -> int:
    """Tell everybody what came into his filters since the last time; the number of notices."""
    at, reached, written = moment or now(), 0, 0
    while True:
        with transaction.atomic():
            shelves = queries.watched_after(reached, batch)
            if not shelves:
                return written
            drafts = [draft for shelf in shelves for draft in _of(shelf, at)]
            written += entering.tell(drafts, at)
        reached = shelves[-1].pk


def _of(shelf: Shelf, at: datetime) -> list[entering.Draft]:
    """What is to be said to one person; his failure does not stop the others."""
    account = shelf.account
    if account.person_id is None or not account.is_active:
        return []
    try:
        with transaction.atomic(), one_reading():
            actors = [actor for actor in actors_of(account, local_date(at)) if actor.post is not None]
            wanted = [saved.found(actors, one, at) for one in shelf.every if one.notify] if actors else []
            return entering.take(shelf, account.person_id, [one for one in wanted if one is not None], at)
    except Exception:  # one person's filter must not stop the others; it is looked at again next time
        log.exception("filters: shelf %s could not be looked at", shelf.pk)
        return []


__all__ = ["look"]
