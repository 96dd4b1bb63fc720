"""A document that came out and is filed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ecoduty.mechanisms.legal_review.filing.states import Finding


class FilingReview(models.Model):
    """A rule or a normative document under filing review. The matter's holder made it; whoever reviews supervises it.

    `published_on` is where its clock begins. `valid_until` is the last day it holds, null where it has none.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="filing_review")
    sort = models.CharField(max_length=40)
    number = models.CharField(max_length=80)
    registration = models.CharField(max_length=80, blank=True)
    published_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    filing_number = models.CharField(max_length=80, blank=True)
    filed_on = models.DateField(null=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    finding = models.CharField(max_length=12, choices=Finding.choices, blank=True)
    opinion = models.TextField(blank=True)
    correction = models.TextField(blank=True)
    registered_number = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "legal_filing_review"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from__lte=F("valid_until")), name="legal_filing_valid_forward"
            ),
            models.UniqueConstraint(
                fields=["registered_number"], condition=~Q(registered_number=""), name="legal_filed_once"
            ),
        ]
