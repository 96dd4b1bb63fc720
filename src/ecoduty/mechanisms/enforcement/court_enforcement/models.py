"""What an application for enforcement by the court has beside its matter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.enforcement.court_enforcement.states import Execution, Refusal, Remedy


class CourtEnforcement(models.Model):
    """A decision that the court is to enforce. Amounts are in yuan. `case` is the administrative case, where it is one of this
    platform; `demanded_on` the day on which the demand notice was served; `deferred_until` the last day to which paying or performing
    was deferred, where the body granted that.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="court_enforcement")
    case = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+")
    court = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    decision_number = models.CharField(max_length=80)
    served_on = models.DateField()
    obligation = models.CharField(max_length=500)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    remedy = models.CharField(max_length=16, choices=Remedy.choices)
    reconsidered_on = models.DateField(null=True)
    named_end = models.DateField(null=True)
    named_basis = models.CharField(max_length=200, blank=True)
    deferred_until = models.DateField(null=True)
    demand_number = models.CharField(max_length=80, blank=True)
    demanded_on = models.DateField(null=True)
    application_number = models.CharField(max_length=80, blank=True)
    applied_on = models.DateField(null=True)
    late_because = models.CharField(max_length=500, blank=True)
    court_number = models.CharField(max_length=80, blank=True)
    accepted_at = models.DateTimeField(null=True)
    hearing = models.BooleanField(default=False)
    ruling_number = models.CharField(max_length=80, blank=True)
    ruled_on = models.DateField(null=True)
    refusal = models.CharField(max_length=12, choices=Refusal.choices, blank=True)
    refused_on = models.DateField(null=True)
    request_number = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    recovered = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        db_table = "enforcement_court"


class ExecutionStep(models.Model):
    """How far it was executed at one time."""

    enforcement = models.ForeignKey(CourtEnforcement, models.PROTECT, related_name="executions")
    outcome = models.CharField(max_length=12, choices=Execution.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "enforcement_court_execution"
        ordering: ClassVar = ["enforcement", "id"]


__all__ = ["CourtEnforcement", "ExecutionStep"]
