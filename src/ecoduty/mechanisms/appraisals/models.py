"""A target letter: its indicators, what was entered, the figures it was scored by, its scores, and what its result was used for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.appraisals.states import Sort, Stage


class TargetLetter(models.Model):
    """What one body signs for one year (clause 2.3). The matter's holder is the body, the appraising office supervises.

    `as_of` is the day whose figures count, `grade` a code of the rulebook. Numbers are points.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="target_letter")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="target_letters")
    year = models.IntegerField()
    signed_by = models.JSONField(default=list)
    as_of = models.DateField(null=True)
    base = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    added = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    taken = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    grade = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)
    approval_number = models.CharField(max_length=80, blank=True)
    approved_on = models.DateField(null=True)
    address = models.URLField(max_length=500, blank=True)
    published_on = models.DateField(null=True)

    class Meta:
        db_table = "appraisals_target_letter"
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "year"], name="appraisals_letter_once")]

    def __str__(self) -> str:
        return f"{self.body.short_name} {self.year}"


class Indicator(models.Model):
    """One indicator of one letter, copied from the rulebook when the letter was drafted and its own from then on."""

    letter = models.ForeignKey(TargetLetter, models.PROTECT, related_name="indicators")
    code = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    group = models.CharField(max_length=60)
    sort = models.CharField(max_length=14, choices=Sort.choices)
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    formula = models.CharField(max_length=500, blank=True)
    asks = models.CharField(max_length=200, blank=True)
    place = models.IntegerField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "appraisals_indicator"
        ordering: ClassVar = ["letter", "place", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["letter", "code"], condition=models.Q(taken_out_at=None), name="appraisals_indicator_once"
            ),
        ]


class Entered(models.Model):
    """What somebody entered for an indicator at a stage, with where it is from. The newest row of the latest stage counts."""

    append_only = True

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="entered")
    stage = models.CharField(max_length=8, choices=Stage.choices)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    source = models.CharField(max_length=300)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "appraisals_entered"
        ordering: ClassVar = ["indicator", "id"]


class FigureTaken(models.Model):
    """A figure of the platform as it was taken when scoring began: what it stood at, and what of it belongs to the year."""

    append_only = True

    letter = models.ForeignKey(TargetLetter, models.PROTECT, related_name="figures")
    key = models.CharField(max_length=80)
    until = models.BigIntegerField()
    before = models.BigIntegerField()
    source_time = models.DateTimeField()

    class Meta:
        db_table = "appraisals_figure_taken"
        ordering: ClassVar = ["letter", "key"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["letter", "key"], name="appraisals_figure_once")]

    @property
    def value(self) -> int:
        """How much of it is of this year."""
        return self.until - self.before


class Score(models.Model):
    """Points of an indicator at a stage, with the numbers they came from."""

    append_only = True

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="scores")
    stage = models.CharField(max_length=8, choices=Stage.choices)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    trail = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "appraisals_score"
        ordering: ClassVar = ["indicator", "id"]


class Use(models.Model):
    """What a result was used for (clause 23.1): by whom, for what, when."""

    append_only = True

    letter = models.ForeignKey(TargetLetter, models.PROTECT, related_name="uses")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    sort = models.CharField(max_length=20)
    on = models.DateField()
    number = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300)
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "appraisals_use"
        ordering: ClassVar = ["letter", "id"]


__all__ = ["Entered", "FigureTaken", "Indicator", "Score", "TargetLetter", "Use"]
