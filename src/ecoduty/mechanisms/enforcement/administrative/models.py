"""What an administrative case has beside its matter. Money is in yuan; days are local dates, moments carry a zone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from ecoduty.mechanisms.enforcement.administrative.states import (
    Annulment,
    Choice,
    Correction,
    Excluded,
    Handling,
    Heard,
    Outcome,
    Sort,
    Way,
)

LABEL = "enforcement"


def _money() -> Any:
    return models.DecimalField(max_digits=14, decimal_places=2, null=True)


class AdministrativeCase(models.Model):
    """A case of an unlawful act (clause 18.1). Its matter is always restricted.

    `group` is a group of offences, `source`, `ended_for` are codes of the rulebook. `found_on` is the day of discovery, from
    which the limit of filing counts. `about` is the number of the clue. `state_before` is where it stood when it went to the
    police. `ended_for` says why it was not filed, revoked or how it was closed.
    """

    matter = models.OneToOneField(
        "matters.Matter", models.PROTECT, primary_key=True, related_name="administrative_case"
    )
    group = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    found_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    case_number = models.CharField(max_length=80, blank=True)
    filed_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=200, blank=True)
    notice_number = models.CharField(max_length=80, blank=True)
    notice_served_at = models.DateTimeField(null=True)
    statement_until = models.DateField(null=True)
    heard = models.CharField(max_length=12, choices=Heard.choices, blank=True)
    hearing_requested_at = models.DateTimeField(null=True)
    hearing_on = models.DateField(null=True)
    hearing_held_at = models.DateTimeField(null=True)
    discussed_on = models.DateField(null=True)
    discussion = models.CharField(max_length=200, blank=True)
    state_before = models.CharField(max_length=60, blank=True)
    transfer_number = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    outcome_number = models.CharField(max_length=80, blank=True)
    criminal_fine = _money()
    ended_for = models.CharField(max_length=40, blank=True)
    ended_text = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = LABEL
        db_table = "enforcement_administrative_case"


class LegalReview(models.Model):
    """One round of legal review: who put it forward, who looked at it, what came of it. `ground` is a code of the rulebook."""

    case = models.ForeignKey(AdministrativeCase, models.PROTECT, related_name="reviews")
    ground = models.CharField(max_length=40)
    proposal = models.CharField(max_length=1000)
    submitted_by = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    reviewed_by = models.ForeignKey("directory.Person", models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    passed = models.BooleanField(null=True)
    opinion = models.CharField(max_length=1000, blank=True)

    class Meta:
        app_label = LABEL
        db_table = "enforcement_legal_review"
        ordering: ClassVar = ["case", "id"]


class PenaltyDecision(models.Model):
    """The decision, its service, its publication and what is owed by it. `kinds` are codes of the rulebook; none: no penalty.

    `pay_by` is the last day of paying, moved where deferral was granted. `page_sm3` is the digest of the page that was seen.
    """

    case = models.OneToOneField(AdministrativeCase, models.PROTECT, primary_key=True, related_name="decision")
    number = models.CharField(max_length=80)
    kinds = models.JSONField(default=list)
    fine = _money()
    confiscated = _money()
    text = models.CharField(max_length=1000)
    decided_at = models.DateTimeField()
    served_at = models.DateTimeField(null=True)
    served_by = models.CharField(max_length=16, choices=Way.choices, blank=True)
    pay_by = models.DateField(null=True)
    page_url = models.CharField(max_length=1000, blank=True)
    page_sm3 = models.CharField(max_length=64, blank=True)
    published_on = models.DateField(null=True)
    unpublished_for = models.CharField(max_length=300, blank=True)
    withdrawn_on = models.DateField(null=True)
    annulment = models.CharField(max_length=12, choices=Annulment.choices, blank=True)
    annulment_number = models.CharField(max_length=80, blank=True)
    annulled_on = models.DateField(null=True)

    class Meta:
        app_label = LABEL
        db_table = "enforcement_penalty_decision"


class CoerciveMeasure(models.Model):
    """Evidence preserved, or goods and places seized. At most one of each sort stands at a time, since each sort has one clock."""

    case = models.ForeignKey(AdministrativeCase, models.PROTECT, related_name="measures")
    sort = models.CharField(max_length=16, choices=Sort.choices)
    what = models.CharField(max_length=500)
    place = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    imposed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    until = models.DateField()
    handling = models.CharField(max_length=16, choices=Handling.choices, blank=True)
    handled_at = models.DateTimeField(null=True)
    handling_text = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = LABEL
        db_table = "enforcement_coercive_measure"
        ordering: ClassVar = ["case", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "sort"], condition=models.Q(handled_at=None), name="enforcement_one_standing_measure"
            )
        ]


class ExcludedPeriod(models.Model):
    """Time that does not count towards the decision: from the day it began to the day before it ended."""

    case = models.ForeignKey(AdministrativeCase, models.PROTECT, related_name="excluded")
    reason = models.CharField(max_length=16, choices=Excluded.choices)
    note = models.CharField(max_length=200)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = LABEL
        db_table = "enforcement_excluded_period"
        ordering: ClassVar = ["case", "began_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "reason"], condition=models.Q(ended_at=None), name="enforcement_one_open_exclusion"
            )
        ]


class Payment(models.Model):
    """Money that came in, of the fine (`extra`: of the extra fine), on a day."""

    case = models.ForeignKey(AdministrativeCase, models.PROTECT, related_name="payments")
    paid_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    extra = models.BooleanField(default=False)
    voucher = models.CharField(max_length=100)

    class Meta:
        app_label = LABEL
        db_table = "enforcement_payment"
        ordering: ClassVar = ["case", "paid_on", "id"]


class CorrectionOrder(models.Model):
    """An order to correct, served on a day, and what each covert review after it found (daily penalty)."""

    case = models.ForeignKey(AdministrativeCase, models.PROTECT, related_name="orders")
    number = models.CharField(max_length=80)
    demand = models.CharField(max_length=500)
    served_at = models.DateTimeField()
    daily = models.BooleanField(default=False)
    reviewed_on = models.DateField(null=True)
    found = models.CharField(max_length=12, choices=Correction.choices, blank=True)
    found_text = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = LABEL
        db_table = "enforcement_correction_order"
        ordering: ClassVar = ["case", "id"]


class ElementFinding(models.Model):
    """What was measured, which elements of a crime that meets, and what a person decided (不得以罚代移).

    `measured` are facts and values as text, `met` keys of the rulebook, `otherwise` an element that the rulebook lacks, in
    words with its provision. `red_since` is the day from which it was red; `shown_on` the day the procuratorate could see it.
    """

    case = models.OneToOneField(AdministrativeCase, models.PROTECT, primary_key=True, related_name="finding")
    measured = models.JSONField(default=dict)
    met = models.JSONField(default=list)
    otherwise = models.CharField(max_length=300, blank=True)
    met_at = models.DateTimeField(null=True)
    choice = models.CharField(max_length=12, choices=Choice.choices, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    chosen_by = models.CharField(max_length=120, blank=True)
    chosen_at = models.DateTimeField(null=True)
    red_since = models.DateField(null=True)
    shown_on = models.DateField(null=True)

    class Meta:
        app_label = LABEL
        db_table = "enforcement_element_finding"


__all__ = [
    "AdministrativeCase", "CoerciveMeasure", "CorrectionOrder", "ElementFinding", "ExcludedPeriod", "LegalReview", "Payment", "PenaltyDecision",
]  # fmt: skip
