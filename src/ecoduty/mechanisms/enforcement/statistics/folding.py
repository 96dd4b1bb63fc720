"""Adding up what acts wrote down, every few seconds, so that a read stays short and no row is hot."""

from __future__ import annotations

from django.db import connection

from ecoduty.casework.figures.folding import fold_by

LOCK = 0xF16E6  # one folder at a time, or two would wait for each other's cells
NAMES = "person, leg, body_id, month, bucket, late"

# Reads see either the deltas or the cell they went into: it is one statement.
_FOLD = f"""
WITH taken AS (
    DELETE FROM enforcement_leg_delta WHERE id IN (SELECT id FROM enforcement_leg_delta ORDER BY id LIMIT %s)
    RETURNING {NAMES}, amount
), summed AS (
    INSERT INTO enforcement_leg_cell AS cell ({NAMES}, amount)
    SELECT {NAMES}, sum(amount) FROM taken GROUP BY {NAMES} HAVING sum(amount) <> 0
    ON CONFLICT (person, body_id, leg, month, bucket, late) DO UPDATE SET amount = cell.amount + excluded.amount
)
SELECT count(*) FROM taken
"""  # noqa: S608 -- names are constants

# What stands there and what counting everything anew would say, side by side.
_DIFFERENCES = f"""
SELECT {NAMES}, sum(counted)::bigint AS counted, sum(kept)::bigint AS kept FROM (
    SELECT who.person, {{row}}, 1 AS counted, 0 AS kept FROM enforcement_leg AS leg
    JOIN (SELECT matter_id, person_id AS person FROM matters_named_access WHERE until IS NULL) AS who USING (matter_id)
    UNION ALL SELECT 0, {{row}}, 1, 0 FROM enforcement_leg AS leg
    UNION ALL SELECT {NAMES}, 0, amount FROM enforcement_leg_cell
    UNION ALL SELECT {NAMES}, 0, amount FROM enforcement_leg_delta
) AS both_sides GROUP BY {NAMES} HAVING sum(counted) <> sum(kept)
""".format(  # noqa: S608 -- names are constants
    row="leg.leg, leg.body_id, enforcement_leg_month(leg.ended) AS month, "
    "enforcement_leg_bucket(leg.began, leg.ended) AS bucket, leg.late"
)


def fold() -> int:
    """Add deltas to their cells; the number folded. 0 at once when another process is folding."""
    return fold_by(_FOLD, LOCK, "DELETE FROM enforcement_leg_cell WHERE amount = 0")


def recount() -> int:
    """Write down what counting every leg anew finds missing, so that the sums are right again; the number of corrections."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO enforcement_leg_delta ({NAMES}, amount) "  # noqa: S608 -- names are constants
            f"SELECT {NAMES}, counted - kept FROM ({_DIFFERENCES}) AS differing"
        )
        return int(cursor.rowcount)


__all__ = ["fold", "recount"]
