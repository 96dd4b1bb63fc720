"""The materials of a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Piece(models.Model):
    """A material of a case: what kind of paper (`code` of the rulebook's `required_papers`), its file or how many pages on paper.

    One that there is none of says why (`none_because`): then it is not missing. One that was taken out keeps the moment.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="pieces")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    pages = models.PositiveIntegerField(null=True)
    original = models.BooleanField(default=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    none_because = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "enforcement_piece"
        ordering: ClassVar = ["matter", "id"]
        indexes: ClassVar = [
            # read by checklists: what of a case stands
            models.Index(
                fields=["matter", "code"], name="enforcement_piece_stands", condition=models.Q(taken_out_at=None)
            ),
        ]
