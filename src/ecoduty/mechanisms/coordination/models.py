"""What a request for cooperation has beside its matter: what is asked, what was answered, every talk, every rung's paper."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Cooperation(models.Model):
    """What a lead asks of one supporter (clause 7.2). The matter's holder is the supporter, its supervisor the lead.

    `points` are what an answer must cover, each a line of text. `reply_by` is the last day where the lead named an earlier
    one than the rulebook's.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="cooperation")
    lead = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    item = models.CharField(max_length=200)
    reason = models.TextField()
    points = models.JSONField(default=list)
    reply_by = models.DateField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=200, blank=True)
    returned = models.IntegerField(default=0)

    class Meta:
        db_table = "coordination_cooperation"

    def __str__(self) -> str:
        return self.item


class Answer(models.Model):
    """What the supporter answered; the last one counts, the others stay. `objects_to` says that it will not do it."""

    append_only = True

    cooperation = models.ForeignKey(Cooperation, models.PROTECT, related_name="answers")
    objects_to = models.BooleanField(default=False)
    text = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    class Meta:
        db_table = "coordination_answer"
        ordering: ClassVar = ["cooperation", "id"]


class Exchange(models.Model):
    """A talk, a coordination meeting or a conferral about it: when, who, with what result (clauses 7.2, 7.3)."""

    append_only = True

    cooperation = models.ForeignKey(Cooperation, models.PROTECT, related_name="exchanges")
    form = models.CharField(max_length=12)
    outcome = models.CharField(max_length=8, blank=True)
    held_on = models.DateField()
    attendees = models.CharField(max_length=600)
    result = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "coordination_exchange"
        ordering: ClassVar = ["cooperation", "held_on", "id"]


class Position(models.Model):
    """What one body held in a conferral (clause 7.2)."""

    append_only = True

    exchange = models.ForeignKey(Exchange, models.PROTECT, related_name="positions")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        db_table = "coordination_position"
        ordering: ClassVar = ["exchange", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exchange", "body"], name="coordination_position_once")
        ]


class Step(models.Model):
    """A rung that was released: its paper, and by when an answer to it is due (clauses 7.3, 7.4)."""

    append_only = True

    cooperation = models.ForeignKey(Cooperation, models.PROTECT, related_name="steps")
    rung = models.OneToOneField("escalation.Rung", models.PROTECT, related_name="+")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="+")
    answer_by = models.DateField(null=True)

    class Meta:
        db_table = "coordination_step"
        ordering: ClassVar = ["cooperation", "id"]


class Situation(models.Model):
    """A report of a major situation to party committee and government of the level (clause 8.4)."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="situation")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="+")
    known_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "coordination_situation"


class SituationInstruction(models.Model):
    """What a leader wrote on it, and the task it became; the words are the leader's, whoever entered them."""

    append_only = True

    situation = models.ForeignKey(Situation, models.PROTECT, related_name="instructions")
    leader = models.CharField(max_length=120)
    given_on = models.DateField()
    text = models.TextField()
    task = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+")
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "coordination_instruction"
        ordering: ClassVar = ["situation", "id"]


__all__ = ["Answer", "Cooperation", "Exchange", "Position", "Situation", "SituationInstruction", "Step"]
