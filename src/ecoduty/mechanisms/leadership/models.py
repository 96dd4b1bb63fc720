"""What a meeting and a topic have beside their matter: agenda, papers, who heard what, decisions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Meeting(models.Model):
    """A meeting that deals with ecology (clauses 10.1, 13.1). The matter's holder is who records it; `held_by` whose meeting it is.

    `kind` is a code of the rulebook's `leadership.meeting-kinds`. `planned_on` is the day announced, `held_on` the day it was.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="meeting")
    kind = models.CharField(max_length=40)
    held_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    planned_on = models.DateField()
    held_on = models.DateField(null=True)
    place = models.CharField(max_length=120, blank=True)
    presided = models.CharField(max_length=12, blank=True)
    chair = models.CharField(max_length=120, blank=True)
    attendees = models.TextField(blank=True)
    minutes_number = models.CharField(max_length=60, blank=True)
    minutes_on = models.DateField(null=True)
    minutes_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "leadership_meeting"
        indexes: ClassVar = [models.Index(fields=["held_on", "kind"], name="leadership_meeting_held")]

    def __str__(self) -> str:
        return f"{self.held_by.short_name} {self.held_on or self.planned_on}"


class Topic(models.Model):
    """What a department puts before a meeting (clause 10.4). The matter's holder is the committee office, its supervisor the proposer.

    `forum` is the kind of meeting asked for; `meeting` the one on whose agenda it stands, `outcome` what that decided.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="topic")
    proposer = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    forum = models.CharField(max_length=40)
    reason = models.TextField()
    question = models.TextField()
    urgent = models.BooleanField(default=False)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="topics")
    outcome = models.TextField(blank=True)

    class Meta:
        db_table = "leadership_topic"

    def __str__(self) -> str:
        return self.question


class AgendaItem(models.Model):
    """One line of an agenda: what, and who presents it. A `topic` came by its own road (clause 10.4)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    order = models.IntegerField()
    title = models.CharField(max_length=200)
    presenter = models.CharField(max_length=120, blank=True)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="items")

    class Meta:
        db_table = "leadership_agenda_item"
        ordering: ClassVar = ["meeting", "order", "id"]

    def __str__(self) -> str:
        return self.title


class MeetingPaper(models.Model):
    """A document laid before a meeting."""

    append_only = True

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        db_table = "leadership_meeting_paper"
        ordering: ClassVar = ["meeting", "id"]


class Hearing(models.Model):
    """A leader reported to a meeting on the work of one body of his portfolio (clause 13.1).

    `leader` is the post, `person` who held it that day. A row entered by mistake is struck with its reason, never removed.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="hearings")
    leader = models.ForeignKey("directory.Post", models.PROTECT, related_name="+")
    person = models.CharField(max_length=60, blank=True)
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    gist = models.TextField()
    struck = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "leadership_hearing"
        ordering: ClassVar = ["meeting", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "leader", "body"], condition=models.Q(struck=""), name="leadership_hearing_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["leader", "body"], name="leadership_hearing_pair")]


class Decision(models.Model):
    """What a meeting decided. It became a task, or `no_task` says why it needs none."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    order = models.IntegerField()
    text = models.TextField()
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="decisions")
    task = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+")
    no_task = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "leadership_decision"
        ordering: ClassVar = ["meeting", "order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "order"], name="leadership_decision_order")]

    def __str__(self) -> str:
        return self.text


class SiteVisit(models.Model):
    """A leader on the spot (clause 13.2). The matter's holder is who records it, `of_body` whose leader it was.

    `leader` is his post where the directory has it, `leader_title` and `leader_name` what he was on that day.
    `longitude` and `latitude` are degrees of WGS 84.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="site_visit")
    of_body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    leader = models.ForeignKey("directory.Post", models.PROTECT, null=True, related_name="+")
    leader_title = models.CharField(max_length=60)
    leader_name = models.CharField(max_length=60, blank=True)
    visited_on = models.DateField()
    district = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=300, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    seen = models.TextField()
    asked = models.TextField(blank=True)
    finish_note = models.TextField(blank=True)

    class Meta:
        db_table = "leadership_site_visit"
        indexes: ClassVar = [models.Index(fields=["visited_on"], name="leadership_visit_day")]

    def __str__(self) -> str:
        return f"{self.leader_title} {self.visited_on}"


class VisitParticipant(models.Model):
    """Who took part in a visit: body and post where the directory knows them, and the words that were entered."""

    visit = models.ForeignKey(SiteVisit, models.PROTECT, related_name="participants")
    order = models.IntegerField()
    body = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("directory.Post", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "leadership_visit_participant"
        ordering: ClassVar = ["visit", "order"]


__all__ = ["AgendaItem", "Decision", "Hearing", "Meeting", "MeetingPaper", "SiteVisit", "Topic", "VisitParticipant"]
