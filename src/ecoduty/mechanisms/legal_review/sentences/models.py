"""Marked sentences."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.legal_review.reviewing.states import Verdict


class Sentence(models.Model):
    """A sentence that may create a duty without saying whose. It is a mark for a person, never a finding.

    `why` says what was seen; `words` are the words of the rulebook that were seen in it.
    """

    draft = models.ForeignKey("legal_review.DraftReview", models.PROTECT, related_name="sentences")
    round = models.IntegerField()
    place = models.CharField(max_length=40)
    text = models.TextField()
    words = models.JSONField(default=list)
    why = models.CharField(max_length=100)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "legal_sentence"
        ordering: ClassVar = ["draft", "id"]
