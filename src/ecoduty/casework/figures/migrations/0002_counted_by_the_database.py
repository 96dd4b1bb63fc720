"""The database counts: whatever changes a matter writes the difference down, in the same statement."""

from django.db import migrations

NAMES = "holder_id, region_id, kind, duty, period, state, secrecy, open, missed, next_due_at"
OF_MATTER = (
    "holder_id, region_id, kind, duty, period, state, secrecy, open, first_missed_at IS NOT NULL AS missed, "
    "CASE WHEN open THEN next_due_at END AS next_due_at"
)
GONE = f"SELECT {OF_MATTER}, -1 AS amount FROM gone WHERE secrecy <> 'restricted'"
FRESH = f"SELECT {OF_MATTER}, 1 AS amount FROM fresh WHERE secrecy <> 'restricted'"


def write_down(source: str) -> str:
    return (
        f"INSERT INTO figures_delta ({NAMES}, amount) SELECT {NAMES}, sum(amount) FROM ({source}) AS moved "
        f"GROUP BY {NAMES} HAVING sum(amount) <> 0;"
    )


# Statement-wise with transition tables: one act writes two rows, ten thousand alike write two rows as well.
COUNT = f"""
CREATE FUNCTION figures_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        {write_down(FRESH)}
    ELSIF TG_OP = 'UPDATE' THEN
        {write_down(f"{GONE} UNION ALL {FRESH}")}
    ELSE
        {write_down(GONE)}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER figures_count_insert AFTER INSERT ON matters_matter
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION figures_count();
CREATE TRIGGER figures_count_update AFTER UPDATE ON matters_matter
REFERENCING OLD TABLE AS gone NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION figures_count();
CREATE TRIGGER figures_count_delete AFTER DELETE ON matters_matter
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION figures_count();
"""
COUNT_REVERSE = """
DROP TRIGGER figures_count_insert ON matters_matter;
DROP TRIGGER figures_count_update ON matters_matter;
DROP TRIGGER figures_count_delete ON matters_matter;
DROP FUNCTION figures_count();
"""

VIEWS = f"""
CREATE VIEW figures_present AS
    SELECT id, {NAMES}, amount FROM figures_cell UNION ALL SELECT -id, {NAMES}, amount FROM figures_delta;
CREATE VIEW figures_public_present AS SELECT * FROM figures_present WHERE secrecy = 'public';
"""
VIEWS_REVERSE = """
DROP VIEW figures_public_present;
DROP VIEW figures_present;
"""

# What was there before this was installed.
BEGIN = f"""
INSERT INTO figures_delta ({NAMES}, amount)
SELECT {NAMES}, count(*) FROM (SELECT {OF_MATTER} FROM matters_matter WHERE secrecy <> 'restricted') AS matter
GROUP BY {NAMES};
"""


class Migration(migrations.Migration):
    """Triggers on matters, and the views that add cells and deltas up."""

    dependencies = [("figures", "0001_cells_deltas_snapshots"), ("matters", "0001_matters")]

    operations = [
        migrations.RunSQL(COUNT, COUNT_REVERSE),
        migrations.RunSQL(VIEWS, VIEWS_REVERSE),
        migrations.RunSQL(BEGIN, "DELETE FROM figures_delta;"),
    ]
