"""Whom a case is about."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from ecoduty.kernel.sealing.fields import SealedText
from ecoduty.mechanisms.enforcement.concerned.states import Part, Sort


class Concerned(models.Model):
    """A person or an enterprise that a case is about.

    Of a person name and identity number are sealed; an enterprise's name and credit code are no personal data and stand
    open, for whoever is named in the case. One that was taken out keeps the moment, and its sealed values go.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="concerned")
    sort = models.CharField(max_length=12, choices=Sort.choices)
    part = models.CharField(max_length=12, choices=Part.choices)
    enterprise = models.CharField(max_length=200, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    place = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = SealedText(bound_to="place", blank=True, default="")
    identity_number = SealedText(bound_to="place", blank=True, default="")
    salt = SealedText(bound_to="place", blank=True, default="")
    added_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "enforcement_concerned"
        ordering: ClassVar = ["matter", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="enforcement_concerned_named",
                condition=models.Q(sort="enterprise", enterprise__gt="") | models.Q(sort="person", enterprise=""),
            ),
        ]
