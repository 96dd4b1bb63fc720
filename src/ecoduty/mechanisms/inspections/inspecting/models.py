"""What an inspection has beside its matter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Inspection(models.Model):
    """One inspection of one object (clause 14.1). The matter's holder is the body that inspects.

    `line` is the planned line it carries out; without one `unplanned_reason` says why it is done all the same. `starts_on` and
    `ends_on` are the days planned, `held_from` and `held_to` those it was done on. `over_reason` says why an unplanned one
    goes over the cap. `none_found` is empty before the conclusion. `review_until` is the last day on which the inspected may
    ask for a review. `called_off` says why it is not done.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="inspection")
    by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    object = models.ForeignKey("inspections.InspectionObject", models.PROTECT, related_name="inspections")
    line = models.ForeignKey("inspections.PlanLine", models.PROTECT, null=True, related_name="inspections")
    kind = models.CharField(max_length=40)
    basis = models.TextField()
    purpose = models.TextField()
    unplanned_reason = models.CharField(max_length=500, blank=True)
    over_reason = models.CharField(max_length=500, blank=True)
    over_granted_by = models.CharField(max_length=200, blank=True)
    over_granted_at = models.DateTimeField(null=True)
    team = models.CharField(max_length=500)
    scope = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    announced_at = models.DateTimeField(null=True)
    held_from = models.DateField(null=True)
    held_to = models.DateField(null=True)
    looked_at = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    none_found = models.BooleanField(null=True)
    conclusion = models.TextField(blank=True)
    concluded_by = models.ForeignKey("directory.Person", models.PROTECT, null=True, related_name="+")
    received_on = models.DateField(null=True)
    received_by = models.CharField(max_length=300, blank=True)
    review_until = models.DateField(null=True)
    review_reason = models.TextField(blank=True)
    review_asked_on = models.DateField(null=True)
    review_outcome = models.CharField(max_length=12, blank=True)
    review_text = models.TextField(blank=True)
    called_off = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "inspections_inspection"
        indexes: ClassVar = [
            # read by the counts of a year and an object's history
            models.Index(fields=["object", "starts_on"], name="inspections_of_object"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line"], condition=Q(called_off=""), name="inspections_line_once"),
            models.CheckConstraint(
                condition=Q(line__isnull=False) | ~Q(unplanned_reason=""), name="inspections_unplanned_says_why"
            ),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="inspections_inspection_days"),
        ]

    def __str__(self) -> str:
        return self.object.name


__all__ = ["Inspection"]
