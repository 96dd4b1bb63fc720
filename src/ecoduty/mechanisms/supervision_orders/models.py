"""A supervision order, what it asks of each body, and every feedback."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SupervisionOrder(models.Model):
    """The order. The matter's title says what it is about, its holder is the issuer. `rhythm` is a code of the rulebook's."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="supervision_order")
    grounds = models.TextField()
    approved_by = models.CharField(max_length=200)
    requirements = models.TextField()
    limit_on = models.DateField()
    rhythm = models.CharField(max_length=40)
    receivers = models.ManyToManyField("directory.Body", related_name="+", db_table="supervision_order_receiver")
    conclusion = models.TextField(blank=True)

    class Meta:
        db_table = "supervision_order"

    def __str__(self) -> str:
        return self.approved_by


class SupervisedWork(models.Model):
    """What one body owes of an order. The matter's holder is that body, its supervisor the issuer.

    `issuer` is who issued the order; `returned` how often a result came back.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="supervised_work")
    order = models.ForeignKey(SupervisionOrder, models.PROTECT, related_name="works")
    issuer = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    unit = models.CharField(max_length=60, blank=True)
    person = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=200, blank=True)
    returned = models.IntegerField(default=0)

    class Meta:
        db_table = "supervision_work"

    def __str__(self) -> str:
        return self.unit


class Feedback(models.Model):
    """What a body reported. `final` says that it holds it to be done; `evidence` names the paper where the issuer entered it."""

    append_only = True

    work = models.ForeignKey(SupervisedWork, models.PROTECT, related_name="feedbacks")
    final = models.BooleanField(default=False)
    text = models.TextField()
    difficulties = models.TextField(blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    class Meta:
        db_table = "supervision_feedback"
        ordering: ClassVar = ["work", "id"]


__all__ = ["Feedback", "SupervisedWork", "SupervisionOrder"]
