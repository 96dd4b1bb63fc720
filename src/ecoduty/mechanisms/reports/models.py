"""What a report has beside its matter and its document."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Report(models.Model):
    """One body's report for one period."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="report")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    returned = models.IntegerField(default=0)

    class Meta:
        db_table = "reports_report"


class Instruction(models.Model):
    """What a leader wrote on a report, as entered by the secretary or the liaison on the leader's behalf."""

    append_only = True

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="instructions")
    leader = models.CharField(max_length=120)
    given_on = models.DateField()
    text = models.TextField()
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "reports_instruction"
        ordering: ClassVar = ["given_on", "id"]
