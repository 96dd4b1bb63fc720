"""Items whose lead is being determined, as the public may know them (article 5): the wording, the field, since when."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet


class PublishedUndetermined(models.Model):
    """One item without a lead. `until` is the first day on which its lead was determined, or the question was taken back.

    Who raised it, who is asked and what they say stays inside. `words` are everyday words for it, read by the search.
    `region` is the code of the district that determines it, empty for the city.
    """

    append_only = True
    app_updates = ("until", "changed_at")
    portal_may = "select"

    public_id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    matter_id = models.BigIntegerField()
    item = models.CharField(max_length=200)
    field = models.CharField(max_length=40, blank=True)
    field_label = models.CharField(max_length=60, blank=True)
    region = models.CharField(max_length=6, blank=True)
    region_name = models.CharField(max_length=60)
    words = ArrayField(models.CharField(max_length=60), default=list)
    since = models.DateField()
    until = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "publications_published_undetermined"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="publications_undetermined_days_forward"
            ),
            models.UniqueConstraint(
                fields=["matter_id"], condition=Q(until=None), name="publications_undetermined_once"
            ),
        ]

    def __str__(self) -> str:
        return self.item


def show(row: PublishedUndetermined) -> None:
    """Put an item before the public."""
    row.save(force_insert=True)


def end(matter: int, until: date, at: datetime) -> None:
    """From that day on it is not shown any more; nothing happens where it never was."""
    PublishedUndetermined.objects.filter(matter_id=matter, until=None).update(until=until, changed_at=at)


def undetermined(on: date, using: str = "default") -> QuerySet[PublishedUndetermined]:
    """The items without a lead on a day, the oldest first."""
    rows = PublishedUndetermined.objects.using(using).filter(since__lte=on).exclude(until__lte=on)
    return rows.order_by("since", "item", "pk")


__all__ = ["PublishedUndetermined", "end", "show", "undetermined"]
