"""What a joint meeting and its decisions have beside their matters."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class JointMeeting(models.Model):
    """A joint meeting (clause 20.3). The matter's holder is who called it, `recorded_by` who enters it.

    `planned_on` is the day announced, `held_on` the day it was. `notice` is the letter of a convener that works on paper.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="joint_meeting")
    recorded_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    planned_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    held_on = models.DateField(null=True)
    chair = models.CharField(max_length=120, blank=True)
    notice = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "enforcement_joint_meeting"
        indexes: ClassVar = [
            # read by the list and the page of meetings in order of their days
            models.Index(fields=["held_on"], name="enforcement_meeting_held")
        ]


class JointAgendaItem(models.Model):
    """One line of the agenda: what, and who presents it."""

    meeting = models.ForeignKey(JointMeeting, models.CASCADE, related_name="agenda")
    order = models.IntegerField()
    title = models.CharField(max_length=200)
    presenter = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "enforcement_joint_agenda"
        ordering: ClassVar = ["meeting", "order"]


class JointAttendance(models.Model):
    """A body that was asked to come; `attended` is unknown until it was held."""

    meeting = models.ForeignKey(JointMeeting, models.CASCADE, related_name="attendance")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    attended = models.BooleanField(null=True)

    class Meta:
        db_table = "enforcement_joint_attendance"
        ordering: ClassVar = ["meeting", "body__order", "body__key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "body"], name="enforcement_attendance_once")
        ]


class JointPaper(models.Model):
    """A document laid before a joint meeting."""

    append_only = True

    meeting = models.ForeignKey(JointMeeting, models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        db_table = "enforcement_joint_paper"
        ordering: ClassVar = ["meeting", "id"]


class JointDecision(models.Model):
    """What a joint meeting decided: a matter of its own, held by the body that sees to it, supervised by the convener.

    `due_on` is the day the meeting named. `returned` counts how often what was reported did not do.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="joint_decision")
    meeting = models.ForeignKey(JointMeeting, models.PROTECT, related_name="decisions")
    order = models.IntegerField()
    text = models.TextField()
    due_on = models.DateField()
    result = models.TextField(blank=True)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    opinion = models.CharField(max_length=500, blank=True)
    returned = models.IntegerField(default=0)

    class Meta:
        db_table = "enforcement_joint_decision"
        ordering: ClassVar = ["meeting", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "order"], name="enforcement_decision_order")
        ]


__all__ = ["JointAgendaItem", "JointAttendance", "JointDecision", "JointMeeting", "JointPaper"]
