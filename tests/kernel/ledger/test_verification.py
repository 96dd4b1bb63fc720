"""Whatever the owner of the database does to the ledger is found, and the first bad entry named."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from ecoduty.kernel.ledger import append, chain, checkpoints, reading, sources
from ecoduty.kernel.ledger.models import Entry
from ecoduty.kernel.ledger.sources import Latest, Merged
from ecoduty.kernel.ledger.verification import BadCheckpointFileError, verify, verify_stream
from tests.kernel.ledger.writing import START, draft, relink, unguarded, write

MOMENT = START + timedelta(days=1)


@pytest.fixture
def kept(fresh_db, tmp_path):
    """Three streams, three checkpoints, and the file that was carried away after the second."""
    file = tmp_path / "checkpoints.jsonl"
    for stream, count in (("a", 3), ("b", 5), ("c", 2)):
        write(stream, count)
    checkpoints.take(MOMENT)
    write("b", 2)
    checkpoints.take(MOMENT)
    checkpoints.export(file)
    write("b", 2)
    write("d", 1)
    checkpoints.take(MOMENT)
    write("c", 1)
    return file


def finding(file):
    found = verify(file).finding
    assert found is not None
    assert found.sentence.endswith("。")
    return found.code, found.stream, found.seq


def test_an_honest_ledger_holds_and_says_how_far(kept):
    verdict = verify(kept)
    assert (verdict.ok, verdict.entries, verdict.streams, verdict.checkpoints, verdict.open_window) == (
        True,
        16,
        4,
        3,
        4,
    )
    assert verify().open_window == 1


def test_an_empty_ledger_holds(fresh_db):
    assert verify().ok


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "toy"), ("act", "return"), ("from_state", "review"), ("to_state", "done"), ("late", True),
        ("occurred_at", MOMENT), ("recorded_at", MOMENT), ("actor_account", 7), ("actor_name", "乙"),
        ("actor_title", "主要负责人"), ("actor_body", "water"), ("on_behalf_of", "丙"), ("reason", "忘了"),
        ("facts", '{"number": 4}'), ("key", "k"), ("request", b"1" * 32),
    ],
)  # fmt: skip
def test_an_edited_entry_is_found_whatever_was_edited(kept, owner, column, value):
    with unguarded(owner):
        owner.execute(f"UPDATE ledger_entry SET {column} = %s WHERE stream = 'b' AND seq = 4", [value])
    assert finding(kept) == finding(None) == ("edited", "b", 4)
    found = verify_stream("b")
    assert (found.code, found.seq) == ("edited", 4)


def test_an_edited_entry_with_its_digest_made_to_fit_is_found_at_the_next(kept, owner):
    with unguarded(owner):
        owner.execute("UPDATE ledger_entry SET reason = 'x' WHERE stream = 'b' AND seq = 4")
        relink(owner, "b", 4)
        owner.execute("UPDATE ledger_entry SET previous = %s WHERE stream = 'b' AND seq = 5", [b"0" * 32])
    assert finding(kept) == ("broken_link", "b", 5)


def test_an_entry_deleted_from_the_middle_is_found(kept, owner):
    with unguarded(owner):
        owner.execute("DELETE FROM ledger_entry WHERE stream = 'b' AND seq = 4")
    assert finding(kept) == finding(None) == ("gap", "b", 4)


def test_an_inserted_entry_is_found(kept, owner):
    with unguarded(owner):
        owner.execute("UPDATE ledger_entry SET seq = seq + 100 WHERE stream = 'b' AND seq >= 4")
        owner.execute("UPDATE ledger_entry SET seq = seq - 99 WHERE stream = 'b' AND seq >= 104")
        owner.execute(
            "INSERT INTO ledger_entry (stream, seq, kind, act, from_state, to_state, occurred_at, recorded_at, late, "
            "actor_name, actor_title, actor_body, on_behalf_of, reason, facts, previous, digest) "
            "SELECT stream, 4, kind, act, from_state, to_state, occurred_at, recorded_at, late, actor_name, actor_title, "
            "actor_body, on_behalf_of, 'inserted', facts, digest, digest FROM ledger_entry WHERE stream = 'b' AND seq = 3"
        )
        owner.execute("UPDATE ledger_stream SET length = length + 1 WHERE name = 'b'")
    assert finding(kept) == ("edited", "b", 4)


def test_reordered_entries_are_found(kept, owner):
    with unguarded(owner):
        owner.execute("UPDATE ledger_entry SET seq = 104 WHERE stream = 'b' AND seq = 4")
        owner.execute("UPDATE ledger_entry SET seq = 4 WHERE stream = 'b' AND seq = 5")
        owner.execute("UPDATE ledger_entry SET seq = 5 WHERE stream = 'b' AND seq = 104")
    assert finding(kept) == ("broken_link", "b", 4)


def test_a_tail_cut_off_with_the_head_set_back_is_found_by_the_checkpoints(kept, owner):
    with unguarded(owner):
        owner.execute("DELETE FROM ledger_entry WHERE stream = 'b' AND seq > 6")
        relink(owner, "b", 7)
    assert finding(kept) == finding(None) == ("cut_tail", "b", 7)


def test_a_tail_cut_off_together_with_the_database_s_own_checkpoints_is_found_by_the_file(kept, owner):
    with unguarded(owner):
        owner.execute("DELETE FROM ledger_entry WHERE stream = 'b' AND seq > 6")
        owner.execute("DELETE FROM ledger_commitment")
        owner.execute("DELETE FROM ledger_checkpoint")
        relink(owner, "b", 7)
    assert verify().ok
    assert finding(kept) == ("cut_tail", "b", 7)


def test_a_tail_cut_off_with_the_head_left_is_found_at_once(kept, owner):
    with unguarded(owner):
        owner.execute("DELETE FROM ledger_entry WHERE stream = 'c' AND seq = 3")
    assert finding(None) == ("cut_tail", "c", 3)


def rewrite(owner, stream, seq):
    """Everything a patient owner can make fit inside the database: links, head, commitments, checkpoints."""
    with unguarded(owner):
        owner.execute("UPDATE ledger_entry SET reason = 'rewritten' WHERE stream = %s AND seq = %s", [stream, seq])
        relink(owner, stream)
        owner.execute(
            "UPDATE ledger_commitment AS commitment SET head = entry.digest FROM ledger_entry AS entry "
            "WHERE entry.stream = commitment.stream AND entry.seq = commitment.length"
        )
    previous = checkpoints.FIRST
    for line in list(checkpoints.lines()):
        root = checkpoints.root_of(line.number, line.taken_at, previous, line.streams)
        with unguarded(owner):
            owner.execute(
                "UPDATE ledger_checkpoint SET previous = %s, root = %s WHERE number = %s", [previous, root, line.number]
            )
        previous = root


@pytest.mark.parametrize(("seq", "named"), [(2, 1), (5, 1), (6, 6), (7, 6)])
def test_a_stream_rewritten_with_all_that_hangs_on_it_is_found_by_the_file(kept, owner, seq, named):
    rewrite(owner, "b", seq)
    assert verify().ok
    assert finding(kept) == ("rewritten", "b", named)


def test_what_lies_after_the_last_exported_checkpoint_is_said_to_be_open_to_that(kept, owner):
    assert verify(kept).open_window == 4
    rewrite(owner, "b", 9)
    assert verify(kept).ok


def test_a_rewritten_stream_is_found_even_where_the_database_holds_a_later_commitment(kept, owner):
    """The file knows b at length 7, the database at 9: both must be held against the entries."""
    rewrite(owner, "b", 3)
    assert finding(kept)[:2] == ("rewritten", "b")


def test_a_rewritten_stream_is_found_without_a_file_when_the_commitments_were_forgotten(kept, owner):
    with unguarded(owner):
        owner.execute("UPDATE ledger_entry SET reason = 'x' WHERE stream = 'b' AND seq = 8")
        relink(owner, "b")
    assert finding(None) == ("rewritten", "b", 8)
    assert verify_stream("b").code == "rewritten"


def test_a_deleted_stream_is_found(kept, owner):
    with unguarded(owner):
        owner.execute("DELETE FROM ledger_entry WHERE stream = 'a'")
        owner.execute("DELETE FROM ledger_stream WHERE name = 'a'")
    assert finding(kept) == finding(None) == ("missing_stream", "a", 1)


def test_a_truncated_ledger_is_found_by_the_file(kept, owner):
    with unguarded(owner):
        owner.execute("TRUNCATE ledger_entry, ledger_stream, ledger_checkpoint, ledger_commitment")
    assert verify().ok
    assert finding(kept) == ("missing_stream", "a", 1)


def test_checkpoints_exchanged_in_the_database_are_found_by_the_file(kept, owner):
    with unguarded(owner):
        owner.execute("DELETE FROM ledger_commitment")
        owner.execute("DELETE FROM ledger_checkpoint")
        owner.execute("UPDATE ledger_stream SET committed_length = 0")
    checkpoints.take(MOMENT)
    assert verify().ok
    assert finding(kept) == ("checkpoint_replaced", "", 1)


def test_an_edited_checkpoint_is_found(kept, owner):
    with unguarded(owner):
        owner.execute("UPDATE ledger_commitment SET length = 1 WHERE stream = 'a'")
    assert finding(None) == ("checkpoint", "", 1)


def test_a_deleted_checkpoint_is_found(kept, owner):
    with unguarded(owner):
        owner.execute("DELETE FROM ledger_commitment WHERE checkpoint_id = 2")
        owner.execute("DELETE FROM ledger_checkpoint WHERE number = 2")
    assert finding(None) == ("checkpoint", "", 2)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: "not a checkpoint\n" + text, "不是检查点的行"),
        (lambda text: text.replace('"b",7', '"b",6'), "第2行"),
        (lambda text: text[text.index("\n") + 1 :], "第1行"),
        (lambda text: "[]\n", "不是检查点的行"),
    ],
)
def test_a_damaged_file_is_no_witness(kept, spoil, words):
    kept.write_text(spoil(kept.read_text()))
    with pytest.raises(BadCheckpointFileError, match=words):
        verify(kept)


def test_a_missing_file_is_said_to_be_missing(kept):
    with pytest.raises(BadCheckpointFileError, match="打不开"):
        verify(kept.with_name("nothing"))


def test_a_backup_from_before_a_checkpoint_does_not_pass_for_the_present(kept, owner):
    with unguarded(owner):
        owner.execute("DELETE FROM ledger_commitment WHERE checkpoint_id > 1")
        owner.execute("DELETE FROM ledger_checkpoint WHERE number > 1")
        owner.execute("DELETE FROM ledger_entry WHERE stream = 'd' OR (stream = 'b' AND seq > 5)")
        owner.execute("DELETE FROM ledger_stream WHERE name = 'd'")
        relink(owner, "b", 6)
    assert verify().ok
    assert finding(kept) == ("cut_tail", "b", 6)


def test_the_verifier_reads_more_than_one_chunk(fresh_db):
    write("long", 6000)
    verdict = verify()
    assert (verdict.ok, verdict.entries) == (True, 6000)
    assert Entry.objects.count() == 6000


@pytest.fixture
def many(fresh_db, tmp_path):
    """So many streams, in two checkpoints, with the file."""

    def make(count: int) -> Path:
        file = tmp_path / f"{count}.jsonl"
        for half in range(2):
            with transaction.atomic():
                append.append([draft(f"s{count}-{number:06d}") for number in range(half, count, 2)], {})
            checkpoints.take(MOMENT)
        checkpoints.export(file)
        return file

    return make


def test_memory_does_not_grow_with_the_number_of_streams(many, monkeypatch):
    monkeypatch.setattr(reading, "_CHUNK", 50)

    def peak() -> int:
        tracemalloc.start()
        assert verify().ok
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    many(200)
    peak()
    few = peak()
    many(6000)
    # 6200 heads and as many commitments in memory are two megabytes; what other threads of a long run allocate meanwhile is not
    # in both measurements.
    assert min(peak(), peak()) < few + 1_000_000


def test_latest_commitments_of_a_file_lie_on_disk_and_come_in_order():
    with Latest() as kept:
        kept.put([("b", 1, b"1"), ("河", 1, b"2"), ("a", 4, b"3")])
        kept.put([("b", 3, b"4"), ("\U0001f600", 1, b"5")])
        assert list(kept.in_order()) == [
            ("a", 4, b"3"), ("b", 3, b"4"), ("河", 1, b"2"), ("\U0001f600", 1, b"5"),
        ]  # fmt: skip


def test_merging_tells_what_was_passed_over():
    merged = Merged(iter([("a", 1, b""), ("c", 2, b"x"), ("d", 3, b"y")]))
    assert merged.at("b") is None
    assert merged.at("c") == (2, b"x")
    assert merged.first_passed_over() == ("a", 1)
    rest = Merged(iter([("e", 1, b"")]))
    assert rest.first_passed_over() == ("e", 1)
    assert rest.first_passed_over() == ("e", 1)


@pytest.mark.parametrize("by", ["", 'COLLATE "C"'])
def test_a_database_that_orders_otherwise_is_verified_alike(kept, owner, monkeypatch, by):
    monkeypatch.setattr(sources, "order", lambda: by)
    assert verify(kept).ok
    with unguarded(owner):
        owner.execute("DELETE FROM ledger_entry WHERE stream = 'a'")
    assert finding(kept) == ("missing_stream", "a", 1)


@pytest.mark.parametrize("data", [b"", b"abc", b"x" * 200_000])
def test_digest_fed_in_parts_is_the_digest_of_the_whole(data):
    parts = chain.Sm3()
    for start in range(0, len(data), 777):
        parts.update(data[start : start + 777])
    assert parts.digest() == parts.digest() == chain.sm3(data)
