"""The line to 12345, its work orders, and every message that went over it.

Nothing here says how a complaint stands: that is the complaint's. A row of `Exchange` is written by the door that took a
message in, or within the act that has something to tell; what people decide about it is an act on its `Order`.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from ecoduty.casework.deliveries.models import keeps_channels
from ecoduty.kernel.sealing.fields import SealedText
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, OFFICE_KINDS, Level

if TYPE_CHECKING:
    from ecoduty.kernel.flow.actor import Actor

ACTIVE, ENDED = "active", "ended"
HTTPS, FILES = "https", "files"
LINKED = "linked"
HOTLINE_POST = "hotline"


class Link(models.Model):
    """The line: where the other side is, and the secrets both sides sign with, sealed.

    While secrets are changed, `former` is still good until `former_until`.
    """

    app = models.CharField(max_length=40, unique=True)
    transport = models.CharField(max_length=8, default=HTTPS)
    url = models.CharField(max_length=1000, blank=True)
    algorithm = models.CharField(max_length=20)
    nonce = models.CharField(max_length=32)
    secret = SealedText(bound_to="nonce")
    former = SealedText(bound_to="nonce", blank=True, default="")
    former_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, default=ACTIVE)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "hotline12345_link"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["state"], condition=Q(state=ACTIVE), name="hotline12345_one_line"),
        ]

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return f"hotline12345-link:{self.app}"

    @property
    def level(self) -> str:
        """A line belongs to no level of government."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the protocol of subjects
        """The platform's own, and whose who keep the channels."""
        if actor.is_system:
            return frozenset({"system"})
        return frozenset({"keeper"}) if keeps_channels(actor) else frozenset()


class Nonce(models.Model):
    """A value used once, kept as long as the window for replayed messages is open."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="+", db_index=False)
    value = models.CharField(max_length=80)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "hotline12345_nonce"
        constraints: ClassVar = [models.UniqueConstraint(fields=["link", "value"], name="hotline12345_nonce_once")]


class Order(models.Model):
    """A work order of 12345 and the complaint it became. `applied`: its messages up to this number have taken effect.

    `due_at` is the limit that 12345 gave; it is shown, the platform's own clocks follow the rulebook.
    """

    link = models.ForeignKey(Link, models.PROTECT, related_name="+")
    number = models.CharField(max_length=80, unique=True)
    matter = models.OneToOneField("matters.Matter", models.PROTECT, null=True, related_name="+")
    applied = models.IntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=LINKED)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "hotline12345_order"

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return f"hotline12345:{self.pk}"

    @property
    def level(self) -> str:
        """The exchange belongs to no level of government."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:
        """Those who keep the line, those who work at it, and how the actor stands to the complaint."""
        if actor.is_system:
            return frozenset({"system"})
        own = {word for word, true in (("keeper", keeps_channels(actor)), ("desk", serves_hotline(actor))) if true}
        return frozenset(own | (self.matter.relations_of(actor, on) if self.matter else frozenset()))


class ExchangeState(models.TextChoices):
    """Where a message is between the line and its effect."""

    HELD = "held", "等前一条"
    WAITING = "waiting", "待处理"
    APPLIED = "applied", "已办理"
    DISMISSED = "dismissed", "不再办理"
    WRITTEN = "written", "待送出"
    SENT = "sent", "已送达"
    VOID = "void", "已作废"


class Exchange(models.Model):
    """One message. Coming in, `content` is its body, sealed, kept until it took effect; going out, `told` is what it says.

    `code` and `why` say why it waits, `missing` which codes of the other side nobody knows, `mapped` what a clerk chose for
    them, `answer` what the other side was answered and is answered again. `tried_version` is the complaint's version when it
    was last tried. `outbox` is how an outgoing one is on its way.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="exchanges")
    incoming = models.BooleanField()
    sequence = models.IntegerField()
    message_id = models.CharField(max_length=80)
    type = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=ExchangeState.choices)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    place = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = SealedText(bound_to="place", blank=True, default="")
    digest = models.CharField(max_length=64, blank=True)
    told = models.JSONField(default=dict)
    code = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=500, blank=True)
    missing = models.JSONField(default=list)
    mapped = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    tried_version = models.IntegerField(null=True)
    outbox = models.ForeignKey("outbox.Message", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "hotline12345_exchange"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incoming", "message_id"], name="hotline12345_message_once"),
            models.UniqueConstraint(fields=["incoming", "order", "sequence"], name="hotline12345_sequence_once"),
        ]
        indexes: ClassVar = [
            # read by the page and by the beat that tries again
            models.Index(
                fields=["state", "id"], name="hotline12345_unsettled", condition=Q(state__in=["held", "waiting"])
            ),
            models.Index(fields=["-at"], name="hotline12345_latest"),  # read by the page of what was exchanged
        ]


class Correspondence(models.Model):
    """What a code of the other side means here, as a clerk found it; the rulebook's own table comes first."""

    kind = models.CharField(max_length=20)
    theirs = models.CharField(max_length=80)
    ours = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "hotline12345_correspondence"
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "theirs"], name="hotline12345_means_once")]


def uses_line(actor: Actor) -> bool:
    """Who gets the page of the line: whoever keeps the channels, and whoever decides about orders."""
    return keeps_channels(actor) or serves_hotline(actor)


def serves_hotline(actor: Actor) -> bool:
    """Whether this post decides what becomes of orders that do not go through by themselves."""
    office = COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY
    return actor.post_kind == HOTLINE_POST or (office and actor.post_kind in OFFICE_KINDS)
