"""What a lead determination has beside its matter: what it is about, who said what, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ecoduty.casework.legal_basis.models import Citing
from ecoduty.mechanisms.lead_departments.states import Stage, Stance


class Determination(models.Model):
    """An item that nobody leads (clause 5.2). `field` is a code of the rulebook's fields; `words` are everyday words for it.

    `considered` are the rows of lists in force that resembled it when it was accepted, each as it was shown then: key,
    body, name, list, score; `not_covered` says why none of them covers it. `lead` is who was named last.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="lead_determination")
    item = models.CharField(max_length=200)
    field = models.CharField(max_length=40, blank=True)
    impact = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    words = ArrayField(models.CharField(max_length=60), default=list)
    raised_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    proposed = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    considered = models.JSONField(default=list)
    not_covered = models.TextField(blank=True)
    covered_by = models.JSONField(null=True)
    lead = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    returned = models.IntegerField(default=0)

    class Meta:
        db_table = "leads_determination"

    def __str__(self) -> str:
        return self.item


class Position(models.Model):
    """What a concerned department said in writing; the last one of a body counts, the others stay."""

    append_only = True

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="positions")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    stance = models.CharField(max_length=12, choices=Stance.choices)
    reason = models.TextField()
    basis = models.CharField(max_length=600)
    evidence = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=200)

    class Meta:
        db_table = "leads_position"
        ordering: ClassVar = ["determination", "id"]


class PositionBasis(Citing):
    """A provision that a position cites, as data; the position's own `basis` keeps the words."""

    append_only = True

    position = models.ForeignKey(Position, models.PROTECT, related_name="bases")
    order = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "leads_position_basis"
        ordering: ClassVar = ["position", "order"]


class Conferral(models.Model):
    """A meeting of the concerned departments: when, who, with what result."""

    append_only = True

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="conferrals")
    held_on = models.DateField()
    attendees = models.CharField(max_length=600)
    result = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "leads_conferral"
        ordering: ClassVar = ["determination", "held_on", "id"]


class Outcome(models.Model):
    """Who is to lead, as agreed, proposed or approved (clauses 5.3–5.5, 5.7); number and day of the paper that says so."""

    append_only = True

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="outcomes")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    lead = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    supporters = models.ManyToManyField("directory.Body", through="OutcomeSupporter", related_name="+")
    opinion = models.TextField(blank=True)
    authority = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "leads_outcome"
        ordering: ClassVar = ["determination", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(stage=Stage.APPROVED) | (~Q(number="") & ~Q(authority="") & Q(file__isnull=False)),
                name="leads_approval_has_number_and_scan",
            ),
        ]


class OutcomeSupporter(models.Model):
    """A body that supports the lead."""

    append_only = True

    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="parts")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")

    class Meta:
        db_table = "leads_outcome_supporter"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["outcome", "body"], name="leads_outcome_supporter_once"),
        ]


__all__ = ["Conferral", "Determination", "Outcome", "OutcomeSupporter", "Position", "PositionBasis"]
