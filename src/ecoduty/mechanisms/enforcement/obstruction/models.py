"""What a request for police support and a report of obstruction have beside their matters."""

from __future__ import annotations

from django.db import models

from ecoduty.mechanisms.enforcement.obstruction.states import Decision


class PoliceSupport(models.Model):
    """Police asked to come along or to come at once (clause 19.1). The matter's holder is who asks.

    `purpose` and `measures` are codes of the rulebook, `about` the number of the case it is for. `agreed_for` is when they come.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="police_support")
    police = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    urgent = models.BooleanField(default=False)
    text = models.TextField()
    place = models.CharField(max_length=200)
    wanted_at = models.DateTimeField()
    about = models.CharField(max_length=40, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    answer = models.TextField(blank=True)
    agreed_for = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    measures = models.JSONField(default=list)
    handling = models.TextField(blank=True)
    handled_by = models.CharField(max_length=200, blank=True)
    handled_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)

    class Meta:
        db_table = "enforcement_police_support"


class Obstruction(models.Model):
    """Officers were hindered in their duty, and what the police made of it (clause 19.2). The matter's holder is who reports.

    `officers` are the posts of the officers concerned, `manner` a code of the rulebook, `about` the number of the case.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="obstruction")
    police = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    manner = models.CharField(max_length=40)
    happened_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    text = models.TextField()
    officers = models.JSONField(default=list)
    injured = models.BooleanField(default=False)
    called_at = models.DateTimeField(null=True)
    about = models.CharField(max_length=40, blank=True)
    reported_at = models.DateTimeField(null=True)
    receipt_number = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=16, choices=Decision.choices, blank=True)
    decision_number = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True)
    decision_text = models.TextField(blank=True)
    told = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "enforcement_obstruction"


__all__ = ["Obstruction", "PoliceSupport"]
