"""What a transfer for administrative detention has beside its matter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.enforcement.detention.states import Afterwards


class Detention(models.Model):
    """A case that goes to the police for administrative detention, and what came of it. `case` is the administrative case it
    came from, where it is one of this platform.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="detention")
    case = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=40)
    police = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    letter_number = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True)
    receipt_number = models.CharField(max_length=80, blank=True)
    taken_in_at = models.DateTimeField(null=True)
    decision_number = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    persons = models.PositiveSmallIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    copy_number = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    afterwards = models.CharField(max_length=12, choices=Afterwards.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "enforcement_detention"


class DetentionSupplement(models.Model):
    """A round of supplements: what the police asked for, and the answer. `late` says that it was asked after its last day."""

    detention = models.ForeignKey(Detention, models.PROTECT, related_name="supplements")
    wanted = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "enforcement_detention_supplement"
        ordering: ClassVar = ["detention", "id"]


__all__ = ["Detention", "DetentionSupplement"]
