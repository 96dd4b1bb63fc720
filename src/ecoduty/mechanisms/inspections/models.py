"""What a problem has beside its matter: what was found where, what is to be done about it, what was done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.inspections.auditing.models import AuditProject
from ecoduty.mechanisms.inspections.hearing.models import (
    Conferral,
    ConferralPosition,
    Determination,
    HandlingBasis,
    Statement,
)
from ecoduty.mechanisms.inspections.inspecting.models import Inspection
from ecoduty.mechanisms.inspections.planning.models import (
    InspectionObject,
    InspectionPlan,
    JoinOffer,
    LineChange,
    PlanLine,
)
from ecoduty.mechanisms.inspections.rectifying.models import (
    Acceptance,
    AlteredFile,
    Comparison,
    Evidence,
    LookBack,
    NoticeObjection,
    ObjectionAnswer,
    RectificationPlan,
    SpotCheck,
    Withholding,
)
from ecoduty.mechanisms.inspections.rectifying.states import Policy
from ecoduty.mechanisms.inspections.roads import Road


class Problem(models.Model):
    """A problem that somebody found (clauses 13.2, 14.1). The matter's holder is who registered it, then who puts it right.

    `found_by` registered and assigned it and strikes it off. `source` is a code of the rulebook's `problem.sources`.
    `longitude` and `latitude` are degrees of WGS 84. `limit_on` is the last day as it was assigned: extensions stand on
    the deadline. `road` is fixed by the source and, on the full one, `inspected` is the body that is heard. `accepting` signs for the
    result; `notice_until` is the last day it is before the public; `relapses` counts how often it came back.
    `closing_needs` are lines of text, each of which must be met before the problem is struck off.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="problem")
    found_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    found_on = models.DateField()
    source = models.CharField(max_length=40)
    source_note = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    district = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=300, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    road = models.CharField(max_length=8, choices=Road.choices, default=Road.PLAIN, db_default=Road.PLAIN)
    inspected = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    responsible = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    requirements = models.TextField(blank=True)
    closing_needs = models.JSONField(default=list)
    limit_on = models.DateField(null=True)
    measures = models.TextField(blank=True)
    unit = models.CharField(max_length=60, blank=True)
    person = models.CharField(max_length=60, blank=True)
    returned = models.IntegerField(default=0)
    accepting = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    plan_approved_at = models.DateTimeField(null=True)
    notice_until = models.DateField(null=True)
    policy = models.CharField(max_length=12, choices=Policy.choices, blank=True, default="", db_default="")
    policy_note = models.TextField(blank=True, default="", db_default="")
    relapses = models.IntegerField(default=0, db_default=0)

    class Meta:
        db_table = "inspections_problem"
        indexes: ClassVar = [models.Index(fields=["district", "source"], name="inspections_problem_where")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="inspections_problem_point",
                condition=models.Q(longitude=None, latitude=None)
                | models.Q(longitude__isnull=False, latitude__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Rectification(models.Model):
    """What was done about a problem, or said about what was done; nothing is overwritten."""

    append_only = True

    problem = models.ForeignKey(Problem, models.PROTECT, related_name="rectifications")
    act = models.CharField(max_length=40)
    text = models.TextField()
    evidence = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_rectification"
        ordering: ClassVar = ["problem", "id"]


__all__ = [
    "Acceptance", "AlteredFile", "AuditProject", "Comparison", "Conferral", "ConferralPosition", "Determination", "Evidence", "HandlingBasis",
    "Inspection", "InspectionObject", "InspectionPlan", "JoinOffer", "LineChange", "LookBack", "NoticeObjection", "ObjectionAnswer",
    "PlanLine", "Problem", "Rectification", "RectificationPlan", "SpotCheck", "Statement", "Withholding",
]  # fmt: skip
