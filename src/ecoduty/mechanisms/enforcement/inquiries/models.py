"""What an inquiry has beside its matter: who asked, and question by question what was answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class LegalInquiry(models.Model):
    """A written inquiry. The matter's holder is who is asked, its supervisor who asks.

    `case_number` is a word and no link: whoever reads it here gets no further. `received_on` is the day of receipt where
    the letter came on paper.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="legal_inquiry")
    asker = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=60, blank=True)
    received_on = models.DateField(null=True)

    class Meta:
        db_table = "enforcement_legal_inquiry"


class LegalInquiryTurn(models.Model):
    """One question and its answer: the first, and at most one further."""

    inquiry = models.ForeignKey(LegalInquiry, models.PROTECT, related_name="turns")
    order = models.IntegerField()
    question = models.TextField()
    question_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    question_scan = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answer_number = models.CharField(max_length=60, blank=True)
    answer_scan = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "enforcement_legal_inquiry_turn"
        ordering: ClassVar = ["inquiry", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inquiry", "order"], name="enforcement_legal_inquiry_order")
        ]


__all__ = ["LegalInquiry", "LegalInquiryTurn"]
