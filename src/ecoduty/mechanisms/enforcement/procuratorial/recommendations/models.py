"""What a recommendation has beside its matter: its demands, what was done about each, the replies and what was found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.enforcement.procuratorial.recommendations.states import Progress, Verdict


class ProcuratorialRecommendation(models.Model):
    """A recommendation (clause 21.1). The matter's holder is the body it is addressed to.

    `received_on` is the day from which the reply counts. `urgent` where the damage goes on spreading: then fifteen days.
    `on_paper` where it came on paper and the body entered it: only then does the body enter the procuratorate's further acts.
    `case` is the public interest case in which it was made, None for one on its own.
    """

    matter = models.OneToOneField(
        "matters.Matter", models.PROTECT, primary_key=True, related_name="procuratorial_recommendation"
    )
    procuratorate = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    case = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=80)
    issued_on = models.DateField()
    urgent = models.BooleanField(default=False)
    on_paper = models.BooleanField(default=False, db_default=False)
    findings = models.TextField()
    letter = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    received_on = models.DateField(null=True)
    supplement_by = models.DateField(null=True)
    court = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    sued_on = models.DateField(null=True)

    class Meta:
        db_table = "enforcement_recommendation"


class RecommendedDemand(models.Model):
    """One thing that is recommended."""

    recommendation = models.ForeignKey(ProcuratorialRecommendation, models.PROTECT, related_name="demands")
    order = models.IntegerField()
    text = models.CharField(max_length=500)

    class Meta:
        db_table = "enforcement_recommended_demand"
        ordering: ClassVar = ["recommendation", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recommendation", "order"], name="enforcement_demand_order")
        ]


class RecommendedMeasure(models.Model):
    """What was done about a demand, with what shows it. One taken out keeps the moment."""

    demand = models.ForeignKey(RecommendedDemand, models.PROTECT, related_name="measures")
    text = models.CharField(max_length=1000)
    progress = models.CharField(max_length=12, choices=Progress.choices)
    on = models.DateField()
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    evidence_note = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "enforcement_recommended_measure"
        ordering: ClassVar = ["demand", "id"]


class RecommendationReply(models.Model):
    """One written reply and what the procuratorate found in it."""

    recommendation = models.ForeignKey(ProcuratorialRecommendation, models.PROTECT, related_name="replies")
    number = models.CharField(max_length=80)
    replied_at = models.DateTimeField()
    letter = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    summary = models.TextField(blank=True)
    on_paper = models.BooleanField(default=False)
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True)
    opinion = models.TextField(blank=True)
    judged_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "enforcement_recommendation_reply"
        ordering: ClassVar = ["recommendation", "id"]


class RecommendationLookBack(models.Model):
    """What was found when the procuratorate came back."""

    append_only = True

    recommendation = models.ForeignKey(ProcuratorialRecommendation, models.PROTECT, related_name="look_backs")
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    found = models.TextField()
    looked_at = models.DateTimeField()

    class Meta:
        db_table = "enforcement_recommendation_look_back"
        ordering: ClassVar = ["recommendation", "id"]


__all__ = [
    "ProcuratorialRecommendation", "RecommendationLookBack", "RecommendationReply", "RecommendedDemand", "RecommendedMeasure",
]  # fmt: skip
