"""Snapshots: how all figures stood at the close of a day, and which matters stood so."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, transaction

from ecoduty.casework.figures.models import DIMENSIONS, OF_MATTER, SnapshotNight
from ecoduty.kernel.clock import end_of_day, now, today

_NAMES = ", ".join(DIMENSIONS)
_LOCK = 0xF16E6
_TOTAL_COLUMNS = '("on", holder_id, region_id, kind, secrecy, open, overdue, closed, closed_in_time)'
# One statement, therefore one moment for all three: what an act changed is in the numbers, in the totals and in the list of
# matters, or in none of them. What it notes of a matter is seen together with the matter.
_TAKE = f"""
WITH changed AS (
    SELECT {_NAMES}, sum(fresh) AS fresh, max(id) AS id FROM (
        SELECT {_NAMES}, amount AS fresh, 0 AS kept, NULL::bigint AS id FROM figures_present
        UNION ALL
        SELECT {_NAMES}, 0, amount, id FROM figures_snapshot WHERE until IS NULL
    ) AS both_sides GROUP BY {_NAMES} HAVING sum(fresh) <> sum(kept)
), closed AS (
    UPDATE figures_snapshot SET until = %(on)s FROM changed WHERE figures_snapshot.id = changed.id
), counted AS (
    INSERT INTO figures_snapshot ({_NAMES}, amount, since)
    SELECT {_NAMES}, fresh, %(on)s FROM changed WHERE fresh <> 0
), added_up AS (
    INSERT INTO figures_night_total {_TOTAL_COLUMNS}
    SELECT %(on)s, holder_id, region_id, kind, secrecy,
        coalesce(sum(amount) FILTER (WHERE open), 0),
        coalesce(sum(amount) FILTER (WHERE open AND next_due_at <= %(close)s), 0),
        coalesce(sum(amount) FILTER (WHERE NOT open), 0),
        coalesce(sum(amount) FILTER (WHERE NOT open AND NOT missed), 0)
    FROM figures_present GROUP BY holder_id, region_id, kind, secrecy HAVING sum(amount) <> 0
), noted AS (
    DELETE FROM figures_touched RETURNING matter_id
), touched AS (
    SELECT DISTINCT matter_id FROM noted
), moved AS (
    SELECT matter_id, {_NAMES}, max(span) AS span FROM (
        SELECT id AS matter_id, {OF_MATTER}, NULL::bigint AS span FROM matters_matter
        WHERE id IN (SELECT matter_id FROM touched) AND secrecy <> 'restricted'
        UNION ALL
        SELECT matter_id, {_NAMES}, id FROM figures_stood
        WHERE until IS NULL AND matter_id IN (SELECT matter_id FROM touched)
    ) AS then_and_now GROUP BY matter_id, {_NAMES} HAVING count(*) = 1
), ended AS (
    UPDATE figures_stood SET until = %(on)s FROM moved WHERE figures_stood.id = moved.span
)
INSERT INTO figures_stood (matter_id, {_NAMES}, since)
SELECT matter_id, {_NAMES}, %(on)s FROM moved WHERE span IS NULL
"""  # noqa: S608 -- names are constants


def snapshot(on: date | None = None) -> bool:
    """Record how figures stand now as the close of `on`, by default yesterday; meant for just after midnight. Of matters it
    reads only those that changed since the night before.

    False when that day, or a later one, is recorded already.
    """
    on = on or today() - timedelta(days=1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if SnapshotNight.objects.filter(on__gte=on).exists():
            return False
        cursor.execute(_TAKE, {"on": on, "close": end_of_day(on)})
        SnapshotNight.objects.create(on=on, taken_at=now(), listed=True)
        return True
