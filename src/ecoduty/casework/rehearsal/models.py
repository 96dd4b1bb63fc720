"""The one row of a rehearsal's clock: where it is being turned to, and which night it has lived through."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models

from ecoduty.casework.rehearsal.states import STANDING, TURNING, keeps_the_clock
from ecoduty.kernel.clock import is_rehearsal
from ecoduty.organisation.directory.relations import IN_OFFICE
from ecoduty.organisation.directory.states import Level

if TYPE_CHECKING:
    from ecoduty.kernel.flow import Actor

STREAM = "rehearsal"


class Turning(models.Model):
    """The subject of the acts on a rehearsal's clock. Its row is made with the table and says nothing in any other database.

    `began_at` and `until` are legal time; `lived_on` is the last day whose night was lived through; `failed` counts works
    of a night that failed on this way. Acts change the rest, living through the nights writes these two.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    state = models.CharField(max_length=20, default=STANDING)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    by = models.CharField(max_length=200, blank=True)
    lived_on = models.DateField(null=True)
    failed = models.IntegerField(default=0)

    class Meta:
        db_table = "rehearsal_turning"
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="rehearsal_turning_one")]

    @property
    def under_way(self) -> bool:
        """Whether the clock is being turned."""
        return self.state == TURNING

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return STREAM

    @property
    def level(self) -> str:
        """An installation is the city's."""
        return Level.CITY.value

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the protocol of subjects
        """How somebody stands to it; in a database that is no rehearsal it exists for nobody."""
        if not is_rehearsal():
            return frozenset()
        if actor.is_system:
            return frozenset({"system"})
        return frozenset({"keeper"}) if keeps_the_clock(actor) else frozenset({IN_OFFICE})

    def way(self, at: datetime) -> float:
        """How much of the way is behind it, from 0 to 1."""
        if self.began_at is None or self.until is None or self.until <= self.began_at:
            return 1.0
        return min(1.0, max(0.0, (at - self.began_at) / (self.until - self.began_at)))
