"""An application for exemption, what was found out, and what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Exemption(models.Model):
    """One application (clause 17.2). The matter's holder decides; `applicant` asked.

    Whom it concerns is named by post: `appointment` where the person holds one in the directory, `post_title` always.
    `conditions` and `exclusions` are codes of the rulebook's `tolerance.conditions` and `tolerance.exclusions`: what the
    applicant relies on, and what the deciding body found against it. `outcome` is one of `states.Outcome`, empty before.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="exemption")
    applicant = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    appointment = models.ForeignKey("directory.Appointment", models.PROTECT, null=True, related_name="+")
    post_title = models.CharField(max_length=120)
    text = models.TextField()
    happened_from = models.DateField()
    happened_until = models.DateField()
    conditions = models.JSONField(default=list)
    applied_by = models.CharField(max_length=200)
    applied_account = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    met = models.JSONField(default=list)
    exclusions = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    basis = models.CharField(max_length=300, blank=True)
    decision_number = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    reviewed = models.BooleanField(default=False)

    class Meta:
        db_table = "encouragement_exemption"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(happened_from__lte=F("happened_until")), name="encouragement_happened_forward"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | (~Q(reason="") & ~Q(basis="")), name="encouragement_finding_has_basis"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["applicant"], name="encouragement_exempted")]

    def __str__(self) -> str:
        return self.post_title


class Inquiry(models.Model):
    """What was looked into: what was found out, and whether the person concerned was heard."""

    append_only = True

    exemption = models.ForeignKey(Exemption, models.PROTECT, related_name="inquiries")
    text = models.TextField()
    heard = models.BooleanField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "encouragement_inquiry"
        ordering: ClassVar = ["exemption", "id"]

    def __str__(self) -> str:
        return self.text


__all__ = ["Exemption", "Inquiry"]
