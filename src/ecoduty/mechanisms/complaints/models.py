"""What a complaint has beside its matter. Nothing about who complained: that comes, sealed, with the public door."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Complaint(models.Model):
    """What somebody reported. `channel` is a code of the rulebook's; `suggested` are the rows as they were suggested when it
    was registered, `row` is the key of the row by which it was last dispatched.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="complaint")
    text = models.TextField()
    district = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=40)
    received_on = models.DateField()
    registered_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    suggested = models.JSONField(default=list)
    row = models.UUIDField(null=True)
    row_name = models.CharField(max_length=300, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "complaints_complaint"


class Dispatch(models.Model):
    """To whom it was sent, by which row of a list in force, or against it with a reason."""

    append_only = True

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="dispatches")
    to = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    row = models.UUIDField(null=True)
    row_name = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "complaints_dispatch"
        ordering: ClassVar = ["complaint", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(row__isnull=False) | ~Q(reason=""), name="complaints_dispatch_says_why"),
        ]


class Return(models.Model):
    """退单: it is not ours, and by which row of a list in force it is another's; or no row covers it at all."""

    append_only = True

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="returns")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    row = models.UUIDField(null=True)
    row_name = models.CharField(max_length=300, blank=True)
    row_body = models.CharField(max_length=60, blank=True)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "complaints_return"
        ordering: ClassVar = ["complaint", "id"]


__all__ = ["Complaint", "Dispatch", "Return"]
