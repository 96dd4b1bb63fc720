"""A notice on its way to a person over a channel; what a person wants; channels as the gate's subjects."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from ecoduty.casework.deliveries.states import DeliveryState, Mode
from ecoduty.kernel.outbox.models import Channel, SendState
from ecoduty.organisation.accounts.own import AccountsOwn
from ecoduty.organisation.accounts.states import SYSTEM_ADMINISTRATOR
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, OFFICE_KINDS, Level

if TYPE_CHECKING:
    from ecoduty.kernel.flow import Actor

_QUEUED = Q(sent_at=None, cancelled_at=None)


class Delivery(models.Model):
    """One notice, one person, one channel. Several of one person may share a message.

    `matter` and `deadline` repeat the notice's, so that what is queued about them is found at once. A delivery without
    a message waits for the person's digest.
    """

    notice = models.ForeignKey("escalation.Notice", models.PROTECT, related_name="deliveries", db_index=False)
    person = models.ForeignKey("directory.Person", models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=20)
    mode = models.CharField(max_length=8, choices=Mode.choices)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+", db_index=False)
    deadline = models.ForeignKey("duties.Deadline", models.PROTECT, null=True, related_name="+", db_index=False)
    message = models.ForeignKey("outbox.Message", models.PROTECT, null=True, related_name="deliveries")
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "deliveries_delivery"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "person", "channel"], name="deliveries_once"),
        ]
        indexes: ClassVar = [
            # read by digest.compose(): whose daily message is due
            models.Index(fields=["due_at"], name="deliveries_digest", condition=_QUEUED & Q(message=None)),
            # read by cancelling: what is still queued about a matter or a deadline
            models.Index(fields=["matter"], name="deliveries_of_matter", condition=_QUEUED & Q(matter__isnull=False)),
            models.Index(
                fields=["deadline"], name="deliveries_of_deadline", condition=_QUEUED & Q(deadline__isnull=False)
            ),
        ]

    @property
    def state(self) -> DeliveryState:
        """Where it stands. Reads the message: fetch it along."""
        if self.sent_at is not None:
            return DeliveryState.DELIVERED if self.confirmed_at else DeliveryState.SENT
        if self.cancelled_at is not None:
            return DeliveryState.CANCELLED
        if self.message is not None and self.message.state == SendState.DEAD:
            return DeliveryState.FAILED
        if self.message is not None and self.message.state == SendState.CANCELLED:
            return DeliveryState.CANCELLED
        return DeliveryState.QUEUED


class NoticeSettings(AccountsOwn):
    """What a person chose, and the digest of his calendar address.

    `chosen` holds only what differs from the rulebook's defaults (preferences.py). The calendar's address itself is
    nowhere: whoever loses it makes a new one.
    """

    chosen = models.JSONField(default=dict)
    calendar_digest = models.BinaryField(max_length=32, null=True, unique=True)
    calendar_made_at = models.DateTimeField(null=True)

    calendar_token: str = ""  # for the one page that shows it, right after it was made

    class Meta:
        db_table = "deliveries_settings"


class WeeklyRun(models.Model):
    """How far the weekly digests of one week have been written: up to which person, and whether the bodies had theirs."""

    week = models.DateField(primary_key=True)  # its Monday
    reached = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "deliveries_weekly"


class OutsideChannel(Channel):
    """A channel of the outbox as a subject of acts: stopped, started again, its failed messages tried again."""

    class Meta:
        proxy = True

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return f"channel:{self.name}"

    @property
    def level(self) -> str:
        """Channels belong to no level of government."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the protocol of subjects
        """Whoever keeps the platform running keeps its channels; to others they do not exist."""
        if actor.is_system:
            return frozenset({"system"})
        return frozenset({"keeper"}) if keeps_channels(actor) else frozenset()


def keeps_channels(actor: Actor) -> bool:
    """Whether the actor looks after the channels: the system administrator, or who keeps the city's directory."""
    office = COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY
    return actor.post_kind == SYSTEM_ADMINISTRATOR or (office and actor.post_kind in OFFICE_KINDS)
