"""What the gate of the kernel works on in its tests: the least that can have a state and a stream."""

from __future__ import annotations

from datetime import date

from django.db import models

from ecoduty.kernel.flow import Actor


class Paper(models.Model):
    """A sheet on its way through an office. `holder` and `relations` decide who stands how to it."""

    title = models.CharField(max_length=100)
    holder = models.CharField(max_length=40)
    level = models.CharField(max_length=12, default="city")
    relations = models.JSONField(default=dict)  # body → list of relations beside "holder"
    state = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "toy_paper"

    @property
    def stream(self) -> str:
        return f"paper:{self.pk}"

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:
        if actor.is_system:
            return frozenset({"system"})
        found = set(self.relations.get(actor.body, ()))
        return frozenset(found | {"holder"}) if actor.body == self.holder else frozenset(found)


class Delivery(models.Model):
    """What the toy channel delivered: once per message, however often it was tried."""

    message = models.BigIntegerField()
    key = models.CharField(max_length=80)
    text = models.CharField(max_length=100)

    class Meta:
        db_table = "toy_delivery"


class Block(models.Model):
    """What a block has beside its matter."""

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="block")
    colour = models.CharField(max_length=20)

    class Meta:
        db_table = "toy_block"
