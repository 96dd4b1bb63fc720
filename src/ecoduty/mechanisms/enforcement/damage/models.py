"""What a case of eco-damage compensation has beside its matter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.enforcement.damage.states import Finding, Judged, Reached, Way


class EcoDamage(models.Model):
    """A claim for damage done to the environment. Its matter is always restricted; who is liable stands with the persons concerned.

    Money in yuan. `source`, `not_started_for`, `failed_for`, `agreed_way`, `major` and `evaluation_waived_for` are codes of
    the rulebook. `restore_by` is the day named by agreement or judgment. `shown_at` is when the procuratorate was let in
    because nobody negotiates or sues (code art. 1073), `shown_for` why.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="eco_damage")
    source = models.CharField(max_length=40)
    source_note = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200)
    what = models.TextField()
    received_on = models.DateField()
    known_on = models.DateField()
    finding = models.CharField(max_length=12, choices=Finding.choices, blank=True)
    checked_on = models.DateField(null=True)
    check_text = models.TextField(blank=True)
    estimate = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    not_started_for = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    institution = models.CharField(max_length=120, blank=True)
    commissioned_on = models.DateField(null=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    assessment_number = models.CharField(max_length=80, blank=True)
    assessed_on = models.DateField(null=True)
    notice_number = models.CharField(max_length=80, blank=True)
    negotiation_from = models.DateField(null=True)
    failed_for = models.CharField(max_length=40, blank=True)
    failed_on = models.DateField(null=True)
    agreement_number = models.CharField(max_length=80, blank=True)
    agreed_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    agreed_way = models.CharField(max_length=40, blank=True)
    agreed_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    restore_by = models.DateField(null=True)
    announced_on = models.DateField(null=True)
    confirmation_number = models.CharField(max_length=80, blank=True)
    confirmed_on = models.DateField(null=True)
    judged = models.CharField(max_length=12, choices=Judged.choices, blank=True)
    judgment_number = models.CharField(max_length=80, blank=True)
    restored_on = models.DateField(null=True)
    reached = models.CharField(max_length=4, choices=Reached.choices, blank=True)
    evaluated_by = models.CharField(max_length=120, blank=True)
    evaluated_on = models.DateField(null=True)
    evaluation_waived_for = models.CharField(max_length=40, blank=True)
    evaluation_text = models.TextField(blank=True)
    major = models.CharField(max_length=40, blank=True)
    major_number = models.CharField(max_length=80, blank=True)
    major_reported_on = models.DateField(null=True)
    shown_at = models.DateTimeField(null=True)
    shown_for = models.CharField(max_length=40, blank=True)
    closed_note = models.TextField(blank=True)

    class Meta:
        db_table = "enforcement_eco_damage"


class NegotiationMeeting(models.Model):
    """One meeting of the negotiation. `extra_reason` says why there is one more than the rulebook's number."""

    damage = models.ForeignKey(EcoDamage, models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    attended = models.CharField(max_length=300)
    result = models.TextField()
    extra_reason = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "enforcement_negotiation_meeting"
        ordering: ClassVar = ["damage", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["damage", "number"], name="enforcement_negotiation_meeting_once"),
        ]


class DamagePerformance(models.Model):
    """What was paid or restored on a day. Money in yuan."""

    damage = models.ForeignKey(EcoDamage, models.PROTECT, related_name="performances")
    on = models.DateField()
    paid = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    text = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "enforcement_damage_performance"
        ordering: ClassVar = ["damage", "on", "id"]


class DamageIntervention(models.Model):
    """What the procuratorate made of it (`sort`: code of the rulebook)."""

    damage = models.ForeignKey(EcoDamage, models.PROTECT, related_name="interventions")
    sort = models.CharField(max_length=40)
    number = models.CharField(max_length=80, blank=True)
    on = models.DateField()
    text = models.TextField(blank=True)

    class Meta:
        db_table = "enforcement_damage_intervention"
        ordering: ClassVar = ["damage", "id"]


__all__ = ["DamageIntervention", "DamagePerformance", "EcoDamage", "NegotiationMeeting"]
