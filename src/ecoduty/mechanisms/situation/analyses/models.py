"""A half-year analysis and what it suggests."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Analysis(models.Model):
    """How the plan is carried out, looked into every half year (clause 25.1). `numbers` as they were taken, `digest` SM3 over them."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="situation_analysis")
    as_of = models.DateField(null=True)
    numbers = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "situation_analysis"


class Suggestion(models.Model):
    """One suggestion: what, to whom, and which task or report came of it (`led_to` is a matter's number)."""

    analysis = models.ForeignKey(Analysis, models.PROTECT, related_name="suggestions")
    text = models.CharField(max_length=200)
    measures = models.TextField(blank=True)
    body = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    led_to = models.CharField(max_length=40, blank=True)
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "situation_suggestion"
        ordering: ClassVar = ["analysis", "id"]
