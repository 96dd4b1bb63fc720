"""Snapshots: how all figures stood at the close of a day."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, transaction

from ecoduty.casework.figures.models import DIMENSIONS, SnapshotNight
from ecoduty.kernel.clock import end_of_day, now, today

_NAMES = ", ".join(DIMENSIONS)
_LOCK = 0xF16E6
_TAKE = f"""
WITH changed AS (
    SELECT {_NAMES}, sum(fresh) AS fresh, max(id) AS id FROM (
        SELECT {_NAMES}, amount AS fresh, 0 AS kept, NULL::bigint AS id FROM figures_present
        UNION ALL
        SELECT {_NAMES}, 0, amount, id FROM figures_snapshot WHERE until IS NULL
    ) AS both_sides GROUP BY {_NAMES} HAVING sum(fresh) <> sum(kept)
), closed AS (
    UPDATE figures_snapshot SET until = %(on)s FROM changed WHERE figures_snapshot.id = changed.id
)
INSERT INTO figures_snapshot ({_NAMES}, amount, since)
SELECT {_NAMES}, fresh, %(on)s FROM changed WHERE fresh <> 0
"""  # noqa: S608 -- names are constants


_OF_A_NIGHT = """
    {on}, holder_id, region_id, kind, secrecy,
    coalesce(sum(amount) FILTER (WHERE open), 0),
    coalesce(sum(amount) FILTER (WHERE open AND next_due_at <= {close}), 0),
    coalesce(sum(amount) FILTER (WHERE NOT open), 0),
    coalesce(sum(amount) FILTER (WHERE NOT open AND NOT missed), 0)
"""
_TOTAL_COLUMNS = '("on", holder_id, region_id, kind, secrecy, open, overdue, closed, closed_in_time)'
_ADD_UP = f"""
INSERT INTO figures_night_total {_TOTAL_COLUMNS}
SELECT {_OF_A_NIGHT.format(on="%(on)s", close="%(close)s")} FROM figures_present
GROUP BY holder_id, region_id, kind, secrecy HAVING sum(amount) <> 0
"""  # noqa: S608 -- names are constants


def snapshot(on: date | None = None) -> bool:
    """Record how figures stand now as the close of `on`, by default yesterday; meant for just after midnight.

    False when that day, or a later one, is recorded already.
    """
    on = on or today() - timedelta(days=1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if SnapshotNight.objects.filter(on__gte=on).exists():
            return False
        cursor.execute(_TAKE, {"on": on})
        cursor.execute(_ADD_UP, {"on": on, "close": end_of_day(on)})
        SnapshotNight.objects.create(on=on, taken_at=now())
        return True
