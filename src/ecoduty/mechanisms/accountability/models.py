"""What a referral has beside its matter: rows of correspondence, persons concerned, the inventory, what became of it.

There is no narrative here by default (rulebook `restricted.register-only`): codes of the rulebook, days, numbers, digests.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from ecoduty.kernel.sealing.fields import SealedText
from ecoduty.mechanisms.accountability.omissions.models import Omission
from ecoduty.mechanisms.accountability.states import Exemption, Given


class Referral(models.Model):
    """A failure of duty that is, or is not, passed on to who judges it (clauses 15.1, 15.2). Its matter is always restricted.

    `source`, `outcome` and `not_referred_for` are codes of the rulebook. `about` is the number of the matter it was seen in, a
    word and no link, so that nothing leads from there to here. `looked_at` are the numbers of the findings about due diligence
    that were looked at. `narrative` is sealed and stays empty where only registered.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="referral")
    made_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    registered_by = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    established_on = models.DateField()
    source = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    destination = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    destination_reason = models.CharField(max_length=200, blank=True)
    exemption = models.CharField(max_length=12, choices=Exemption.choices, blank=True)
    exemption_basis = models.CharField(max_length=200, blank=True)
    looked_at = models.JSONField(default=list)
    reviewed_by = models.ForeignKey("directory.Person", models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    letter_number = models.CharField(max_length=80, blank=True)
    referred_on = models.DateField(null=True)
    receipt_number = models.CharField(max_length=80, blank=True)
    received_by = models.CharField(max_length=100, blank=True)
    received_on = models.DateField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    outcome_number = models.CharField(max_length=80, blank=True)
    outcome_on = models.DateField(null=True)
    not_referred_for = models.CharField(max_length=40, blank=True)
    not_referred_basis = models.CharField(max_length=200, blank=True)
    place = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    narrative = SealedText(bound_to="place", blank=True, default="")

    class Meta:
        db_table = "accountability_referral"


class Row(models.Model):
    """One line of the correspondence: this fact, against this duty, with this consequence (clause 15.5).

    `situation` and `consequence` are codes of the rulebook. A side may be empty while it is being put together, and stands
    alone then: so it is not referred. A row that was taken out keeps the moment.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="rows")
    situation = models.CharField(max_length=60, blank=True)
    duty = models.CharField(max_length=200, blank=True)
    consequence = models.CharField(max_length=60, blank=True)
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accountability_row"
        ordering: ClassVar = ["referral", "id"]


class Concerned(models.Model):
    """A person whom it concerns: the post always, the name sealed and masked. `rank` is a code of the rulebook."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="concerned")
    post = models.CharField(max_length=100)
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    rank = models.CharField(max_length=40)
    place = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = SealedText(bound_to="place", blank=True, default="")
    salt = SealedText(bound_to="place", blank=True, default="")
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accountability_concerned"
        ordering: ClassVar = ["referral", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="accountability_concerned_post", condition=~models.Q(post="")),
        ]


class Item(models.Model):
    """A piece of the inventory: its name, its digest (SM3, hexadecimal), how many pages. The piece itself is not kept."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="items")
    name = models.CharField(max_length=200)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField(null=True)
    pages = models.PositiveIntegerField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accountability_item"
        ordering: ClassVar = ["referral", "id"]


class Assistance(models.Model):
    """What one body is asked for while it is looked into (clause 15.4): a restricted matter of its own, known on its side to
    the persons named there. It does not say what it is asked for.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="assistance")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="assistance")
    asked_by = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    wanted = models.JSONField(default=list)
    given = models.CharField(max_length=12, choices=Given.choices, blank=True)
    list_number = models.CharField(max_length=80, blank=True)
    pieces = models.PositiveIntegerField(null=True)
    answered_on = models.DateField(null=True)
    returned = models.IntegerField(default=0)

    class Meta:
        db_table = "accountability_assistance"


__all__ = ["Assistance", "Concerned", "Item", "Omission", "Referral", "Row"]
