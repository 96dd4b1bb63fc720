"""The spine: a matter, its parties, who was let into a restricted one, and how matters hang together."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ecoduty.kernel.flow import Actor


class Secrecy(models.TextChoices):
    """Who may know at all. Work secrets do not belong in this system."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    RESTRICTED = "restricted", "受限"


class PartyRole(models.TextChoices):
    """How a body takes part. Lead and support are apart from the first day."""

    HOLDER = "holder", "主办"
    SUPPORTER = "supporter", "协办"
    MAIN = "main", "主送"
    COPY = "copy", "抄送"
    SUPERVISOR = "supervisor", "督办"


class LinkKind(models.TextChoices):
    """Why one matter hangs on another."""

    ORIGIN = "origin", "由此产生"
    RELATED = "related", "相关"
    MERGED = "merged", "并入"


class Matter(models.Model):
    """One thing in progress. It is the gate's subject for every kind; a mechanism's own row hangs on it one to one.

    Times: `next_due_on` is the last day on which nothing is late yet, `next_due_at` the moment lateness begins.
    `suspended` says that time stands still for all it owes, so that nothing is due next.
    Lights are computed from these when read; nothing changes at midnight.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    clauses = ArrayField(models.CharField(max_length=8), default=list)
    body_level = models.CharField(max_length=12)
    region = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey("directory.Body", models.PROTECT, related_name="matters_held")
    holder_unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=60)
    open = models.BooleanField(default=True)
    secrecy = models.CharField(max_length=12, choices=Secrecy.choices, default=Secrecy.INTERNAL)
    duty = models.CharField(max_length=80, blank=True)
    period = models.CharField(max_length=20, blank=True)
    rulebook = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    next_due_on = models.DateField(null=True)
    next_due_at = models.DateTimeField(null=True)
    next_due_label = models.CharField(max_length=120, blank=True)
    first_missed_at = models.DateTimeField(null=True)
    suspended = models.BooleanField(default=False, db_default=False)
    last_occurred_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=0)
    origin_note = models.CharField(max_length=200, blank=True)

    parties: models.Manager[Party]
    current_parties: frozenset[tuple[int, str]] | None = None  # (body id, role) of today, once they were read
    named_as: tuple[int, frozenset[str]] | None = None  # person id and how he is named, once it was read for a list
    loaded_with: tuple[int, int | None] | None = None  # holder and unit as they were read, to tell a handing over

    class Meta:
        db_table = "matters_matter"
        indexes: ClassVar = [
            # read by the desk's 工作台: what my body holds, what is due first
            models.Index(fields=["holder", "next_due_at", "id"], name="matters_mine", condition=models.Q(open=True)),
            # read by lists of one kind, newest first, and by figures' lists
            models.Index(fields=["kind", "-id"], name="matters_kind"),
            models.Index(fields=["kind", "state", "-id"], name="matters_kind_state"),
            # read by lists ordered by what is due
            models.Index(fields=["next_due_at", "id"], name="matters_due", condition=models.Q(open=True)),
            # read by 报送进度 and the plan page: one duty, one period
            models.Index(fields=["duty", "period", "holder"], name="matters_duty"),
        ]

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        """As Django does, remembering who held it."""
        matter = super().from_db(db, field_names, values, **more)
        if {"holder_id", "holder_unit_id"} <= matter.__dict__.keys():
            matter.loaded_with = (matter.holder_id, matter.holder_unit_id)
        return matter

    @property
    def stream(self) -> str:
        """The ledger stream of this matter: named by its random id, so that a stream's name tells nothing."""
        return f"matter:{self.public_id}"

    @property
    def level(self) -> str:
        """Level of government, as act tables speak of it."""
        return self.body_level

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:
        """How the actor stands to this matter on a day; empty for whoever may not know of it."""
        from ecoduty.casework.matters.rules import relations_that_see  # noqa: PLC0415 -- rules read models

        return relations_that_see(self, actor, on)


class Party(models.Model):
    """A body's part in a matter, dated. `until` is the first day it no longer takes part."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="parties")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=PartyRole.choices)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "matters_party"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter", "body", "role"], condition=models.Q(until=None), name="matters_party_once"
            ),
        ]
        indexes: ClassVar = [
            # read by visible_to(): does this body take part?
            models.Index(fields=["body", "role", "matter"], name="matters_party_of_body"),
        ]


class NamedAccess(models.Model):
    """A person let into a restricted matter. Not inherited by delegation or by the next holder of the post."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="named")
    person = models.ForeignKey("directory.Person", models.PROTECT, related_name="+")
    relation = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "matters_named_access"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter", "person"], condition=models.Q(until=None), name="matters_named_once"
            ),
        ]


class Link(models.Model):
    """One matter gave rise to another, or they belong together."""

    append_only = True

    source = models.ForeignKey(Matter, models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Matter, models.PROTECT, related_name="links_in")
    kind = models.CharField(max_length=12, choices=LinkKind.choices)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "matters_link"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="matters_link_once"),
        ]
