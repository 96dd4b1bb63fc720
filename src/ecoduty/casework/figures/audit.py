"""Recounting: whether the figures still say what counting every matter says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from ecoduty.casework.figures.models import DIMENSIONS

_NAMES = ", ".join(DIMENSIONS)
_OF_MATTER = ", ".join(
    {
        "missed": "first_missed_at IS NOT NULL AS missed",
        "next_due_at": "CASE WHEN open THEN next_due_at END AS next_due_at",
    }.get(name, name)
    for name in DIMENSIONS
)
# In one statement, therefore in one snapshot: a matter and what it changed are both there or both not.
_DIFFERENCES = f"""
SELECT {_NAMES}, sum(counted)::bigint AS counted, sum(figured)::bigint AS figured FROM (
    SELECT {_OF_MATTER}, 1 AS counted, 0 AS figured FROM matters_matter WHERE secrecy <> 'restricted'
    UNION ALL
    SELECT {_NAMES}, 0, amount FROM figures_present
) AS both_sides GROUP BY {_NAMES} HAVING sum(counted) <> sum(figured)
"""  # noqa: S608 -- names are constants


@dataclass(frozen=True, slots=True)
class Difference:
    """Matters that stand like this: so many by counting, so many by the figures."""

    dimensions: dict[str, Any]
    counted: int
    figured: int


def audit() -> list[Difference]:
    """Count every matter and compare; empty when the figures are right. Reads the whole table of matters."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES)
        return [Difference(dict(zip(DIMENSIONS, row[:-2], strict=True)), row[-2], row[-1]) for row in cursor.fetchall()]


def recount() -> int:
    """Write down what `audit` found missing, so that the figures are right again; the number of corrections."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO figures_delta ({_NAMES}, amount) "  # noqa: S608 -- names are constants
            f"SELECT {_NAMES}, counted - figured FROM ({_DIFFERENCES}) AS differing"
        )
        return int(cursor.rowcount)
