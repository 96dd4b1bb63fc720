"""The library: instruments, and where provisions of repealed ones went. No sentence of any statute stands here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ecoduty.casework.legal_basis.library import Known
from ecoduty.casework.legal_basis.provision import Provision
from ecoduty.casework.legal_basis.states import PENDING, InstrumentKind
from ecoduty.organisation.directory.relations import IN_OFFICE
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, Level

if TYPE_CHECKING:
    from ecoduty.kernel.flow import Actor


class Instrument(models.Model):
    """A law, regulation or other text that somebody's duty rests on.

    `number` is its document number; `edition` tells versions of one title apart (2018年修正); `articles` is the number
    of the last one. `in_force` is its first day, `repealed` the first day on which it no longer holds. `body` is the
    key of the department whose own it is. `state` says whether a person has verified the entry.
    """

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=InstrumentKind.choices)
    title = models.CharField(max_length=300)
    edition = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=120, blank=True)
    aliases = ArrayField(models.CharField(max_length=120), default=list)
    body = models.CharField(max_length=80, blank=True)
    issued = models.DateField(null=True)
    in_force = models.DateField(null=True)
    repealed = models.DateField(null=True)
    repealed_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeals")
    articles = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=20, default=PENDING)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "legal_basis_instrument"
        ordering = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["title", "edition"], name="legal_basis_title_once"),
            models.CheckConstraint(
                condition=Q(repealed=None) | Q(in_force=None) | Q(repealed__gte=F("in_force")),
                name="legal_basis_days_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return f"instrument:{self.key}"

    @property
    def level(self) -> str:
        """Instruments belong to no level of government."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the protocol of subjects
        """How an actor stands to the library: it is open to everybody in office, the city's committee office keeps it."""
        if actor.is_system:
            return frozenset({"system"})
        keeps = COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY
        return frozenset({IN_OFFICE, "committee_office"} if keeps else {IN_OFFICE})

    def known(self, repealed_by: str = "") -> Known:
        """The entry as readers of references need it; `repealed_by` is the key of what repealed it."""
        return Known(
            key=self.key, title=self.title, kind=self.kind, number=self.number, issuer=self.issuer, edition=self.edition,
            issued=self.issued, in_force=self.in_force, repealed=self.repealed, repealed_by=repealed_by,
            articles=self.articles, aliases=tuple(self.aliases), body=self.body, pending=self.state == PENDING,
        )  # fmt: skip


class ProvisionColumns(models.Model):
    """A provision as columns, 0 or empty where nothing is named; for every table that cites one."""

    article = models.PositiveSmallIntegerField(default=0)
    inserted = models.PositiveSmallIntegerField(default=0)
    paragraph = models.PositiveSmallIntegerField(default=0)
    item = models.PositiveSmallIntegerField(default=0)
    subitem = models.PositiveSmallIntegerField(default=0)
    part = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def provision(self) -> Provision:
        """The columns as one value."""
        return Provision(self.article, self.inserted, self.paragraph, self.item, self.subitem, self.part)


class Mapping(ProvisionColumns):
    """One place that a provision of a repealed instrument went to. What is recorded later replaces what stood before.

    `revision` counts how often this provision was mapped: the highest one is in force, the others are history. A row
    without `target` says that the provision was not taken over. The `new_` columns say where in the target.
    """

    append_only = True

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="mappings")
    revision = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    target = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="takes_over")
    new_article = models.PositiveSmallIntegerField(default=0)
    new_inserted = models.PositiveSmallIntegerField(default=0)
    new_paragraph = models.PositiveSmallIntegerField(default=0)
    new_item = models.PositiveSmallIntegerField(default=0)
    new_subitem = models.PositiveSmallIntegerField(default=0)
    new_part = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "legal_basis_mapping"
        ordering = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "instrument",
                    "article",
                    "inserted",
                    "paragraph",
                    "item",
                    "subitem",
                    "part",
                    "revision",
                    "order",
                ],
                name="legal_basis_mapping_once",
            )
        ]

    @property
    def new_provision(self) -> Provision:
        """Where in the target."""
        return Provision(
            self.new_article, self.new_inserted, self.new_paragraph, self.new_item, self.new_subitem, self.new_part
        )


class Citing(ProvisionColumns):
    """A reference as a mechanism stores it: its own table inherits this and adds whose basis it is.

    `instrument` is empty where the library has none of that name: then `title` stands as it was written. `edition` is
    the version written beside the title.
    """

    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=300)
    edition = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True
