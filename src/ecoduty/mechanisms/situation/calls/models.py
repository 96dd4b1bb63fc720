"""A progress call and the answers of the bodies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ProgressCall(models.Model):
    """What a body asks of others (clause 3.2). The matter's holder called; `columns` as `columns.Column` has them."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="progress_call")
    grounds = models.TextField()
    columns = models.JSONField(default=list)
    limit_on = models.DateField()
    bodies = models.ManyToManyField("directory.Body", related_name="+", db_table="situation_call_body")
    conclusion = models.TextField(blank=True)

    class Meta:
        db_table = "situation_progress_call"


class CallAnswer(models.Model):
    """What one body answers: `values` by key of the column, `sources` says of the ones the platform knew where they are from."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="call_answer")
    call = models.ForeignKey(ProgressCall, models.PROTECT, related_name="answers")
    values = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    remark = models.TextField(blank=True)
    seen_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "situation_call_answer"
        ordering: ClassVar = ["call", "matter_id"]
