"""Campaigns and collections of opinions, as the portal reads them (clauses 24.1, 24.5)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models


class PublishedCampaign(models.Model):
    """A campaign before the public: announced, held with numbers, called off, or taken down with a reason."""

    portal_may = "select"

    public_id = models.UUIDField(primary_key=True)
    title = models.CharField(max_length=200)
    body_key = models.CharField(max_length=80)
    body_short_name = models.CharField(max_length=60)
    form_label = models.CharField(max_length=60)
    place = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    audience = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    took_part = models.PositiveIntegerField(null=True)
    reached = models.PositiveIntegerField(null=True)
    summary = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "publications_published_campaign"
        indexes: ClassVar = [
            # read by the portal: the latest first
            models.Index(fields=["-starts_on"], name="publications_campaign_when"),
        ]

    def __str__(self) -> str:
        return self.title


class PublishedOpinion(models.Model):
    """A text that opinions are collected on, and how each group of them was taken up: `groups` of {name, count, verdict, answer}."""

    portal_may = "select"

    public_id = models.UUIDField(primary_key=True)
    title = models.CharField(max_length=200)
    body_key = models.CharField(max_length=80)
    body_short_name = models.CharField(max_length=60)
    background = models.TextField(blank=True)
    text = models.TextField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    short_reason = models.CharField(max_length=300, blank=True)
    result_due_on = models.DateField(null=True)
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    received = models.PositiveIntegerField(default=0)
    result = models.TextField(blank=True)
    groups = models.JSONField(default=list)
    published_on = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "publications_published_opinion"

    def __str__(self) -> str:
        return self.title

    def takes(self, on: date) -> bool:
        """Whether comments are taken on a day."""
        return self.state == "collecting" and self.opens_on <= on <= self.closes_on


__all__ = ["PublishedCampaign", "PublishedOpinion"]
