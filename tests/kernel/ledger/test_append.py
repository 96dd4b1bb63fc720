"""Entries are appended one after the other, whoever writes."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction

from ecoduty.kernel.ledger import append
from ecoduty.kernel.ledger.models import Entry, Stream
from ecoduty.kernel.ledger.verification import verify, verify_stream
from tests.kernel.ledger.writing import draft, write


@pytest.mark.usefixtures("db")
def test_entries_of_one_batch_follow_each_other_in_the_order_given():
    with transaction.atomic():
        written = append.append([draft("a", 1), draft("b", 2), draft("a", 3)], append.lock(["b", "a"]))
    assert [(entry.stream, entry.seq) for entry in written] == [("a", 1), ("b", 1), ("a", 2)]
    rows = Entry.objects.order_by("id").values_list("stream", "seq", "facts")
    assert list(rows) == [
        (e.stream, e.seq, {"number": n, "内容": "水"}) for e, n in zip(written, (1, 2, 3), strict=True)
    ]
    assert {row.name: (row.length, bytes(row.head)) for row in Stream.objects.all()} == {
        "a": (2, written[2].digest),
        "b": (1, written[1].digest),
    }


@pytest.mark.usefixtures("db")
def test_a_stream_without_entries_has_no_head():
    with transaction.atomic():
        assert append.lock(["nothing"]) == {}


@pytest.mark.usefixtures("db")
def test_an_entry_that_does_not_follow_its_head_is_refused_by_the_database():
    write("a", 2)
    stale = append.Head(1, b"\1" * 32)
    with pytest.raises(DatabaseError, match="does not follow its head"), transaction.atomic():
        append.append([draft("a")], {"a": stale})
    with pytest.raises(IntegrityError), transaction.atomic():
        append.append([draft("a")], {})
    assert Stream.objects.get(name="a").length == 2


@pytest.mark.usefixtures("db")
def test_a_stream_is_verified_by_itself():
    write("a", 3)
    assert verify_stream("a") is None
    assert verify_stream("nothing") is None


@pytest.mark.usefixtures("fresh_db")
def test_two_writers_on_one_stream_stand_one_after_the_other():
    write("a")
    barrier = threading.Barrier(2)

    def writer() -> None:
        barrier.wait()
        for _ in range(40):
            write("a")
        connections.close_all()

    threads = [threading.Thread(target=writer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 82))
    assert verify().ok


@pytest.mark.usefixtures("fresh_db")
def test_writers_of_different_streams_never_wait_for_each_other(fresh_db):
    write("a")
    write("b")
    with fresh_db.connect("ecoduty_app") as other:
        other.execute("SET lock_timeout = '1ms'")
        with transaction.atomic():
            append.append([draft("a", 2)], append.lock(["a"]))
            with other.transaction():
                other.execute("SELECT 1 FROM ledger_stream WHERE name = 'b' FOR UPDATE")
            with pytest.raises(psycopg.errors.LockNotAvailable), other.transaction():
                other.execute("SELECT 1 FROM ledger_stream WHERE name = 'a' FOR UPDATE")
