"""The mark of a rehearsal: who may set it, and what a process with it does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from ecoduty.casework.publications import watching
from ecoduty.kernel.clock import forbid_rehearsal, is_rehearsal, now, rehearsal_offset, wall_now
from ecoduty.kernel.clock.models import Rehearsal
from ecoduty.kernel.clock.rehearsing import heed
from ecoduty.kernel.outbox import drainer, queue
from ecoduty.kernel.outbox.models import Message


@pytest.fixture(autouse=True)
def forget():
    yield
    forbid_rehearsal()


@pytest.fixture
def marked(fresh_db, owner):
    owner.execute(
        "INSERT INTO clock_rehearsal (id, source, copied_at, clock_offset) VALUES (1, '/somewhere', now(), '70 days')"
    )


def test_ordinary_database_has_no_mark_and_the_application_cannot_set_one(fresh_db):
    assert not heed()
    assert not is_rehearsal()
    for statement in (
        "INSERT INTO clock_rehearsal (id, source, copied_at, clock_offset) VALUES (1, 'x', now(), '1 day')",
        "UPDATE clock_rehearsal SET clock_offset = '1 day'",
        "DELETE FROM clock_rehearsal",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.usefixtures("marked")
def test_marked_database_moves_legal_time_and_never_security_time():
    assert heed()
    assert rehearsal_offset() == timedelta(days=70)
    assert timedelta(days=69) < now() - wall_now() < timedelta(days=71)
    Rehearsal.objects.get()


@pytest.mark.usefixtures("marked")
def test_rehearsal_sends_nothing_out_and_draws_its_papers(monkeypatch):
    heed()
    sent: list[str] = []
    drainer.register("outside", lambda key, payload: sent.append(key), outside=True)
    drainer.register("inside", lambda key, payload: sent.append(key))
    with transaction.atomic():
        queue.write([queue.Outgoing("outside", "a"), queue.Outgoing("inside", "b")], now())
    assert drainer.drain() == 2
    assert sent == ["b"]
    assert Message.objects.get(channel="outside").last_error == drainer.SUNK
    drainer.forget("outside")
    drainer.forget("inside")
    monkeypatch.setattr(watching, "due", lambda at: 1 / 0)
    assert watching.check_due() == 0
