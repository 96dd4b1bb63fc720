"""As the role that web and worker run under, the ledger cannot be falsified at all: the database says no."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from ecoduty.kernel.ledger import checkpoints
from ecoduty.kernel.ledger.verification import verify
from tests.kernel.ledger.writing import START, write

DENIED = psycopg.errors.InsufficientPrivilege
APPEND_ONLY = "EC002"


@pytest.fixture
def app(fresh_db):
    write("a", 3)
    write("b", 2)
    checkpoints.take(START + timedelta(days=1))
    write("b", 1)
    with fresh_db.connect("ecoduty_app") as connection:
        yield connection
    assert verify().ok


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_stream", "ledger_checkpoint", "ledger_commitment"])
@pytest.mark.parametrize(
    "statement", ["DELETE FROM {}", "TRUNCATE {}", "ALTER TABLE {} DISABLE TRIGGER USER", "DROP TABLE {}"]
)
def test_nothing_is_removed(app, table, statement):
    with pytest.raises(DENIED):
        app.execute(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET reason = 'x' WHERE stream = 'a' AND seq = 2",
        "UPDATE ledger_entry SET seq = 9 WHERE stream = 'a' AND seq = 2",
        "UPDATE ledger_stream SET length = 1 WHERE name = 'b'",
        "UPDATE ledger_stream SET head = '' WHERE name = 'b'",
        "UPDATE ledger_checkpoint SET root = ''",
        "UPDATE ledger_commitment SET head = ''",
    ],
)
def test_nothing_is_changed(app, statement):
    with pytest.raises(DENIED):
        app.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_stream SET committed_length = 99 WHERE name = 'b'",
        "INSERT INTO ledger_stream (name, length, head, committed_length) VALUES ('x', 5, '', 5)",
    ],
)
def test_a_head_moves_only_with_its_entries(app, statement):
    with pytest.raises(psycopg.Error) as error:
        app.execute(statement)
    assert error.value.sqlstate == APPEND_ONLY


def insert(app, stream, seq, previous):
    app.execute(
        "INSERT INTO ledger_entry (stream, seq, kind, act, from_state, to_state, occurred_at, recorded_at, late, "
        "actor_name, actor_title, actor_body, on_behalf_of, reason, facts, previous, digest) "
        "SELECT %s, %s, kind, act, from_state, to_state, occurred_at, recorded_at, late, actor_name, actor_title, "
        "actor_body, on_behalf_of, reason, facts, %s, digest FROM ledger_entry WHERE stream = 'a' AND seq = 1",
        [stream, seq, previous],
    )


def test_nothing_is_inserted_between_or_beside_entries(app):
    row = app.execute("SELECT digest FROM ledger_entry WHERE stream = 'a' AND seq = 2").fetchone()
    head = app.execute("SELECT head FROM ledger_stream WHERE name = 'a'").fetchone()
    for seq, previous in ((2, row[0]), (3, row[0]), (5, head[0]), (4, row[0])):
        with pytest.raises(psycopg.Error) as error:
            insert(app, "a", seq, previous)
        assert error.value.sqlstate == "EC001"
    with pytest.raises(psycopg.errors.UniqueViolation):
        insert(app, "a", 1, row[0])


@pytest.mark.parametrize(("length", "head"), [(3, b"\1" * 32), (1, None), (9, None)])
def test_nothing_is_committed_to_that_is_not_so(app, length, head):
    with pytest.raises(psycopg.Error) as error:
        app.execute(
            "INSERT INTO ledger_commitment (checkpoint_id, stream, length, head) "
            "SELECT 1, name, %s, coalesce(%s, head) FROM ledger_stream WHERE name = 'b'",
            [length, head],
        )
    assert error.value.sqlstate == "EC003"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE FUNCTION ledger_refuse2() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER own BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
        "DROP TRIGGER ledger_entry_extend ON ledger_entry",
        "SET session_replication_role = replica",
        "SET ROLE ecoduty_owner",
    ],
)
def test_the_guards_are_not_to_be_removed(app, statement):
    with pytest.raises(DENIED):
        app.execute(statement)


def test_a_temporary_table_of_the_same_name_does_not_lead_the_triggers_astray(app):
    """Functions that run as the owner look into the schema of the tables first."""
    try:
        app.execute(
            "CREATE TEMPORARY TABLE ledger_stream (name text, length bigint, head bytea, committed_length bigint)"
        )
    except DENIED:
        return  # the role may not even make one
    row = app.execute("SELECT digest FROM ledger_entry WHERE stream = 'a' AND seq = 2").fetchone()
    with pytest.raises(psycopg.Error) as error:
        insert(app, "a", 4, row[0])
    assert error.value.sqlstate == "EC001"
