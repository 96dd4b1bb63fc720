"""Several act at once, locks are not to be had, the database goes away: one act each, or none, and a plain answer."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace

import pytest
from django.db import connection, transaction
from psycopg import errors

from ecoduty.kernel.flow import Act, Item, Refused, gate, perform, perform_many, registry
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.verification import verify
from ecoduty.kernel.outbox.models import Message
from tests.together import together, wait_for, waiting_for_locks
from tests.toy.models import Paper
from tests.toy.papers import LIAISON, officer, paper

pytestmark = pytest.mark.usefixtures("fresh_db", "noon")

NOTE = {"note": "请审核"}


def test_the_same_form_sent_twice_at_the_same_second_is_one_act(papers):
    sheet = paper()
    send = lambda: perform(papers, "submit", sheet.pk, actor=officer(), data=NOTE, key="k", expected_version=0)  # noqa: E731
    outcomes = together(send, send, send)
    assert sorted(done.repeated for done in outcomes) == [False, True, True]
    assert len({done.entry for done in outcomes}) == 1
    assert (Entry.objects.count(), Message.objects.count()) == (1, 1)


def test_the_same_creation_sent_twice_at_the_same_second_is_one_paper(papers):
    for number in range(1, 11):
        send = lambda key=f"k{number}": perform(papers, "write", actor=officer(), data={"title": "月报"}, key=key)  # noqa: E731
        outcomes = together(send, send)
        assert len({done.entry for done in outcomes}) == 1
        assert (Paper.objects.count(), Entry.objects.count()) == (number, number)


def test_the_same_act_by_two_people_at_once_is_done_once_and_refused_once(papers):
    sheet = paper("review")
    send = lambda: perform(papers, "sign", sheet.pk, actor=officer("principal"), expected_version=0)  # noqa: E731
    outcomes = together(send, send)
    assert sorted(getattr(outcome, "code", "done") for outcome in outcomes) == ["done", "stale_page"]
    assert Entry.objects.count() == 1


def test_batches_in_opposite_order_never_block_each_other(papers):
    sheets = [paper().pk for _ in range(30)]
    outcomes = together(*(
        lambda order=order: [
            perform_many(papers, "remark", [Item(pk) for pk in order], actor=officer()) for _ in range(10)
        ]
        for order in (sheets, sheets[::-1], sheets[15:] + sheets[:15])
    ))  # fmt: skip
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert Entry.objects.count() == 900
    assert verify().ok


@pytest.fixture
def troublemaker(fresh_db, monkeypatch):
    """A session that never gives up, so that the other side is the one that loses."""
    monkeypatch.setattr(
        gate, "LOCK_TIMEOUT", "60s"
    )  # a slow machine must not turn a deadlock into a lock not to be had
    with fresh_db.connect("postgres") as session:
        # A session looks for a deadlock once: the others must not look before the knot is tied, on a slow machine either.
        session.execute(f"ALTER DATABASE {fresh_db.name} SET deadlock_timeout = '5s'")
        session.execute("SET deadlock_timeout = '60s'")
        yield session


def lock(session, sheet):
    session.execute("SELECT 1 FROM ledger_stream WHERE name = %s FOR UPDATE", [sheet.stream])


def streams(papers, *sheets):
    perform_many(papers, "remark", [Item(sheet.pk) for sheet in sheets], actor=officer())


def test_a_deadlock_is_retried_once(papers, troublemaker, fresh_db):
    first, second = paper(), paper()
    streams(papers, first, second)
    entangled = threading.Event()

    def other() -> None:
        with troublemaker.transaction(), fresh_db.connect("postgres") as watch:
            lock(troublemaker, second)
            entangled.set()
            wait_for(lambda: waiting_for_locks(watch))
            lock(troublemaker, first)

    def ours():
        entangled.wait()
        return perform_many(papers, "remark", [Item(first.pk), Item(second.pk)], actor=officer())

    broken, outcome = together(other, ours)
    assert broken is None
    assert set(outcome.done) == {first.pk, second.pk}
    assert Entry.objects.count() == 4


def test_a_deadlock_that_comes_again_is_called_busy(papers, troublemaker, fresh_db):
    first, second = paper(), paper()
    streams(papers, first, second)
    entangled, answered = threading.Event(), threading.Event()

    def other() -> int:
        deadlocks = 0
        with troublemaker.transaction(), fresh_db.connect("postgres") as watch:
            lock(troublemaker, second)
            entangled.set()
            while not answered.is_set():
                if not waiting_for_locks(watch):
                    answered.wait(0.01)
                    continue
                deadlocks += 1
                troublemaker.execute("SAVEPOINT before")
                with suppress(errors.DeadlockDetected):  # which of both is broken off the database decides
                    lock(troublemaker, first)
                troublemaker.execute("ROLLBACK TO before")
        return deadlocks

    def ours():
        entangled.wait()
        try:
            return perform_many(papers, "remark", [Item(first.pk), Item(second.pk)], actor=officer())
        finally:
            answered.set()

    deadlocks, outcome = together(other, ours)
    assert deadlocks >= 2
    assert (outcome.code, outcome.status) == ("busy", 503)
    assert Entry.objects.count() == 2


def test_a_lock_that_is_not_to_be_had_is_called_busy(papers, troublemaker, monkeypatch):
    monkeypatch.setattr(gate, "LOCK_TIMEOUT", "50ms")
    sheet = paper()
    streams(papers, sheet)
    with troublemaker.transaction():
        lock(troublemaker, sheet)
        with pytest.raises(Refused) as refused:
            perform(papers, "submit", sheet.pk, actor=officer(), data=NOTE)
    assert (refused.value.code, refused.value.status) == ("busy", 503)
    perform(papers, "submit", sheet.pk, actor=officer(), data=NOTE)


def kill_this_session(fresh_db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with fresh_db.connect("postgres") as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_a_database_that_goes_during_an_act_leaves_nothing_and_says_so(papers, fresh_db):
    breaking = Act("cut", "断线", ("draft",), "review", (LIAISON,), effect=lambda _: kill_this_session(fresh_db))
    table = replace(papers, acts=(*papers.acts, breaking))
    sheet = paper()
    with pytest.raises(Refused) as refused:
        perform(table, "cut", sheet.pk, actor=officer(), key="k")
    assert (refused.value.code, refused.value.status) == ("database_gone", 503)
    sheet.refresh_from_db()
    assert (sheet.state, Entry.objects.count()) == ("draft", 0)
    perform(papers, "submit", sheet.pk, actor=officer(), data=NOTE)
    assert verify().ok


def test_a_database_that_goes_at_commit_leaves_it_open_and_the_same_key_settles_it(papers, fresh_db):
    sheet = paper()
    registry.after_entry("cut", lambda _: kill_this_session(fresh_db), 99)
    try:
        with pytest.raises(Refused) as refused:
            perform(papers, "remark", sheet.pk, actor=officer(), key="k")
    finally:
        registry.forget_effect("cut")
    assert (refused.value.code, refused.value.status) == ("commit_unconfirmed", 503)
    perform(papers, "remark", sheet.pk, actor=officer(), key="k")
    perform(papers, "remark", sheet.pk, actor=officer(), key="k")
    assert Entry.objects.count() == 1


def test_inside_a_transaction_of_the_caller_a_refusal_undoes_the_act_alone(papers):
    sheet = paper()
    with transaction.atomic():
        mine = paper(title="另一张")
        with pytest.raises(Refused):
            perform(papers, "sign", sheet.pk, actor=officer("principal"))
        perform(papers, "submit", sheet.pk, actor=officer(), data=NOTE)
    assert Paper.objects.filter(pk=mine.pk).exists()
    assert Entry.objects.count() == 1
