"""A way by which a body takes in complaints itself."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from ecoduty.organisation.directory.relations import IN_OFFICE
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

if TYPE_CHECKING:
    from ecoduty.kernel.flow import Actor

IN_USE, ENDED = "in_use", "ended"
OWN_BODY = "own_body"


class ComplaintChannel(models.Model):
    """One number, address or page of a body. `way` is a code of the rulebook's; `valid_to` is the first day it no longer holds.

    `public` ones may be shown to everybody. `state` says whether it was ended by an act, `valid_to` from which day.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    way = models.CharField(max_length=40)
    place = models.CharField(max_length=200)
    hours = models.CharField(max_length=100, blank=True)
    rules = models.CharField(max_length=500, blank=True)
    public = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    state = models.CharField(max_length=20, default=IN_USE)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "complaints_channel"
        ordering: ClassVar = ["body", "way", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="complaints_channel_days_forward"
            ),
            models.UniqueConstraint(
                fields=["body", "way", "place"], condition=Q(state=IN_USE), name="complaints_channel_once"
            ),
        ]

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return f"complaint-channel:{self.public_id}"

    @property
    def level(self) -> str:
        """Channels belong to no level of government by themselves."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the protocol of subjects
        """Open to everybody in office; kept by its own body and by the city's committee office."""
        if actor.is_system:
            return frozenset({"system"})
        found = {IN_OFFICE}
        if self.body_id in actor.bodies:
            found.add(OWN_BODY)
        if COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY:
            found.add(COMMITTEE_OFFICE)
        return frozenset(found)
