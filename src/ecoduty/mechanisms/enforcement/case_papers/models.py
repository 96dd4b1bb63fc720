"""Which papers were drawn up for a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class CasePaper(models.Model):
    """A document of a case and the rulebook's paper (`case_papers`) it was drawn up as.

    Its text names nobody: persons stand in it as signs that are read when it is printed, for whoever prints it.
    """

    document = models.OneToOneField("documents.Document", models.PROTECT, primary_key=True, related_name="case_paper")
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="case_papers", db_index=False)
    paper = models.CharField(max_length=80)
    drawn_at = models.DateTimeField()

    class Meta:
        db_table = "enforcement_case_paper"
        ordering: ClassVar = ["matter", "document"]
        indexes: ClassVar = [
            # read by queries.papers(): the papers of one case
            models.Index(fields=["matter", "document"], name="enforcement_case_paper_of"),
        ]


__all__ = ["CasePaper"]
