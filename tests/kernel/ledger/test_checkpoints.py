"""Checkpoints commit to what moved and are written outside the database, each once and whole."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from ecoduty.kernel.ledger import append, checkpoints
from ecoduty.kernel.ledger.models import Checkpoint, Commitment, Stream
from ecoduty.kernel.ledger.verification import verify
from tests.kernel.ledger.writing import START, draft, write

MOMENT = START + timedelta(days=1)


@pytest.mark.usefixtures("db")
def test_a_checkpoint_commits_to_what_moved_since_the_one_before():
    write("a", 2)
    write("b")
    first = checkpoints.take(MOMENT)
    write("b")
    second = checkpoints.take(MOMENT)
    rows = Commitment.objects.order_by("id").values_list("checkpoint", "stream", "length")
    assert list(rows) == [(1, "a", 2), (1, "b", 1), (2, "b", 2)]
    assert (first.streams, second.streams) == (2, 1)
    assert bytes(second.previous) == bytes(first.root)
    assert checkpoints.take(MOMENT) is None
    assert set(Stream.objects.values_list("name", "committed_length")) == {("a", 2), ("b", 2)}


@pytest.mark.usefixtures("db")
def test_its_root_follows_from_its_content():
    write("a", 2)
    checkpoint = checkpoints.take(MOMENT)
    (line,) = checkpoints.lines()
    assert line.computed_root() == line.root == bytes(checkpoint.root)
    assert line == checkpoints.Line.from_json(line.to_json())


@pytest.mark.usefixtures("fresh_db")
def test_a_stream_in_use_is_left_for_the_next_one_and_nobody_waits(fresh_db):
    write("a")
    write("b")
    with fresh_db.connect("ecoduty_app") as other, other.transaction():
        other.execute("SELECT 1 FROM ledger_stream WHERE name = 'a' FOR UPDATE")
        checkpoints.take(MOMENT)
    checkpoints.take(MOMENT)
    assert list(Commitment.objects.order_by("id").values_list("checkpoint", "stream")) == [(1, "b"), (2, "a")]
    assert verify().ok


@pytest.mark.usefixtures("fresh_db")
def test_only_one_takes_a_checkpoint_at_a_time():
    for number in range(20):
        write(f"s{number}")
    barrier = threading.Barrier(4)

    def taker() -> None:
        barrier.wait()
        for number in range(10):
            write(f"{threading.get_ident()}-{number}")
            checkpoints.take(MOMENT)
        connections.close_all()

    threads = [threading.Thread(target=taker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    checkpoints.take(MOMENT)
    numbers = list(Checkpoint.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert sorted(Commitment.objects.values_list("stream", flat=True)) == sorted(
        Stream.objects.values_list("name", flat=True)
    )
    verdict = verify()
    assert (verdict.ok, verdict.open_window) == (True, 0)


@pytest.mark.usefixtures("db")
def test_an_entry_after_the_checkpoint_stands_in_the_open_window():
    write("a", 2)
    checkpoints.take(MOMENT)
    write("a", 3)
    write("b")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(length - committed_length) FROM ledger_stream")
        assert cursor.fetchone() == (4,)


@pytest.mark.usefixtures("db")
def test_export_appends_what_the_file_does_not_hold(tmp_path):
    file = tmp_path / "out" / "checkpoints.jsonl"
    assert checkpoints.export(file) == 0
    for _ in range(3):
        write("a")
        checkpoints.take(MOMENT)
    assert checkpoints.export(file) == 3
    before = file.read_bytes()
    write("a")
    checkpoints.take(MOMENT)
    assert checkpoints.export(file) == 1
    assert file.read_bytes().startswith(before)
    assert [line.number for line in checkpoints.read(file)] == [1, 2, 3, 4]
    assert list(checkpoints.read(file)) == list(checkpoints.lines())


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("kept", [0, 1, 40, -1])
def test_a_line_torn_by_a_crash_is_written_again(tmp_path, kept):
    file = tmp_path / "checkpoints.jsonl"
    for _ in range(3):
        write("a")
        checkpoints.take(MOMENT)
    checkpoints.export(file)
    whole = file.read_bytes()
    lines = whole.splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:2]) + lines[2][:kept])
    assert [line.number for line in checkpoints.read(file)] == [1, 2]
    assert checkpoints.export(file) == 1
    assert file.read_bytes() == whole


@pytest.mark.usefixtures("db")
def test_lines_longer_than_a_block_are_found_from_behind(tmp_path):
    file = tmp_path / "checkpoints.jsonl"
    with transaction.atomic():
        append.append([draft(f"stream-{number:05d}") for number in range(1500)], {})
    checkpoints.take(MOMENT)
    write("stream-00001")
    checkpoints.take(MOMENT)
    assert checkpoints.export(file) == 2
    assert checkpoints.export(file) == 0
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0][:-1])
    assert file.stat().st_size > checkpoints._BLOCK
    assert checkpoints.export(file) == 2
    assert [line.number for line in checkpoints.read(file)] == [1, 2]


@pytest.mark.usefixtures("db")
def test_a_file_that_is_none_of_ours_is_not_written_to(tmp_path):
    file = tmp_path / "shopping.txt"
    file.write_text("milk\n")
    write("a")
    checkpoints.take(MOMENT)
    with pytest.raises(ValueError):
        checkpoints.export(file)
    assert file.read_text() == "milk\n"
