"""What a public interest case has beside its matter."""

from __future__ import annotations

from django.db import models

from ecoduty.mechanisms.enforcement.procuratorial.cases.states import Sort


class PublicInterestCase(models.Model):
    """A public interest case (clause 21.1). The matter's holder is the procuratorate; `recorded_by` who entered it.

    `notice_ends_on` is the last day of the notice that precedes a civil suit. `outcome` and `ended_for` are codes of the
    rulebook. Days are local dates.
    """

    matter = models.OneToOneField(
        "matters.Matter", models.PROTECT, primary_key=True, related_name="public_interest_case"
    )
    recorded_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    sort = models.CharField(max_length=20, choices=Sort.choices)
    filed_on = models.DateField()
    number = models.CharField(max_length=80)
    harm = models.TextField()
    about = models.CharField(max_length=60, blank=True)
    notice_on = models.DateField(null=True)
    notice_place = models.CharField(max_length=200, blank=True)
    notice_ends_on = models.DateField(null=True)
    notice_outcome = models.CharField(max_length=500, blank=True)
    court = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    sued_on = models.DateField(null=True)
    claims = models.CharField(max_length=120, blank=True)
    suit = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=40, blank=True)
    judgment_number = models.CharField(max_length=80, blank=True)
    judged_on = models.DateField(null=True)
    judgment_note = models.CharField(max_length=500, blank=True)
    execution = models.TextField(blank=True)
    executed_on = models.DateField(null=True)
    ended_for = models.CharField(max_length=40, blank=True)
    ended_note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "enforcement_public_interest_case"


__all__ = ["PublicInterestCase"]
