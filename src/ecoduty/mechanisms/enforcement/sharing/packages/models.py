"""Who is trusted at the other end, which packages went and came, and the file that came by one."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Actor
from ecoduty.mechanisms.enforcement.sharing.packages.manifest import PURPOSE_WORDS
from ecoduty.mechanisms.enforcement.sharing.packages.states import SENT, TRUSTED, Course
from ecoduty.organisation.directory.states import SECURITY_ADMINISTRATOR

ADMINISTRATOR = "administrator"


class ExchangePartner(models.Model):
    """Another installation, by its public keys: what it signs with, what is sealed to it. It speaks for `bodies` and no other."""

    name = models.CharField(max_length=100)
    bodies = ArrayField(models.CharField(max_length=80))
    sign_key = models.CharField(max_length=120)
    box_key = models.CharField(max_length=120)
    state = models.CharField(max_length=20, default=TRUSTED)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "enforcement_exchange_partner"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sign_key"], condition=models.Q(state="trusted"), name="enforcement_partner_once"
            ),
        ]

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return f"exchange-partner:{self.pk}"

    @property
    def level(self) -> str:
        """Partners belong to no level of government."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the same every day
        """The security administrator keeps the list; the platform's console, too."""
        if actor.is_system:
            return frozenset({"system"})
        return frozenset({ADMINISTRATOR}) if actor.post_kind == SECURITY_ADMINISTRATOR else frozenset()


class CasePackage(models.Model):
    """A package that went or came. `digest` is the SM3 of its manifest, `about` the case's id where it was sent first.

    `matter` is what it belongs to here: the case, or the file that came. Of one that went out as a case the state goes on with
    its receipt and answer; the others stay as they are. `missing` is the number before it that did not come yet, 0 for none.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    course = models.CharField(max_length=4, choices=Course.choices)
    purpose = models.CharField(max_length=8, choices=[(purpose.value, word) for purpose, word in PURPOSE_WORDS.items()])
    partner = models.ForeignKey(ExchangePartner, models.PROTECT, related_name="packages")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    number = models.BigIntegerField()
    missing = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    about = models.CharField(max_length=32)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="packages")
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="answered_by")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    state = models.CharField(max_length=20, default=SENT)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "enforcement_case_package"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "partner", "number"], name="enforcement_package_number"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["matter", "id"], name="enforcement_package_of"),  # read by the page of a case
        ]

    @property
    def stream(self) -> str:
        """Its stream of the ledger, named by its random id."""
        return f"case-package:{self.public_id}"

    @property
    def level(self) -> str:
        """Packages go by their matter, not by a level."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:
        """As the actor stands to the case."""
        matter: Matter = self.matter
        return matter.relations_of(actor, on)


class ReceivedFile(models.Model):
    """A case that came by package: which, from whom, as its sender's installation knows it. `content` is what was said of it
    (kind, state, decisions, the acts that may answer it); persons and materials stand in rows of their own, sealed as everywhere.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="received_file")
    partner = models.ForeignKey(ExchangePartner, models.PROTECT, related_name="+")
    sender = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    about = models.CharField(max_length=32)
    about_number = models.CharField(max_length=40)
    content = models.JSONField(default=dict)
    entries = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "enforcement_received_file"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "about"], name="enforcement_received_once"),
        ]
