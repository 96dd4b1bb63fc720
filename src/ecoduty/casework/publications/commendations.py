"""Commendations, as the portal reads them (clause 16.3): before the public for some days, then decided and published."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PublishedCommendation(models.Model):
    """Who is to be commended, or was. There only while it is before the public and once it is published: a row that ends
    otherwise is removed, so that no name stays.
    """

    portal_may = "select"

    public_id = models.UUIDField(primary_key=True)
    title = models.CharField(max_length=300)
    award = models.CharField(max_length=120)
    year = models.IntegerField()
    body_key = models.CharField(max_length=80)
    body_name = models.CharField(max_length=120)
    person_name = models.CharField(max_length=60, blank=True)
    post_title = models.CharField(max_length=60, blank=True)
    deeds = models.TextField()
    office_name = models.CharField(max_length=120)
    contact = models.CharField(max_length=300)
    notice_from = models.DateField()
    notice_until = models.DateField()
    state = models.CharField(max_length=20)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField(null=True)
    number = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "publications_published_commendation"
        indexes: ClassVar = [
            # read by the portal: the latest first
            models.Index(fields=["-notice_from"], name="publications_commended_when"),
        ]

    def __str__(self) -> str:
        return self.title


__all__ = ["PublishedCommendation"]
