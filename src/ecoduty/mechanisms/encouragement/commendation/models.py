"""A commendation beside its matter: whom for what, the days before the public, objections, the decision."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Commendation(models.Model):
    """One nomination (clause 16.3). The matter's holder is the committee office that reviews it, its supervisor the proposer.

    `body` is who is commended, or the body of the person who is: then `person_name` and `post_title` are said, and `person`
    where the directory knows him. `notice_until` is the last day before the public; an objection can still come on it.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="commendation")
    award = models.CharField(max_length=40)
    year = models.IntegerField()
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    person = models.ForeignKey("directory.Person", models.PROTECT, null=True, related_name="+")
    person_name = models.CharField(max_length=60, blank=True)
    post_title = models.CharField(max_length=60, blank=True)
    deeds = models.TextField()
    again = models.CharField(max_length=300, blank=True)
    proposer = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    proposed_account = models.BigIntegerField(null=True)
    opinion = models.TextField(blank=True)
    reviewed_by = models.CharField(max_length=200, blank=True)
    public_text = models.TextField(blank=True)
    contact = models.CharField(max_length=300, blank=True)
    notice_from = models.DateField(null=True)
    notice_until = models.DateField(null=True)
    notice_words = models.CharField(max_length=60, blank=True)
    decided_by = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    number = models.CharField(max_length=80, blank=True)
    decision_note = models.TextField(blank=True)

    class Meta:
        db_table = "encouragement_commendation"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person_name="") | ~Q(post_title=""), name="encouragement_person_has_post"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("body")), name="encouragement_not_over_itself"
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(decided_on__gt=F("notice_until")),
                name="encouragement_decided_after_notice",
            ),
        ]
        indexes: ClassVar = [
            # read when somebody is nominated, and by who was commended
            models.Index(fields=["body", "year"], name="encouragement_commended"),
        ]

    def __str__(self) -> str:
        return f"{self.body.short_name} {self.year}"

    @property
    def whom(self) -> str:
        """The person with post, or the body."""
        return (
            f"{self.body.short_name}{self.post_title}{self.person_name}" if self.person_name else self.body.short_name
        )


class Objection(models.Model):
    """What somebody said against a commendation while it was before the public, and what was found."""

    commendation = models.ForeignKey(Commendation, models.PROTECT, related_name="objections")
    order = models.IntegerField()
    received_on = models.DateField()
    channel = models.CharField(max_length=60)
    named = models.BooleanField()
    text = models.TextField()
    upheld = models.BooleanField(null=True)
    finding = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "encouragement_objection"
        ordering: ClassVar = ["commendation", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commendation", "order"], name="encouragement_objection_order"),
            models.CheckConstraint(
                condition=Q(upheld=None) | (~Q(finding="") & Q(settled_at__isnull=False)),
                name="encouragement_settled_says_why",
            ),
        ]


__all__ = ["Commendation", "Objection"]
