"""A catalogue of what came out in a year."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class FilingCatalogue(models.Model):
    """What a body brought out in `year`. The matter's holder made it; who receives it supervises.

    `rows` are set down when it is reported (`listing.Row.as_data`), `digest` is SM3 over them; until then the rows are read
    from the filings. `nil`: nothing came out that year, which is reported without paper and number.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="filing_catalogue")
    year = models.IntegerField()
    number = models.CharField(max_length=80, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    nil = models.BooleanField(default=False)
    unfiled_reason = models.TextField(blank=True)
    rows = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    reported_on = models.DateField(null=True)
    receipt_number = models.CharField(max_length=80, blank=True)
    receipt_on = models.DateField(null=True)
    receipt_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "legal_filing_catalogue"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(nil=False) | Q(rows=[]), name="legal_catalogue_nil_is_empty"),
        ]
