"""What an entry has beside its matter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ecoduty.mechanisms.enforcement.sharing.registry import GROUP_WORDS


class SharedDecision(models.Model):
    """A decision in a case that its office has to enter on the sharing platform, or tell by letter where that is not there.

    `act` and `label` are code and word of the act by which it was taken, `decided_at` its legal time. `platform_number` is the
    number that the platform outside gave it. `why_not` says why it need not be entered.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="shared_decision")
    case = models.ForeignKey("matters.Matter", models.PROTECT, related_name="shared_decisions")
    act = models.CharField(max_length=60)
    label = models.CharField(max_length=100)
    group = models.CharField(max_length=16, choices=[(group.value, word) for group, word in GROUP_WORDS.items()])
    decided_at = models.DateTimeField()
    platform_number = models.CharField(max_length=80, blank=True)
    entered_at = models.DateTimeField(null=True)
    letter_number = models.CharField(max_length=80, blank=True)
    why_not = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "enforcement_shared_decision"
        indexes: ClassVar = [
            # read by the shared view: which cases have decisions, and which
            models.Index(fields=["case", "decided_at"], name="enforcement_shared_of_case"),
        ]
