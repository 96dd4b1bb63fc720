"""Who read whose achievement record, why, and what it was that day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AchievementReading(models.Model):
    """One reading by an organisation department (clause 16.2). `content` is the record as `record.record_of` made it that day,
    `digest` its SM3 in hexadecimal; nobody can enter or change a word of either.
    """

    append_only = True

    matter = models.OneToOneField(
        "matters.Matter", models.PROTECT, primary_key=True, related_name="achievement_reading"
    )
    person = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    read_account = models.BigIntegerField(null=True)
    read_on = models.DateField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "encouragement_achievement_reading"
        indexes: ClassVar = [
            # read by whoever looks after readings: who read this person's record
            models.Index(fields=["person", "read_on"], name="encouragement_read_of")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.read_on}"


__all__ = ["AchievementReading"]
