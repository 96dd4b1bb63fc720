"""What a hint has beside its matter: which case, by which rule, what was held against it, and what a person decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Omission(models.Model):
    """A case that meets the elements and was not referred in time (clause 15.3), for a person to judge; no finding.

    `about` is the case; nothing leads from there to here. `rule` is a key of the rulebook's `omissions`, `facts` what was
    held against it (fact, number), `met_on` the day from which all of it held. `reason` is a code of the rulebook.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="omission")
    about = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+")
    rule = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    met_on = models.DateField()
    decided_on = models.DateField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "accountability"
        db_table = "accountability_omission"
        constraints: ClassVar = [
            # two sweeps at once find a case once
            models.UniqueConstraint(
                fields=["about"], condition=models.Q(decided_on=None), name="accountability_omission_once"
            ),
        ]


__all__ = ["Omission"]
