"""What a clue has beside its matter: what was seen, who sent it to whom, every return, every report, every objection."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.enforcement.clues.states import Outcome


class Clue(models.Model):
    """What a body without the power to act saw of a breach (clause 18.2). The matter's holder has the power, its supervisor is
    who sent it; of a letter to a body outside the city the sender is both.

    `conduct` is a key of the rulebook's `powers`, `reason` why it went elsewhere than they say. `about` is the number of the
    matter in which it was seen, `outcome_elsewhere` a body outside the directory.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="clue")
    sender = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    conduct = models.CharField(max_length=80)
    text = models.TextField()
    place = models.CharField(max_length=200)
    district = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    seen_on = models.DateField()
    suspect = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_reason = models.TextField(blank=True)
    outcome_to = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    outcome_elsewhere = models.CharField(max_length=120, blank=True)
    concluded_at = models.DateTimeField(null=True)
    addressee = models.CharField(max_length=120, blank=True)
    letter_number = models.CharField(max_length=80, blank=True)
    letter_on = models.DateField(null=True)

    class Meta:
        db_table = "enforcement_clue"

    def __str__(self) -> str:
        return self.text[:40]


class ClueEvidence(models.Model):
    """A piece that goes with the clue: a picture, a record, a reading."""

    append_only = True

    clue = models.ForeignKey(Clue, models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "enforcement_clue_evidence"
        ordering: ClassVar = ["clue", "id"]


class ClueReturn(models.Model):
    """A body that received the clue sent it back: why, and where it belongs (one of the two at least)."""

    append_only = True

    clue = models.ForeignKey(Clue, models.PROTECT, related_name="returns")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    belongs_to = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    belongs_elsewhere = models.CharField(max_length=120, blank=True)
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    class Meta:
        db_table = "enforcement_clue_return"
        ordering: ClassVar = ["clue", "id"]


class ClueReport(models.Model):
    """What the sender was told of the outcome; the last one counts, the others stay."""

    append_only = True

    clue = models.ForeignKey(Clue, models.PROTECT, related_name="reports")
    text = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    class Meta:
        db_table = "enforcement_clue_report"
        ordering: ClassVar = ["clue", "id"]


class ClueObjection(models.Model):
    """The sender holds that the outcome is not right: once, and answered. `again` says that it is checked anew."""

    clue = models.OneToOneField(Clue, models.PROTECT, primary_key=True, related_name="objection")
    text = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    again = models.BooleanField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "enforcement_clue_objection"


__all__ = ["Clue", "ClueEvidence", "ClueObjection", "ClueReport", "ClueReturn"]
