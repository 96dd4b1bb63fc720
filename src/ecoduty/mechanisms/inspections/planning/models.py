"""Who is inspected, what a body plans to inspect in a year, and what two bodies offered each other to do together."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class InspectionObject(models.Model):
    """Who or what is inspected, once for all bodies: a body of the directory, or an enterprise or site in a district.

    `plain` is the name without blanks and signs, by which the same enterprise is found however it is written.
    """

    body = models.OneToOneField("directory.Body", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    plain = models.CharField(max_length=120)
    region = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "inspections_object"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plain", "region"], condition=Q(body=None), name="inspections_object_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InspectionPlan(models.Model):
    """What a body inspects in a year. The matter's holder is that body."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="inspection_plan")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    year = models.IntegerField()
    principles = models.TextField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "inspections_plan"
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "year"], name="inspections_plan_once")]

    def __str__(self) -> str:
        return f"{self.body.short_name} {self.year}"


class PlanLine(models.Model):
    """One inspection that is planned. `kind` is a code of the rulebook's `inspection.kinds`.

    `first_month` and `last_month` are 1 to 12. `over_reason` says why the object is inspected more often than the cap allows,
    `over_granted_by` who let it pass. `withdrawn` says why it is not done. `joint_with` is the line of another body with
    which it is done as one.
    """

    plan = models.ForeignKey(InspectionPlan, models.PROTECT, related_name="lines")
    object = models.ForeignKey(InspectionObject, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=40)
    basis = models.TextField()
    purpose = models.TextField()
    method = models.CharField(max_length=200)
    first_month = models.PositiveSmallIntegerField()
    last_month = models.PositiveSmallIntegerField()
    over_reason = models.CharField(max_length=500, blank=True)
    over_granted_by = models.CharField(max_length=200, blank=True)
    over_granted_at = models.DateTimeField(null=True)
    withdrawn = models.CharField(max_length=500, blank=True)
    joint_with = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined")

    class Meta:
        db_table = "inspections_plan_line"
        ordering: ClassVar = ["plan", "first_month", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(first_month__gte=1, last_month__lte=12, first_month__lte=F("last_month")),
                name="inspections_line_months",
            ),
            models.CheckConstraint(condition=~Q(basis="") & ~Q(purpose=""), name="inspections_line_has_basis"),
            models.CheckConstraint(condition=~Q(joint_with=F("id")), name="inspections_line_not_its_own"),
        ]

    def __str__(self) -> str:
        return self.object.name

    @property
    def when(self) -> str:
        """Month or quarter in words."""
        if self.first_month == self.last_month:
            return f"{self.first_month}月"
        if self.last_month - self.first_month == 2 and self.first_month % 3 == 1:
            return f"{'一二三四'[self.first_month // 3]}季度"
        return f"{self.first_month}至{self.last_month}月"


class LineChange(models.Model):
    """A line of a plan in force was added, changed or withdrawn: how it stood before, why, by whom."""

    append_only = True

    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="changes")
    act = models.CharField(max_length=40)
    before = models.CharField(max_length=600, blank=True)
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_line_change"
        ordering: ClassVar = ["line", "id"]


class JoinOffer(models.Model):
    """A body offered another to inspect the same object together. `accepted` is empty until the other answers."""

    own = models.ForeignKey(PlanLine, models.PROTECT, related_name="offers_made")
    other = models.ForeignKey(PlanLine, models.PROTECT, related_name="offers_got")
    note = models.CharField(max_length=500, blank=True)
    offered_by = models.CharField(max_length=200)
    offered_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "inspections_join_offer"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["own", "other"], condition=Q(answered_at=None), name="inspections_offer_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, accepted=None) | Q(answered_at__isnull=False, accepted__isnull=False),
                name="inspections_offer_answered",
            ),
        ]


__all__ = ["InspectionObject", "InspectionPlan", "JoinOffer", "LineChange", "PlanLine"]
