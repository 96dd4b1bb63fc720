"""A policy document of a body: what it is, from when until when it holds, who leads what it asks for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class PolicyDocument(models.Model):
    """One document. The matter's title is its name, the matter's holder the body that made it or goes on with it.

    `valid_until` is the last day it holds, null where it has none. `sort` is a code of the rulebook's. `ecology` says
    whether it touches ecology (null before it is issued), `lead_said` one of `states.Lead`.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="policy_document")
    sort = models.CharField(max_length=40)
    grounds = models.TextField(blank=True)
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    ecology = models.BooleanField(null=True)
    ecology_note = models.CharField(max_length=300, blank=True)
    lead_said = models.CharField(max_length=12, blank=True)
    lead = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    duties = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")
    repealed_on = models.DateField(null=True)

    class Meta:
        db_table = "policy_document"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(replaced_by=F("matter")), name="policy_not_its_own_successor"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from__lte=F("valid_until")), name="policy_valid_forward"
            ),
            models.CheckConstraint(
                condition=~Q(ecology=True)
                | Q(lead_said="named", lead__isnull=False)
                | ~Q(duties="") & Q(lead_said="not_needed"),
                name="policy_lead_settled",
            ),
        ]
        indexes: ClassVar = [
            # read by the register: what ends soon
            models.Index(fields=["valid_until"], name="policy_ends", condition=Q(valid_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number or self.sort


class Edition(models.Model):
    """What a document was before it was revised, extended or its lead settled anew."""

    append_only = True

    document = models.ForeignKey(PolicyDocument, models.PROTECT, related_name="editions")
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    lead = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    until = models.DateTimeField()
    by = models.CharField(max_length=200)
    why = models.CharField(max_length=500)

    class Meta:
        db_table = "policy_edition"
        ordering: ClassVar = ["document", "id"]


__all__ = ["Edition", "PolicyDocument"]
