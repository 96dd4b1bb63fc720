"""The database itself keeps the chains: entries follow their head, nothing written is changed, removed or truncated."""

from django.db import migrations

# Runs as the owner of the tables (SECURITY DEFINER), so that the application needs no right to move a head.
EXTEND = """
CREATE FUNCTION ledger_extend() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.seq = 1 THEN
        INSERT INTO ledger_stream (name, length, head, committed_length) VALUES (NEW.stream, 1, NEW.digest, 0);
    ELSE
        UPDATE ledger_stream SET length = NEW.seq, head = NEW.digest
        WHERE name = NEW.stream AND length = NEW.seq - 1 AND head = NEW.previous;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'ledger: entry % of % does not follow its head', NEW.seq, NEW.stream USING ERRCODE = 'EC001';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_entry_extend BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_extend();
"""
EXTEND_REVERSE = """
DROP TRIGGER ledger_entry_extend ON ledger_entry;
DROP FUNCTION ledger_extend();
"""

# A checkpoint may only commit to heads as they stand. Statement-wise: a first checkpoint can hold a million streams.
COMMIT = """
CREATE FUNCTION ledger_commit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moved bigint;
BEGIN
    UPDATE ledger_stream SET committed_length = fresh.length FROM fresh
    WHERE name = fresh.stream AND ledger_stream.length = fresh.length AND ledger_stream.head = fresh.head;
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved <> (SELECT count(*) FROM fresh) THEN
        RAISE EXCEPTION 'ledger: a commitment does not agree with the head of its stream' USING ERRCODE = 'EC003';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_commitment_moves_stream AFTER INSERT ON ledger_commitment
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_commit();
"""
COMMIT_REVERSE = """
DROP TRIGGER ledger_commitment_moves_stream ON ledger_commitment;
DROP FUNCTION ledger_commit();
"""

REFUSE = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger: % is append-only', TG_TABLE_NAME USING ERRCODE = 'EC002';
END $$;
"""
TABLES = ("ledger_entry", "ledger_checkpoint", "ledger_commitment")
ATTACH = "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""
    for table in TABLES
)
DETACH = "".join(
    f"DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_no_truncate ON {table};" for table in TABLES
)
# Heads move by the two triggers above and by nothing else: at depth 0 somebody writes to them directly.
HEADS = """
CREATE TRIGGER ledger_stream_by_entries_only BEFORE INSERT OR UPDATE ON ledger_stream
FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_stream_append_only BEFORE DELETE ON ledger_stream FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_stream_no_truncate BEFORE TRUNCATE ON ledger_stream
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""
HEADS_REVERSE = """
DROP TRIGGER ledger_stream_by_entries_only ON ledger_stream;
DROP TRIGGER ledger_stream_append_only ON ledger_stream;
DROP TRIGGER ledger_stream_no_truncate ON ledger_stream;
"""


class Migration(migrations.Migration):
    """Triggers on streams, entries, checkpoints and commitments."""

    dependencies = [("ledger", "0001_append_only_chains")]

    operations = [
        migrations.RunSQL(EXTEND, EXTEND_REVERSE),
        migrations.RunSQL(COMMIT, COMMIT_REVERSE),
        migrations.RunSQL(REFUSE + ATTACH + HEADS, HEADS_REVERSE + DETACH + "DROP FUNCTION ledger_refuse();"),
    ]
