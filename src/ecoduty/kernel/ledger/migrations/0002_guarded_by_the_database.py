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


class Migration(migrations.Migration):
    """Triggers on entries, checkpoints and commitments."""

    dependencies = [("ledger", "0001_append_only_chains")]

    operations = [
        migrations.RunSQL(EXTEND, EXTEND_REVERSE),
        migrations.RunSQL(REFUSE + ATTACH, DETACH + "DROP FUNCTION ledger_refuse();"),
    ]
