"""What went and what came, so that nothing is taken twice and nothing is missed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Course(models.TextChoices):
    """Which way a package goes."""

    PUBLICATIONS = "publications", "公开内容"
    INTAKES = "intakes", "公众来件"


class Side(models.TextChoices):
    """What was done with it here: made, taken in, or taken in by the other side, as that one says."""

    MADE = "made", "导出"
    TAKEN = "taken", "导入"
    CONFIRMED = "confirmed", "对方已导入"


class CarriedPackage(models.Model):
    """One package. `number` tells packages of a course apart and grows; `digest` is of its manifest; `intakes` are the ids
    of the intakes in it, where it was made here.
    """

    append_only = True

    course = models.CharField(max_length=20, choices=Course.choices)
    side = models.CharField(max_length=12, choices=Side.choices)
    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    intakes = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        db_table = "zones_package"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "side", "number"], name="zones_package_once"),
        ]


class CarriedIntake(models.Model):
    """One intake that came in a package: its digest, by which it comes in once, and the digest of the code it came with."""

    append_only = True

    digest = models.CharField(max_length=64, unique=True)
    number = models.BigIntegerField()
    reference = models.CharField(max_length=20)
    code = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "zones_intake"
        indexes: ClassVar = [
            models.Index(fields=["reference"], name="zones_intake_reference")
        ]  # read by outward: new codes
