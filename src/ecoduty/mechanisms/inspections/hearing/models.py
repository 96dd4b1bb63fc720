"""What was said before a problem was fixed. Nothing here is ever overwritten: an objection stays with the problem."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.casework.legal_basis.models import Citing
from ecoduty.mechanisms.inspections.hearing.states import Said


class Statement(models.Model):
    """What the inspected body said to what was found, or that it said nothing in time (clause 14.2)."""

    append_only = True

    problem = models.ForeignKey("inspections.Problem", models.PROTECT, related_name="statements")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    said = models.CharField(max_length=8, choices=Said.choices)
    text = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_statement"
        ordering: ClassVar = ["problem", "id"]


class Conferral(models.Model):
    """Departments conferred about a problem: when, who, with what result (clause 14.2)."""

    append_only = True

    problem = models.ForeignKey("inspections.Problem", models.PROTECT, related_name="conferrals")
    held_on = models.DateField()
    attendees = models.CharField(max_length=600)
    result = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_conferral"
        ordering: ClassVar = ["problem", "held_on", "id"]


class ConferralPosition(models.Model):
    """What one body held in a conferral about a problem."""

    append_only = True

    conferral = models.ForeignKey(Conferral, models.PROTECT, related_name="positions")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        db_table = "inspections_position"
        ordering: ClassVar = ["conferral", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conferral", "body"], name="inspections_position_once")
        ]


class Determination(models.Model):
    """What the problem was found to be, how it is to be handled, and on which duty it bears (clauses 9.3, 14.2).

    `waived` is why nobody was conferred with; empty where somebody was. `duty` is the key of a row of a responsibility
    list, `duty_name` its name as it stood that day.
    """

    append_only = True

    problem = models.ForeignKey("inspections.Problem", models.PROTECT, related_name="determinations")
    finding = models.TextField()
    handling = models.TextField()
    on_objection = models.TextField(blank=True)
    waived = models.CharField(max_length=500, blank=True)
    duty = models.UUIDField(null=True)
    duty_name = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "inspections_determination"
        ordering: ClassVar = ["problem", "id"]


class HandlingBasis(Citing):
    """A provision on which a handling opinion rests (clause 9.3)."""

    append_only = True

    determination = models.ForeignKey(Determination, models.PROTECT, related_name="bases")
    order = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "inspections_handling_basis"
        ordering: ClassVar = ["determination", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["determination", "order"], name="inspections_basis_once")
        ]


__all__ = ["Conferral", "ConferralPosition", "Determination", "HandlingBasis", "Statement"]
