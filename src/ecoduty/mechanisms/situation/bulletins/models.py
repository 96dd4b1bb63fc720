"""A bulletin, and what of it concerns one recipient."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Bulletin(models.Model):
    """What a body tells others of the situation (clauses 3.2, 9.4).

    `numbers` are the figures as they were taken (`numbers.Taken`), `chosen` the matters it speaks of (number and title, copied),
    `recipients` keys of bodies where others than the copy list's were named.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="bulletin")
    as_of = models.DateField(null=True)
    numbers = models.JSONField(default=list)
    chosen = models.JSONField(default=list)
    recipients = models.JSONField(default=list)

    class Meta:
        db_table = "situation_bulletin"


class Excerpt(models.Model):
    """What of a bulletin concerns one recipient: its own part of the figures, its own matters. Read by nobody else but the issuer."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="excerpts")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    numbers = models.JSONField(default=list)
    chosen = models.JSONField(default=list)

    class Meta:
        db_table = "situation_excerpt"
        ordering: ClassVar = ["bulletin", "body__order", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["bulletin", "body"], name="situation_excerpt_once")]
