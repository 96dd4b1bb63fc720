"""What the supervision of a suit has beside its matter."""

from __future__ import annotations

from django.db import models

from ecoduty.mechanisms.enforcement.procuratorial.supervision.states import Branch, Sort


class LitigationSupervision(models.Model):
    """Supervision of a civil or administrative suit (clause 21.1). The matter's holder is the procuratorate.

    `source`, `answer` and `result` are codes of the rulebook; `docket_number` names the suit that is supervised.
    """

    matter = models.OneToOneField(
        "matters.Matter", models.PROTECT, primary_key=True, related_name="litigation_supervision"
    )
    recorded_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    sort = models.CharField(max_length=20, choices=Sort.choices)
    branch = models.CharField(max_length=20, choices=Branch.choices)
    court = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    docket_number = models.CharField(max_length=80)
    source = models.CharField(max_length=40)
    grounds = models.TextField()
    registered_on = models.DateField()
    document_number = models.CharField(max_length=80, blank=True)
    submitted_on = models.DateField(null=True)
    answer = models.CharField(max_length=40, blank=True)
    answer_number = models.CharField(max_length=80, blank=True)
    answered_on = models.DateField(null=True)
    result = models.CharField(max_length=40, blank=True)
    result_number = models.CharField(max_length=80, blank=True)
    result_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "enforcement_litigation_supervision"


__all__ = ["LitigationSupervision"]
