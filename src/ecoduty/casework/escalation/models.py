"""Rungs that happened or wait, reminders sent by a person, and everybody's inbox."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ecoduty.casework.escalation.states import UNDECIDED, NoticeKind, Place, RungState


class Rung(models.Model):
    """One step of a deadline's ladder, once for each due day (`round` counts the moves of the due day).

    `at` is when it fired or was prepared. Outside rungs name the post that releases them: a role in a body, and by
    when it should; `recipients` are roles as the rulebook has them, resolved on the day of release.
    """

    deadline = models.ForeignKey("duties.Deadline", models.PROTECT, related_name="rungs", db_index=False)
    rung = models.CharField(max_length=80)
    round = models.IntegerField(default=0)
    label = models.CharField(max_length=120)
    place = models.CharField(max_length=8, choices=Place.choices)
    state = models.CharField(max_length=10, choices=RungState.choices)
    at = models.DateTimeField()
    recipients = ArrayField(models.CharField(max_length=80), default=list)
    paper = models.CharField(max_length=80, blank=True)
    release_body = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+", db_index=False)
    release_role = models.CharField(max_length=80, blank=True)
    release_due_at = models.DateTimeField(null=True)
    release_due_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_index=False)

    class Meta:
        db_table = "escalation_rung"
        constraints: ClassVar = [
            # Also read by the sweep: which rungs of these deadlines are done?
            models.UniqueConstraint(fields=["deadline", "rung", "round"], name="escalation_rung_once"),
            models.CheckConstraint(
                condition=Q(into=None) | Q(state=RungState.MERGED), name="escalation_rung_merged_into"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(RungState.FIRED, RungState.PREPARED, RungState.LAPSED))
                | Q(decided_at__isnull=False),
                name="escalation_rung_decided_when",
            ),
        ]
        indexes: ClassVar = [
            # read by queries.rungs_waiting: what stands on this post's 工作台
            models.Index(
                fields=["release_body", "release_role", "release_due_at"],
                name="escalation_rung_waiting",
                condition=Q(state=RungState.PREPARED),
            ),
            # read by the listener that lapses what no longer holds
            models.Index(fields=["deadline"], name="escalation_rung_undecided", condition=Q(state__in=UNDECIDED)),
        ]


class Urging(models.Model):
    """A reminder that a person sent (催办)."""

    append_only = True

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="urgings")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "escalation_urging"


class Notice(models.Model):
    """A line in an inbox: of a person, or of a vacant post, where whoever comes into office finds it.

    `once` keeps what may be said only once from being said twice.
    """

    person = models.ForeignKey("directory.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    post = models.ForeignKey("directory.Post", models.PROTECT, null=True, related_name="+", db_index=False)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+", db_index=False)
    deadline = models.ForeignKey("duties.Deadline", models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    statutory = models.BooleanField(default=False)
    once = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 -- absent is not the same as empty here
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "escalation_notice"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(post__isnull=False), name="escalation_notice_for_somebody"
            ),
        ]
        indexes: ClassVar = [
            # read by queries.notices_of: a person's inbox, newest first
            models.Index(fields=["person", "-id"], name="escalation_notice_person", condition=Q(person__isnull=False)),
            # … and what waits for a vacant post
            models.Index(fields=["post", "-id"], name="escalation_notice_post", condition=Q(person=None)),
            # read when a matter closes or changes hands: what is still asked about it
            models.Index(
                fields=["matter"],
                name="escalation_notice_asking",
                condition=Q(matter__isnull=False, read_at=None, cancelled_at=None),
            ),
            # read by queries.unread_count, on every page
            models.Index(
                fields=["person"], name="escalation_notice_unread", condition=Q(read_at=None, cancelled_at=None)
            ),
            # read by the listener that withdraws reminders of what is met or moved
            models.Index(
                fields=["deadline"],
                name="escalation_notice_pending",
                condition=Q(deadline__isnull=False, read_at=None, cancelled_at=None),
            ),
        ]
