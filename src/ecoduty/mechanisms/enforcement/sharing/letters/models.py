"""What a letter has beside its matter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PaperLetter(models.Model):
    """A letter that went out on paper about a case: number, day, to whom, the scan; later its receipt and the scan of that.

    `case` is the case it is about, a `subject` in words stands beside it. Letters of one body bear different numbers.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="paper_letter")
    sender = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    case = models.ForeignKey("matters.Matter", models.PROTECT, related_name="paper_letters")
    letter_number = models.CharField(max_length=80)
    dated = models.DateField()
    recipient = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    scan = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    received_on = models.DateField(null=True)
    received_by = models.CharField(max_length=100, blank=True)
    receipt_scan = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    voided_for = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "enforcement_paper_letter"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sender", "letter_number"], condition=models.Q(voided_for=""), name="enforcement_letter_once"
            ),
        ]
