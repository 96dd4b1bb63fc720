"""Matters, counted: so many stand like this. Nothing here is written by hand; triggers count (migration 0002)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

DIMENSIONS = (
    "holder_id", "region_id", "kind", "duty", "period", "state", "secrecy", "open", "missed", "next_due_at",
)  # fmt: skip
OF_MATTER = ", ".join(
    {
        "missed": "first_missed_at IS NOT NULL AS missed",
        "next_due_at": "CASE WHEN open THEN next_due_at END AS next_due_at",
    }.get(name, name)
    for name in DIMENSIONS
)
"""The same in SQL, out of a matter's row; only of matters WHERE secrecy <> 'restricted'."""


class Standing(models.Model):
    """How matters stand, as far as they are counted by it. The names are those of Matter, so that one condition reads both.

    `missed` says that some deadline was missed; `next_due_at` is kept while a matter is open. Restricted matters are
    never counted. No foreign keys to speak of: a count outlives nothing and is not worth a lock.
    """

    holder = models.ForeignKey(
        "directory.Body", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    region = models.ForeignKey(
        "directory.Body", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    kind = models.CharField(max_length=60)
    duty = models.CharField(max_length=80, blank=True)
    period = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=60)
    secrecy = models.CharField(max_length=12)
    open = models.BooleanField()
    missed = models.BooleanField()
    next_due_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Counted(Standing):
    """So many that stand alike."""

    amount = models.BigIntegerField()

    class Meta(Standing.Meta):
        abstract = True


class Delta(Counted):
    """What one statement changed: so many more or less. Folded into cells within seconds, then gone."""

    class Meta:
        db_table = "figures_delta"


class Cell(Counted):
    """What was folded: how many matters stand like this."""

    class Meta:
        db_table = "figures_cell"
        constraints: ClassVar = [
            # written by folding.fold()
            models.UniqueConstraint(
                fields=[
                    "holder",
                    "region",
                    "kind",
                    "duty",
                    "period",
                    "state",
                    "secrecy",
                    "open",
                    "missed",
                    "next_due_at",
                ],
                name="figures_cell_once",
                nulls_distinct=False,
            ),
        ]


class Present(Counted):
    """How many stand like this now: cells and what is not folded yet, in one view."""

    append_only = True

    class Meta:
        managed = False
        db_table = "figures_present"


class PublicPresent(Counted):
    """The same for public matters only, which is what the portal may read."""

    append_only = True
    portal_may = "select"

    class Meta:
        managed = False
        db_table = "figures_public_present"


class Snapshot(Counted):
    """What held at the close of every day from `since` until the day before `until`; `until` is empty while it holds.

    Only what changed is written at night, so that ten years of nights cost little more than one.
    """

    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "figures_snapshot"
        indexes: ClassVar = [
            # read by snapshots.take(): what held last night
            models.Index(fields=["id"], name="figures_snapshot_open", condition=models.Q(until=None)),
            # read by reading.values() as of a day
            models.Index(fields=["since", "until"], name="figures_snapshot_span"),
        ]


class SnapshotNight(models.Model):
    """A day whose close was recorded, and when that was done; `listed` says that it was written down which matters stood how,
    too. Of nights before that began there are numbers only.
    """

    append_only = True

    on = models.DateField(primary_key=True)
    taken_at = models.DateTimeField()
    listed = models.BooleanField(default=False)

    class Meta:
        db_table = "figures_snapshot_night"


class Stood(Standing):
    """How a matter stood at the close of every day from `since` until the day before `until`; `until` is empty while it holds.

    What was counted at a night are the rows that held at it, as many as its snapshot says (decision 0071). Written at night by
    snapshots.snapshot() for what was touched since the night before.
    """

    matter = models.ForeignKey(
        "matters.Matter", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "figures_stood"
        indexes: ClassVar = [
            # read by snapshots.snapshot(): how it stood last night
            models.Index(fields=["matter"], name="figures_stood_open", condition=models.Q(until=None)),
            # read by lookback.look_back(): a body's, a kind's
            models.Index(fields=["kind", "holder"], name="figures_stood_kind"),
            # the same for what was late or soon due
            models.Index(fields=["next_due_at"], name="figures_stood_due", condition=models.Q(open=True)),
        ]


class Touched(models.Model):
    """A matter that stands otherwise since the last night, written by the trigger that counts; several times, if it changed
    several times, so that no two acts ever wait for each other. Gone when the night has written down how it stands.
    """

    matter = models.ForeignKey(
        "matters.Matter", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )

    class Meta:
        db_table = "figures_touched"


class NightTotal(models.Model):
    """How the matters of a body and kind stood at the close of a day, added up: what trends are drawn from.

    A trend over years reads some thousand rows of these, however many matters there are. `overdue` are open ones.
    """

    on = models.DateField()
    holder = models.ForeignKey(
        "directory.Body", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    region = models.ForeignKey(
        "directory.Body", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    kind = models.CharField(max_length=60)
    secrecy = models.CharField(max_length=12)
    open = models.BigIntegerField()
    overdue = models.BigIntegerField()
    closed = models.BigIntegerField()
    closed_in_time = models.BigIntegerField()

    class Meta:
        db_table = "figures_night_total"
        indexes: ClassVar = [
            # read by trends.nights()
            models.Index(fields=["on"], name="figures_night_total_on")
        ]
