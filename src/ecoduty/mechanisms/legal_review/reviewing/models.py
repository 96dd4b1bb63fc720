"""A draft under review, its papers, and the opinions on it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ecoduty.mechanisms.legal_review.reviewing.states import Answer, Conclusion


class DraftReview(models.Model):
    """A draft that a body submits. The matter's title is its name, its holder who reviews; the drafting body takes part.

    `sort` is a code of the rulebook's. `text` is the draft as it stands in this round. `lead_said` as in the register of
    policy documents (clause 5.8). `registration` is the number of the unified register, once over all.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="draft_review")
    drafted_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    sort = models.CharField(max_length=40)
    grounds = models.TextField(blank=True)
    text = models.TextField()
    ecology = models.BooleanField()
    ecology_note = models.CharField(max_length=300, blank=True)
    lead_said = models.CharField(max_length=12, blank=True)
    lead = models.CharField(max_length=80, blank=True)
    duties = models.TextField(blank=True)
    comment_from = models.DateField(null=True)
    comment_to = models.DateField(null=True)
    comment_note = models.CharField(max_length=300, blank=True)
    round = models.IntegerField(default=1)
    conclusion = models.CharField(max_length=20, choices=Conclusion.choices, blank=True)
    conclusion_number = models.CharField(max_length=80, blank=True)
    concluded_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=80, blank=True)
    registration = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    address = models.URLField(max_length=500, blank=True)

    class Meta:
        db_table = "legal_draft_review"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registration"], condition=~Q(registration=""), name="legal_registered_once"
            ),
            models.CheckConstraint(
                condition=Q(comment_to=None) | Q(comment_from__lte=F("comment_to")), name="legal_comment_forward"
            ),
        ]


class Submitted(models.Model):
    """A paper that goes with the submission: what the rulebook's `required_papers` ask for."""

    draft = models.ForeignKey(DraftReview, models.PROTECT, related_name="papers")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "legal_submitted_paper"
        ordering: ClassVar = ["draft", "id"]


class Opinion(models.Model):
    """One opinion on one place of the draft, and what the drafting body did with it. Answered once."""

    draft = models.ForeignKey(DraftReview, models.PROTECT, related_name="opinions")
    round = models.IntegerField()
    place = models.CharField(max_length=100)
    text = models.TextField()
    basis = models.CharField(max_length=300, blank=True)
    sent = models.BooleanField(default=False)
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    why = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "legal_opinion"
        ordering: ClassVar = ["draft", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer="") | Q(answer="adopted") | ~Q(why=""), name="legal_opinion_answered_why"
            ),
        ]
