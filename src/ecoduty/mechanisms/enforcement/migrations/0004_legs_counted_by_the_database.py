"""The database counts legs: for everybody named in the case, and once for the body, in the statement that changes them."""

from collections.abc import Callable

from django.db import migrations

NAMES = "person, leg, body_id, month, bucket, late"
EDGES = (1, 2, 4, 8, 12, 24, 36, 48, 72, 96, 120, 168, 240, 336, 480, 720, 1080, 1440, 2160, 2880, 4320, 8760)

# The month in which a leg ended, and the bucket of its length in hours (-1 while it is under way).
FUNCTIONS = f"""
CREATE FUNCTION enforcement_leg_month(ended timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT date_trunc('month', ended AT TIME ZONE 'Asia/Shanghai')::date
$$;
CREATE FUNCTION enforcement_leg_bucket(began timestamptz, ended timestamptz) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN ended IS NULL THEN -1
        ELSE width_bucket(extract(epoch FROM ended - began) / 3600, ARRAY{list(EDGES)}::numeric[]) END::smallint
$$;
"""
FUNCTIONS_REVERSE = """
DROP FUNCTION enforcement_leg_bucket(timestamptz, timestamptz);
DROP FUNCTION enforcement_leg_month(timestamptz);
"""

LEG = (
    "leg.leg, leg.body_id, enforcement_leg_month(leg.ended) AS month, "
    "enforcement_leg_bucket(leg.began, leg.ended) AS bucket, leg.late"
)


def write_down(source: str) -> str:
    return (
        f"INSERT INTO enforcement_leg_delta ({NAMES}, amount) SELECT {NAMES}, sum(amount) FROM ({source}) AS moved "
        f"GROUP BY {NAMES} HAVING sum(amount) <> 0;"
    )


def of_legs(table: str, sign: int) -> str:
    """Rows of a transition table: once for the body, once for everybody named in the case."""
    return (
        f"SELECT 0::bigint AS person, {LEG}, {sign} AS amount FROM {table} AS leg UNION ALL "
        f"SELECT named.person_id, {LEG}, {sign} FROM {table} AS leg "
        "JOIN matters_named_access AS named ON named.matter_id = leg.matter_id AND named.until IS NULL"
    )


def of_named(table: str, sign: int) -> str:
    """Legs of the cases that somebody was let into, or out of."""
    return (
        f"SELECT named.person_id AS person, {LEG}, {sign} AS amount FROM {table} AS named "
        "JOIN enforcement_leg AS leg ON leg.matter_id = named.matter_id WHERE named.until IS NULL"
    )


def trigger(name: str, table: str, rows: Callable[[str, int], str]) -> str:
    """Statement-wise with transition tables, for insert, update and delete."""
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        {write_down(rows("fresh", 1))}
    ELSIF TG_OP = 'UPDATE' THEN
        {write_down(f"{rows('gone', -1)} UNION ALL {rows('fresh', 1)}")}
    ELSE
        {write_down(rows("gone", -1))}
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {name}_insert AFTER INSERT ON {table}
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER {name}_update AFTER UPDATE ON {table}
REFERENCING OLD TABLE AS gone NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER {name}_delete AFTER DELETE ON {table}
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def trigger_reverse(name: str, table: str) -> str:
    drops = "".join(f"DROP TRIGGER {name}_{on} ON {table};\n" for on in ("insert", "update", "delete"))
    return f"{drops}DROP FUNCTION {name}();"


class Migration(migrations.Migration):
    """Functions and triggers that keep the sums of legs."""

    dependencies = [('enforcement', '0003_legs'), ("matters", "0001_matters")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_REVERSE),
        migrations.RunSQL(
            trigger("enforcement_leg_count", "enforcement_leg", of_legs),
            trigger_reverse("enforcement_leg_count", "enforcement_leg"),
        ),
        migrations.RunSQL(
            trigger("enforcement_leg_named", "matters_named_access", of_named),
            trigger_reverse("enforcement_leg_named", "matters_named_access"),
        ),
    ]
