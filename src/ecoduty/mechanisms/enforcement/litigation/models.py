"""What a suit has beside its matter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.enforcement.litigation.states import AgencyRole


class Litigation(models.Model):
    """A suit before a court, one of five kinds (`sort`: code of the rulebook). Its matter is always restricted.

    The matter's holder is the court of first instance. `agency` is the department that sues or is sued; private parties
    stand with the persons concerned. Money in yuan. `outcome` and `second_outcome` are codes of the rulebook, `outcome`
    as it stands after the last instance. `head_post` is the post of the head who was to appear for a defendant.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="litigation")
    sort = models.CharField(max_length=40)
    agency = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    agency_role = models.CharField(max_length=12, choices=AgencyRole.choices, blank=True)
    cause = models.CharField(max_length=120)
    claimed = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    submitted_on = models.DateField()
    docket_number = models.CharField(max_length=80, blank=True)
    accepted_on = models.DateField(null=True)
    served_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    head_post = models.CharField(max_length=40, blank=True)
    head_reason = models.CharField(max_length=300, blank=True)
    head_appeared = models.BooleanField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    awarded = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    judgment_number = models.CharField(max_length=80, blank=True)
    judged_on = models.DateField(null=True)
    appealed_on = models.DateField(null=True)
    appeal_docket = models.CharField(max_length=80, blank=True)
    second_outcome = models.CharField(max_length=40, blank=True)
    second_number = models.CharField(max_length=80, blank=True)
    second_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    enforcement_number = models.CharField(max_length=80, blank=True)
    enforced_from = models.DateField(null=True)
    concluded_note = models.TextField(blank=True)

    class Meta:
        db_table = "enforcement_litigation"
        indexes: ClassVar = [
            # read by the court's own page: how many of each kind with which outcome
            models.Index(fields=["sort", "outcome"], name="enforcement_litigation_sort"),
        ]


class LitigationMilestone(models.Model):
    """A station of a suit that was reached (`code` of the rulebook's list for its kind); some come more than once."""

    litigation = models.ForeignKey(Litigation, models.PROTECT, related_name="milestones")
    code = models.CharField(max_length=40)
    on = models.DateField()
    number = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    on_behalf = models.BooleanField(default=False)

    class Meta:
        db_table = "enforcement_litigation_milestone"
        ordering: ClassVar = ["litigation", "on", "id"]


__all__ = ["Litigation", "LitigationMilestone"]
