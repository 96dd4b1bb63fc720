"""Numbers of reports by month, and the outlines they are drawn into, as the portal reads them (clause 24.5)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PublishedHotspots(models.Model):
    """One month, published once. `content` has districts, categories and cells with None for what is withheld; empty for a
    month without reports.
    """

    append_only = True
    portal_may = "select"

    month = models.DateField(primary_key=True)
    content = models.JSONField(default=dict)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "publications_published_hotspots"


class PublishedMap(models.Model):
    """The outlines of the districts with what must stand beside a map. The latest row counts."""

    append_only = True
    portal_may = "select"

    content = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "publications_published_map"
        ordering: ClassVar = ["-published_at", "-id"]


__all__ = ["PublishedHotspots", "PublishedMap"]
