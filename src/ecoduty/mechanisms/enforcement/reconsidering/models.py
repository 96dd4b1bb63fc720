"""What a reconsideration has beside its matter."""

from __future__ import annotations

from django.db import models

from ecoduty.mechanisms.enforcement.reconsidering.states import Procedure


class AdministrativeReconsideration(models.Model):
    """Somebody has an act of the department looked at again by the government above it. Its matter is always restricted.

    The matter's holder is the department that answers; who applied stands with the persons concerned. `outcome` is a code
    of the rulebook. `decide_by` is the later day that the organ named when it took longer.
    """

    matter = models.OneToOneField(
        "matters.Matter", models.PROTECT, primary_key=True, related_name="administrative_reconsideration"
    )
    organ = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    procedure = models.CharField(max_length=12, choices=Procedure.choices)
    contested = models.CharField(max_length=200)
    docket_number = models.CharField(max_length=80)
    accepted_on = models.DateField()
    received_on = models.DateField()
    answered_on = models.DateField(null=True)
    answer_number = models.CharField(max_length=80, blank=True)
    evidence = models.TextField(blank=True)
    decide_by = models.DateField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    decision_number = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True)
    concluded_note = models.TextField(blank=True)

    class Meta:
        db_table = "enforcement_reconsideration"


__all__ = ["AdministrativeReconsideration"]
