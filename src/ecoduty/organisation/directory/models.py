"""Bodies, posts and who held them. Nothing is overwritten: what ends gets an end, so every day can be asked about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ecoduty.organisation.directory.dated import Dated, forward, never_twice
from ecoduty.organisation.directory.states import ACTIVE, COMMITTEE_OFFICE, Enforcement, Level, LineKind, Side

FIRST = F("since").asc(nulls_first=True)  # what began before these records comes first

if TYPE_CHECKING:
    from ecoduty.kernel.flow.actor import Actor


class Body(models.Model):
    """A body: party committee, government, department, court … Subject of the acts of the directory.

    `key` is eternal and the same on every level of the software. Name, short name and aliases are those of today;
    `names` has those of any day. `region_code` is the official code of its area, `region` the district it belongs to:
    a body of kind `district`, which stands for the area itself and has no posts. `tags` are the rulebook's own groups.
    `successor` is who took over when the body was dissolved, `heir` who answers for it today: the same, until that one is
    dissolved in its turn.
    """

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    kind = models.CharField(max_length=60)
    level = models.CharField(max_length=20, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    host = models.ForeignKey("self", models.PROTECT, null=True, related_name="guests")
    above = models.ManyToManyField("self", through="Line", symmetrical=False, related_name="below")
    region = models.ForeignKey("self", models.PROTECT, null=True, related_name="bodies")
    region_code = models.CharField(max_length=6)
    official_code = models.CharField(max_length=40, blank=True)
    order = models.IntegerField(default=0)
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    enforcement = models.CharField(max_length=20, choices=Enforcement.choices, blank=True)
    enforcement_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="enforces_for")
    coordinator_required = models.BooleanField(default=False)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    heir = models.ForeignKey("self", models.PROTECT, null=True, related_name="inherited")
    state = models.CharField(max_length=20, default=ACTIVE)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "directory_body"
        ordering = ["order", "key"]
        indexes = [
            models.Index(fields=["order", "key"], name="directory_body_order"),  # lists in official order
            models.Index(fields=["region_code", "kind"], name="directory_body_region"),  # counterparts in a district
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return f"body:{self.key}"

    def exists_on(self, on: date) -> bool:
        """Whether the body existed on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:
        """How an actor stands to this body; the directory itself is open to everybody in office."""
        from ecoduty.organisation.directory.relations import relations  # noqa: PLC0415 -- it reads these models

        return relations(self, actor, on)


class BodyName(Dated):
    """What a body was called during a span of days."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="names")
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)

    class Meta:
        db_table = "directory_body_name"
        ordering = [FIRST, "id"]
        constraints = [forward("directory_name_forward"), never_twice("directory_name_once", "body")]


class Line(Dated):
    """A body above another in its line of work: superiors get copies, counterparts start clocks."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="lines")
    above = models.ForeignKey(Body, models.PROTECT, related_name="lines_below")
    kind = models.CharField(max_length=20, choices=LineKind.choices)

    class Meta:
        db_table = "directory_line"
        ordering = ["above__order", "above__key"]
        constraints = [forward("directory_line_forward"), never_twice("directory_line_once", "body", "above", "kind")]


class Unit(Dated):
    """An internal unit of a body."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="units")
    name = models.CharField(max_length=80)
    order = models.IntegerField(default=0)

    class Meta:
        db_table = "directory_unit"
        ordering = ["order", "id"]
        constraints = [forward("directory_unit_forward"), never_twice("directory_unit_once", "body", "name")]

    def __str__(self) -> str:
        return self.name


class Post(Dated):
    """A post in a body. `kind` is what act tables and ladders speak of; `key` tells the body's posts apart for ever.

    `single` posts have one holder at a time. `side` is the house a leader sits in; `serves` the key of
    the post in the same body that a secretary writes for.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="posts")
    key = models.SlugField(max_length=80)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=60)
    order = models.IntegerField(default=0)
    side = models.CharField(max_length=20, choices=Side.choices, blank=True)
    serves = models.CharField(max_length=60, blank=True)
    single = models.BooleanField(default=True)

    class Meta:
        db_table = "directory_post"
        ordering = ["order", "id"]
        constraints = [
            forward("directory_post_forward"),
            models.UniqueConstraint(fields=["body", "key"], name="directory_post_key"),
        ]
        indexes = [models.Index(fields=["kind", "body"], name="directory_post_kind")]  # ladders address kinds

    def __str__(self) -> str:
        return self.title

    @property
    def own_title(self) -> str:
        """The title beside the body's short name: what the name ends with is not said twice."""
        body, title = self.body.short_name, self.title
        sizes = range(min(len(body), len(title) - 1), 1, -1)  # one shared character is chance
        return title[next((size for size in sizes if body.endswith(title[:size])), 0) :]


class Person(models.Model):
    """A person in office, by name. `body` only helps to tell namesakes apart on the page.

    `mobile` and `mail` are where notices go (empty: nowhere). The ledger holds them sealed only (contact.py).
    `merged_into` is set where the same human was entered twice: this row then only resolves what old entries name.
    """

    name = models.CharField(max_length=60)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    mobile = models.CharField(max_length=20, blank=True, default="")
    mail = models.CharField(max_length=120, blank=True, default="")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")

    class Meta:
        db_table = "directory_person"
        indexes = [models.Index(fields=["name"], name="directory_person_name")]

    def __str__(self) -> str:
        return self.name


class Appointment(Dated):
    """A person in a post. `exclusive` repeats the post's `single`, so that the database can refuse a second holder."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    exclusive = models.BooleanField()

    class Meta:
        db_table = "directory_appointment"
        ordering = [FIRST, "id"]
        constraints = [
            forward("directory_appointment_forward"),
            never_twice("directory_appointment_single", "post", condition=Q(exclusive=True)),
            never_twice("directory_appointment_once", "post", "person"),
        ]


class Coordinator(Dated):
    """The one official who follows the duties of his body as a whole (clause 10.2).

    `appointment` is the office he holds there; when it ends, so does this.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="coordinators")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="coordinating")

    class Meta:
        db_table = "directory_coordinator"
        ordering = [FIRST, "id"]
        constraints = [forward("directory_coordinator_forward"), never_twice("directory_coordinator_one", "body")]


class LeaderInCharge(Dated):
    """A leader's post that a body answers to; several are possible, on the party's side too."""

    leader = models.ForeignKey(Post, models.PROTECT, related_name="in_charge_of")
    body = models.ForeignKey(Body, models.PROTECT, related_name="leaders")
    side = models.CharField(max_length=20, choices=Side.choices)

    class Meta:
        db_table = "directory_leader_in_charge"
        ordering = ["leader__body__order", "leader__order", "id"]
        constraints = [forward("directory_leader_forward"), never_twice("directory_leader_once", "leader", "body")]


class Delegation(Dated):
    """A post exercised by another person while its holder is absent. It never reaches restricted matters:
    those ask for the person by name, and the person acting is the delegate.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations")
    holder = models.ForeignKey(Person, models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(Person, models.PROTECT, related_name="delegations_taken")
    reason = models.CharField(max_length=200)

    class Meta:
        db_table = "directory_delegation"
        ordering = [FIRST, "id"]
        constraints = [
            forward("directory_delegation_forward"),
            never_twice("directory_delegation_one", "post", "holder"),
        ]


class Adoption(models.Model):
    """Which rulebook is in force: the one subject of the acts of adopting. Its row is made with the table."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=20, default="waiting")
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "directory_adoption"
        constraints = [models.CheckConstraint(name="directory_adoption_one", condition=Q(id=1))]

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return "rulebook"

    @property
    def level(self) -> str:
        """The rulebook is the city's."""
        return Level.CITY.value

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the protocol of subjects
        """Everybody in office may read the rulebook; the city's committee office keeps it."""
        from ecoduty.organisation.directory.relations import IN_OFFICE  # noqa: PLC0415 -- it reads these models

        if actor.is_system:
            return frozenset({"system"})
        if COMMITTEE_OFFICE in actor.capacities and actor.level == Level.CITY:
            return frozenset({IN_OFFICE, COMMITTEE_OFFICE})
        return frozenset({IN_OFFICE})
