"""Recounting: whether the figures still say what counting every matter says, and the lists of the nights what the figures said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from ecoduty.casework.figures.models import DIMENSIONS, OF_MATTER, SnapshotNight

_NAMES = ", ".join(DIMENSIONS)
# In one statement, therefore in one snapshot: a matter and what it changed are both there or both not.
_DIFFERENCES = f"""
SELECT {_NAMES}, sum(counted)::bigint AS counted, sum(figured)::bigint AS figured FROM (
    SELECT {OF_MATTER}, 1 AS counted, 0 AS figured FROM matters_matter WHERE secrecy <> 'restricted'
    UNION ALL
    SELECT {_NAMES}, 0, amount FROM figures_present
) AS both_sides GROUP BY {_NAMES} HAVING sum(counted) <> sum(figured)
"""  # noqa: S608 -- names are constants
_UNLISTED = f"""
SELECT {_NAMES}, sum(listed)::bigint AS listed, sum(figured)::bigint AS figured FROM (
    SELECT {_NAMES}, 1 AS listed, 0 AS figured FROM figures_stood WHERE until IS NULL
    UNION ALL
    SELECT {_NAMES}, 0, amount FROM figures_snapshot WHERE until IS NULL
) AS both_sides GROUP BY {_NAMES} HAVING sum(listed) <> sum(figured)
"""  # noqa: S608 -- names are constants
# A matter that stands otherwise than it is written down must have been noted for the coming night.
_NOTE_THE_REST = f"""
INSERT INTO figures_touched (matter_id)
SELECT matter_id FROM (
    SELECT matter_id FROM (
        SELECT id AS matter_id, {OF_MATTER} FROM matters_matter WHERE secrecy <> 'restricted'
        UNION ALL
        SELECT matter_id, {_NAMES} FROM figures_stood WHERE until IS NULL
    ) AS both_sides GROUP BY matter_id, {_NAMES} HAVING count(*) = 1
    EXCEPT
    SELECT matter_id FROM figures_touched
) AS unnoted
"""  # noqa: S608 -- names are constants


@dataclass(frozen=True, slots=True)
class Difference:
    """Matters that stand like this: so many by counting, so many by the figures."""

    dimensions: dict[str, Any]
    counted: int
    figured: int


def audit() -> list[Difference]:
    """Count every matter and compare; empty when the figures are right. Reads the whole table of matters."""
    return _differences(_DIFFERENCES)


def audit_lists() -> list[Difference]:
    """Hold the matters written down at the last night against its numbers (`counted` by the list); empty when they agree, and
    where no night has lists yet.
    """
    night = SnapshotNight.objects.order_by("-on").first()
    return _differences(_UNLISTED) if night is not None and night.listed else []


def note_the_rest() -> int:
    """Note for the coming night whatever matter stands otherwise than it is written down and is not noted: none, unless
    somebody changed a matter past the trigger. The number of them. Reads the whole table of matters.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NOTE_THE_REST)
        return int(cursor.rowcount)


def _differences(statement: str) -> list[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [Difference(dict(zip(DIMENSIONS, row[:-2], strict=True)), row[-2], row[-1]) for row in cursor.fetchall()]


def recount() -> int:
    """Write down what `audit` found missing, so that the figures are right again; the number of corrections."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO figures_delta ({_NAMES}, amount) "  # noqa: S608 -- names are constants
            f"SELECT {_NAMES}, counted - figured FROM ({_DIFFERENCES}) AS differing"
        )
        return int(cursor.rowcount)
