"""Folding: what acts wrote down is added up, every few seconds, so that a read stays short."""

from __future__ import annotations

from django.db import connection, transaction

from ecoduty.casework.figures.models import DIMENSIONS

BATCH = 50_000  # delta rows in one transaction
LOCK = 0xF16E5  # one folder at a time, or two would wait for each other's cells
_NAMES = ", ".join(DIMENSIONS)

# Reads see either the deltas or the cell they went into, never both and never neither: it is one statement.
_FOLD = f"""
WITH taken AS (
    DELETE FROM figures_delta WHERE id IN (SELECT id FROM figures_delta ORDER BY id LIMIT %s) RETURNING {_NAMES}, amount
), summed AS (
    INSERT INTO figures_cell AS cell ({_NAMES}, amount)
    SELECT {_NAMES}, sum(amount) FROM taken GROUP BY {_NAMES} HAVING sum(amount) <> 0
    ON CONFLICT ({_NAMES}) DO UPDATE SET amount = cell.amount + excluded.amount
)
SELECT count(*) FROM taken
"""  # noqa: S608 -- names are constants


def fold() -> int:
    """Add deltas to their cells; the number of deltas folded. 0 at once when another process is folding."""
    return fold_by(_FOLD, LOCK, "DELETE FROM figures_cell WHERE amount = 0")


def fold_by(statement: str, lock: int, tidy: str) -> int:
    """The same for other sums: `statement` folds so many deltas as it is told and says how many there were, `tidy` removes
    cells that came to nothing, `lock` is the number of an advisory lock.
    """
    folded = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock])
            if not cursor.fetchone()[0]:
                return folded
            cursor.execute(statement, [BATCH])
            some = int(cursor.fetchone()[0])
            if some:
                cursor.execute(tidy)
        folded += some
        if some < BATCH:
            return folded
