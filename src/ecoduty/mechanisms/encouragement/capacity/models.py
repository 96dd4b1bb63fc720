"""What a body has of staff, equipment and funds in a year, and what it is measured against."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class CapacityReturn(models.Model):
    """What one body has in one year (clause 17.1). `body` filled it in and holds its matter."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="capacity_return")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    year = models.IntegerField()

    class Meta:
        db_table = "encouragement_capacity_return"
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "year"], name="encouragement_return_once")]

    def __str__(self) -> str:
        return f"{self.body.short_name} {self.year}"


class Amount(models.Model):
    """How much of one measure (a code of the rulebook's `capacity.measures`, in its unit), and where the number is from.

    The newest row of a measure counts. Of a number left as it stood last year the source says so.
    """

    append_only = True

    filled_in = models.ForeignKey(CapacityReturn, models.PROTECT, related_name="amounts")
    measure = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    source = models.CharField(max_length=200)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "encouragement_amount"
        ordering: ClassVar = ["filled_in", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(value__gte=0), name="encouragement_amount_not_negative")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"


class CapacityStandard(models.Model):
    """What bodies are measured against in a year: the average of eastern provinces, as far as somebody found it."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="capacity_standard")
    year = models.IntegerField(unique=True)

    class Meta:
        db_table = "encouragement_capacity_standard"

    def __str__(self) -> str:
        return str(self.year)


class Target(models.Model):
    """How much of one measure a body of a level (`city`: a department, `district`: a district) ought to have.

    `source` says where the number can be read, `source_year` of which year it is. The newest row counts.
    """

    append_only = True

    standard = models.ForeignKey(CapacityStandard, models.PROTECT, related_name="targets")
    measure = models.CharField(max_length=40)
    level = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    source = models.CharField(max_length=300)
    source_year = models.IntegerField()
    why = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "encouragement_target"
        ordering: ClassVar = ["standard", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(value__gt=0), name="encouragement_target_is_something")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.value}"


__all__ = ["Amount", "CapacityReturn", "CapacityStandard", "Target"]
