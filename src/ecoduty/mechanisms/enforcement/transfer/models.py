"""What a criminal transfer has beside its matter: to whom it went, its letters, its rounds of supplement, how it ended."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.enforcement.transfer.states import CriminalOutcome, RoundSort


class CriminalTransfer(models.Model):
    """A case suspected of crime on its way to the police and back (clause 18.3). Its matter is always restricted.

    `case` is the administrative case it came from. `group` and `crime` are codes of the rulebook. `letter_number` is what every receipt has to name. `received_at` is the
    moment from which the police count. `outcome` stays empty until the criminal side has ended; `fine` and `set_off` are in yuan.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="criminal_transfer")
    case = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+")
    group = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    crime = models.CharField(max_length=60, blank=True)
    facts_found = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)
    letter_number = models.CharField(max_length=80, blank=True)
    police = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    elsewhere = models.CharField(max_length=80, blank=True)
    procuratorate = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    court = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    receipt_number = models.CharField(max_length=80, blank=True)
    filed_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=CriminalOutcome.choices, blank=True)
    fine = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    set_off = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    follows = models.TextField(blank=True)

    class Meta:
        db_table = "enforcement_transfer"


class TransferPaper(models.Model):
    """A paper of one leg: which act it is the paper of, whose, its number, and in a few words what it says."""

    transfer = models.ForeignKey(CriminalTransfer, models.PROTECT, related_name="papers")
    act = models.CharField(max_length=60)
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    number = models.CharField(max_length=80, blank=True)
    says = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "enforcement_transfer_paper"
        ordering: ClassVar = ["transfer", "id"]


class TransferRound(models.Model):
    """One round of supplement: the how many-eth of its sort, what was asked, what came, what could not come and why."""

    transfer = models.ForeignKey(CriminalTransfer, models.PROTECT, related_name="rounds")
    sort = models.CharField(max_length=20, choices=RoundSort.choices)
    number = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    wanted = models.TextField()
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    cannot = models.TextField(blank=True)

    class Meta:
        db_table = "enforcement_transfer_round"
        ordering: ClassVar = ["transfer", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transfer", "sort", "number"], name="enforcement_transfer_round_once"),
        ]


__all__ = ["CriminalTransfer", "TransferPaper", "TransferRound"]
