"""What the search reads: rows with every name copied, and the pairs of characters that stand in them, weighed by where."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Findable(models.Model):
    """A row somebody leads, as it can be found. `body` is who leads; `until` the first day the row no longer holds.

    `words` are everyday words under which people look for it, folded; `title` and `told` the folded name and the rest.
    `later` says who answers for it, or what that body is called, from a later day on: `since`, `id`, `key`, `short_name` in
    the order of the days. `body_now` is who answers after all of them.
    """

    row = models.BigIntegerField(primary_key=True)
    key = models.UUIDField()
    list_id = models.BigIntegerField()
    list_title = models.CharField(max_length=200)
    body_id = models.BigIntegerField()
    body_key = models.CharField(max_length=80)
    body_short_name = models.CharField(max_length=60)
    region = models.CharField(max_length=6, blank=True)
    name = models.CharField(max_length=300)
    unit = models.CharField(max_length=120, blank=True)
    bases = ArrayField(models.CharField(max_length=600), default=list)
    words = ArrayField(models.CharField(max_length=60), default=list)
    title = models.CharField(max_length=300)
    told = models.TextField(blank=True)
    sample = models.BooleanField()
    in_force = models.DateField()
    until = models.DateField(null=True)
    body_now = models.BigIntegerField()
    later = models.JSONField(default=list)

    class Meta:
        abstract = True

    def answering(self, on: date) -> tuple[int, str, str]:
        """Id, key and short name of who leads it on a day: after a merger whoever goes on, under the name of the day."""
        day = on.isoformat()
        entries = [one for one in self.later if one["since"] <= day]
        if not entries:
            return self.body_id, self.body_key, self.body_short_name
        last = entries[-1]
        return last["id"], last["key"], last["short_name"]


class Posting(models.Model):
    """That a pair of neighbouring characters stands in a row, and how much it says there (1 to 10)."""

    gram = models.CharField(max_length=40)
    row = models.BigIntegerField()
    weight = models.PositiveSmallIntegerField()
    list_id = models.BigIntegerField()
    region = models.CharField(max_length=6, blank=True)
    in_force = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        abstract = True


class FindableRow(Findable):
    """A row that is open to everybody: what the portal may read."""

    portal_may = "select"

    class Meta:
        db_table = "responsibilities_findable"
        indexes: ClassVar = [
            models.Index(fields=["list_id"], name="responsibilities_findable_list"),  # read when a list ends
            models.Index(fields=["key"], name="responsibilities_findable_key"),  # read by a return that names a row
        ]


class OpenPosting(Posting):
    """Pairs of the rows that are open to everybody."""

    portal_may = "select"

    class Meta:
        db_table = "responsibilities_posting"
        indexes: ClassVar = [
            # read by every search, without the table itself
            models.Index(
                fields=["gram"],
                include=["row", "weight", "region", "in_force", "until"],
                name="responsibilities_posting_gram",
            ),
            models.Index(fields=["list_id"], name="responsibilities_posting_list"),  # read when a list ends
        ]


class FindableInside(Findable):
    """A row that is not open to the public: found inside only."""

    class Meta:
        db_table = "responsibilities_findable_inside"
        indexes: ClassVar = [
            models.Index(fields=["list_id"], name="responsibilities_inside_list"),
            models.Index(fields=["key"], name="responsibilities_inside_key"),
        ]


class InsidePosting(Posting):
    """Pairs of the rows that are found inside only."""

    class Meta:
        db_table = "responsibilities_posting_inside"
        indexes: ClassVar = [
            models.Index(
                fields=["gram"],
                include=["row", "weight", "region", "in_force", "until"],
                name="responsibilities_inside_gram",
            ),
            models.Index(fields=["list_id"], name="responsibilities_inside_plist"),
        ]


__all__ = ["Findable", "FindableInside", "FindableRow", "InsidePosting", "OpenPosting", "Posting"]
