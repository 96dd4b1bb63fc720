"""Legs of cases as they were gone, and how many there are of each sort. Rows are written by the gate, sums by the database."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

WHOLE = ""
"""In place of a leg: the whole road of one matter, so that cases are counted as legs are."""

EDGES = (1, 2, 4, 8, 12, 24, 36, 48, 72, 96, 120, 168, 240, 336, 480, 720, 1080, 1440, 2160, 2880, 4320, 8760)
"""Hours at which the buckets of the histogram end; bucket n lies below edge n, the last beyond all of them."""

UNDER_WAY = -1
"""In place of a bucket: not over yet."""

EVERYBODY = 0
"""In place of a person: all cases of the body, whoever is named in them."""


class LegRow(models.Model):
    """One leg that a case went, or goes: `ended` is empty while it does. Legal times; `body` held the case then.

    `deadline` is the clock that ran for it (no foreign key upward is needed: deadlines are never deleted), `due_at` the
    moment from which it is late; `late` says that it was, or is: noted when the platform notes the deadline as missed.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="legs", db_index=False)
    leg = models.CharField(max_length=80, blank=True)
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+", db_index=False)
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    deadline = models.ForeignKey("duties.Deadline", models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)

    class Meta:
        db_table = "enforcement_leg"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter", "leg"], condition=models.Q(ended=None), name="enforcement_leg_open_once"
            ),
        ]
        indexes: ClassVar = [
            # read by queries.road() and by the trigger that follows who is named
            models.Index(fields=["matter", "began", "id"], name="enforcement_leg_of_matter"),
            # read by queries.rows(): one leg, the newest first
            models.Index(fields=["leg", "-began", "-id"], name="enforcement_leg_listed"),
        ]


class Counted(models.Model):
    """So many legs of a sort, as one person may know of them (`person` 0: of the body's, whoever knows).

    `month` is the first day of the month in which the leg ended; empty while it is under way. No foreign keys: a count
    outlives nothing.
    """

    person = models.BigIntegerField()
    leg = models.CharField(max_length=80, blank=True)
    body = models.ForeignKey("directory.Body", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    month = models.DateField(null=True)
    bucket = models.SmallIntegerField()
    late = models.BooleanField()
    amount = models.BigIntegerField()

    class Meta:
        abstract = True


class LegDelta(Counted):
    """What one statement changed; folded into cells within seconds, then gone."""

    class Meta:
        db_table = "enforcement_leg_delta"


class LegCell(Counted):
    """What was folded."""

    class Meta:
        db_table = "enforcement_leg_cell"
        constraints: ClassVar = [
            # written by folding.fold(), read by queries.counts()
            models.UniqueConstraint(
                fields=["person", "body", "leg", "month", "bucket", "late"],
                name="enforcement_leg_cell_once",
                nulls_distinct=False,
            ),
        ]


__all__ = ["EDGES", "EVERYBODY", "UNDER_WAY", "WHOLE", "Counted", "LegCell", "LegDelta", "LegRow"]
