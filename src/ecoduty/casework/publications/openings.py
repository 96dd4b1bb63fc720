"""Facilities that open their doors to the public, and when: as the portal reads it (clause 24.4)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

# Kinds of visitors: what a group names itself as, and what is counted after a visit.
VISITORS = {
    "deputies": "人大代表、政协委员", "students": "学生", "residents": "社区居民", "organisations": "社会组织",
    "employees": "企业员工", "others": "其他",
}  # fmt: skip


class PublishedFacility(models.Model):
    """One facility as it stands now. `state` is open, suspended or withdrawn, `reason` says why it is not open."""

    portal_may = "select"

    public_id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=40)
    kind_label = models.CharField(max_length=80)
    kind_order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=120)
    operator = models.CharField(max_length=120)
    body_key = models.CharField(max_length=80)
    body_short_name = models.CharField(max_length=60)
    district_name = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200)
    route = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    languages = models.CharField(max_length=100, blank=True)
    about = models.TextField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=20)
    state_label = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    last_opened_on = models.DateField(null=True)
    sample = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "publications_published_facility"

    def __str__(self) -> str:
        return self.name


class PublishedSession(models.Model):
    """One opening: when, where, for how many, and how many seats are given away. `visitors` once it was held."""

    portal_may = "select"

    public_id = models.UUIDField(primary_key=True)
    facility = models.ForeignKey(PublishedFacility, models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    route = models.TextField(blank=True)
    requirements = models.TextField(blank=True)
    languages = models.CharField(max_length=100, blank=True)
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    waiting_limit = models.PositiveIntegerField(default=0)
    own_seats = models.PositiveIntegerField()
    books_until = models.DateTimeField()
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=300, blank=True)
    visitors = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "publications_published_session"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="publications_session_has_seats"),
        ]
        indexes: ClassVar = [
            # read by the portal's calendar: what comes, what was
            models.Index(fields=["starts_at"], name="publications_session_when"),
        ]

    @property
    def left(self) -> int:
        """Seats still to be had."""
        return self.capacity - self.taken

    def books(self, at: datetime) -> bool:
        """Whether it can still be booked at a moment."""
        return self.state == "scheduled" and at <= self.books_until


__all__ = ["PublishedFacility", "PublishedSession"]
