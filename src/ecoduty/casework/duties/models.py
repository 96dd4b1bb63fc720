"""Instances of recurring duties, deadlines, and every change of a due day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ecoduty.casework.duties.states import OPEN, TICKING, ChangeKind, DeadlineState


class DutyInstance(models.Model):
    """A recurring duty of one body for one period. The row is taken before the matter is opened, so that of two
    workers only one opens it.
    """

    duty = models.CharField(max_length=80)
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="duty_instances")
    period = models.CharField(max_length=20)
    matter = models.OneToOneField("matters.Matter", models.PROTECT, null=True, related_name="duty_instance")
    rulebook = models.CharField(max_length=64)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "duties_instance"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["duty", "body", "period"], name="duties_instance_once"),
        ]


class Deadline(models.Model):
    """One time limit of one matter, computed once from the rulebook and the calendar of that day.

    `key` is the word of the act table, `rule` the rulebook's (`limit`, `limit/alternative` or a recurring duty).
    `due_on` is the last day in time; null for limits in hours, whose `due_at` is the last instant in time. Otherwise
    `due_at` is the moment lateness begins: 00:00 of the day after. `started_at` and `met_at` are legal time.
    `late` says that it was met late, `missed_at` since when it is, or was, late: both for ever. `resumes` is the rung of
    the ladder that was reached before this deadline began: it goes on from the next.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="deadlines")
    holder = models.ForeignKey("directory.Body", models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    rule = models.CharField(max_length=200)
    label = models.CharField(max_length=120)
    clause = models.CharField(max_length=8, blank=True)
    basis = models.JSONField()
    rulebook = models.CharField(max_length=64)
    unit_text = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=DeadlineState.choices, default=DeadlineState.RUNNING)
    started_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    suspended_at = models.DateTimeField(null=True)
    exclusions = models.JSONField(default=list)
    explanation = models.JSONField(default=list)
    provisional = models.BooleanField(default=False)
    calendar_bound = models.BooleanField()
    edition = models.CharField(max_length=16)
    review = models.CharField(max_length=200, blank=True)
    ladder = models.CharField(max_length=80, blank=True)
    ladder_from = models.DateTimeField()
    resumes = models.CharField(max_length=80, blank=True, default="", db_default="")
    round = models.IntegerField(default=0)
    next_rung_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "duties_deadline"
        constraints: ClassVar = [
            # A limit that already runs is not started anew: starting it twice never lengthens it.
            models.UniqueConstraint(
                fields=["matter", "key"], condition=Q(state__in=OPEN), name="duties_deadline_open_once"
            ),
            models.CheckConstraint(
                condition=Q(next_rung_at=None) | Q(state__in=TICKING), name="duties_deadline_only_ticking_fires"
            ),
            models.CheckConstraint(
                condition=(Q(state=DeadlineState.MET) & Q(met_at__isnull=False))
                | (~Q(state=DeadlineState.MET) & Q(met_at=None)),
                name="duties_deadline_met_when",
            ),
            models.CheckConstraint(
                condition=Q(state=DeadlineState.MISSED, missed_at__isnull=False) | ~Q(state=DeadlineState.MISSED),
                name="duties_deadline_missed_when",
            ),
        ]
        indexes: ClassVar = [
            # read by escalation.sweep: what is due and not yet acted on, oldest first
            models.Index(
                fields=["next_rung_at"], name="duties_deadline_sweep", condition=Q(next_rung_at__isnull=False)
            ),
            # read by recomputation: what was computed with another calendar
            models.Index(
                fields=["edition", "id"],
                name="duties_deadline_calendar",
                condition=Q(calendar_bound=True, state__in=OPEN),
            ),
            # read by queries.to_review: due days that a person has to look at
            models.Index(fields=["holder", "id"], name="duties_deadline_review", condition=~Q(review="")),
        ]


class Change(models.Model):
    """A change of a due day, with who decided it on what ground. Stays visible for ever."""

    append_only = True

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    old_due_on = models.DateField(null=True)
    old_due_at = models.DateTimeField()
    new_due_on = models.DateField(null=True)
    new_due_at = models.DateTimeField()
    reason = models.TextField()
    authority = models.CharField(max_length=200)
    actor_title = models.CharField(max_length=200)

    class Meta:
        db_table = "duties_change"
