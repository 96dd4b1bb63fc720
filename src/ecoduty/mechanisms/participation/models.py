"""Campaigns, texts that opinions are collected on, opinions and the groups they were sorted into. No reporter is anywhere."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from ecoduty.mechanisms.participation.states import Verdict


class Campaign(models.Model):
    """A campaign. Who came is numbers: `took_part` on the spot, `reached` by media. `shown` while it is before the public."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="campaign")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.CharField(max_length=40)
    place = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    audience = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    took_part = models.PositiveIntegerField(null=True)
    reached = models.PositiveIntegerField(null=True)
    summary = models.TextField(blank=True)
    shown = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "participation_campaign"


class Opinion(models.Model):
    """A text that opinions are collected on. Days are whole days; `closes_on` is the last."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="opinion")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    background = models.TextField(blank=True)
    text = models.TextField()
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    short_reason = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    result = models.TextField(blank=True)
    published_on = models.DateField(null=True)

    class Meta:
        db_table = "participation_opinion"


class Group(models.Model):
    """Opinions of one kind, and how they were taken up."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="groups")
    name = models.CharField(max_length=120)
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "participation_group"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opinion", "name"], name="participation_group_once"),
            models.CheckConstraint(condition=Q(verdict="") | ~Q(answer=""), name="participation_verdict_says_why"),
        ]


class Comment(models.Model):
    """One opinion as it came. Set aside with a reason (no opinion at all, abuse, personal data), or in a group."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="comments")
    reference = models.CharField(max_length=20, unique=True)
    organisation = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    received_at = models.DateTimeField()
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="comments")
    aside = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "participation_comment"
        ordering: ClassVar = ["opinion", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(group=None) | Q(aside=""), name="participation_grouped_or_aside"),
        ]


__all__ = ["Campaign", "Comment", "Group", "Opinion"]
