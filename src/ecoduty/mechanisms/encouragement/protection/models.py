"""A protection measure of a body, and how many people it covered when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Protection(models.Model):
    """One measure (clause 17.3). `sort` is a code of the rulebook's `protection.sorts`; `until` is its last day, null where none is set."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="protection")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    sort = models.CharField(max_length=40)
    content = models.TextField()
    basis = models.CharField(max_length=300)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "encouragement_protection"
        indexes: ClassVar = [models.Index(fields=["body", "sort"], name="encouragement_protects")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since__lte=F("until")), name="encouragement_protects_forward"
            )
        ]

    def __str__(self) -> str:
        return self.sort


class Coverage(models.Model):
    """How many people a measure covers, of how many that it is for, on a day; the newest day counts, then the newest row."""

    append_only = True

    protection = models.ForeignKey(Protection, models.PROTECT, related_name="coverages")
    on = models.DateField()
    covered = models.PositiveIntegerField()
    eligible = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "encouragement_coverage"
        ordering: ClassVar = ["protection", "on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(covered__lte=F("eligible")), name="encouragement_covers_no_more")
        ]

    def __str__(self) -> str:
        return f"{self.covered}/{self.eligible}"


__all__ = ["Coverage", "Protection"]
