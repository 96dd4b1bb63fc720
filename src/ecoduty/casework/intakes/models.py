"""The tables between the public and the staff. Which role may do what with a row stands beside each (kernel/database/roles.py)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from ecoduty.casework.intakes.states import FIRST, IntakeKind, IntakeState
from ecoduty.organisation.directory.states import COMMITTEE_OFFICE, OFFICE_KINDS

if TYPE_CHECKING:
    from ecoduty.kernel.flow import Actor

HOTLINE = "hotline"  # the kind of post that answers the telephone


class PublicForm(models.Model):
    """What a page of the public may ask for, cut out of the rulebook: choices, limits, outlines of districts, the public
    key for what is sealed. The latest row of a kind counts.
    """

    append_only = True
    portal_may = "select"

    kind = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "intakes_public_form"
        indexes: ClassVar = [
            models.Index(fields=["kind", "-published_at"], name="intakes_form_latest"),  # read by every such page
        ]


class Receipt(models.Model):
    """What a sender keeps: the number in clear, of the code a keyed digest, of the form a digest that makes a second
    sending of the same form the first one again, and of what was sent one that tells another content under the same form.
    A new code for a lost one replaces the digest.
    """

    portal_may = "insert_select"

    kind = models.CharField(max_length=12, choices=IntakeKind.choices, default=IntakeKind.REPORT)
    reference = models.CharField(max_length=20, unique=True)
    code = models.CharField(max_length=64)
    form = models.CharField(max_length=64, unique=True)
    content = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "intakes_receipt"


class Intake(models.Model):
    """What somebody sent. The portal inserts it and cannot read it again.

    `content` is what is to be handled, empty once it was taken in; `sealed` what the sender wrote about himself, sealed to a
    public key; `address` a digest of the sender's address that changes every day. `matter` is the number of what it became.
    """

    portal_may = "insert"

    kind = models.CharField(max_length=12, choices=IntakeKind.choices)
    reference = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=IntakeState.choices)
    content = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
    address = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField()
    matter = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intakes_intake"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reference"], condition=Q(kind__in=FIRST), name="intakes_one_report"),
            models.CheckConstraint(
                condition=~Q(state=IntakeState.DROPPED) | ~Q(reason=""), name="intakes_dropped_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=IntakeState.TAKEN) | Q(taken_at__isnull=False), name="intakes_taken_when"
            ),
        ]
        indexes: ClassVar = [
            # read by the worker: what waits, in order
            models.Index(fields=["id"], name="intakes_waiting", condition=Q(state=IntakeState.WAITING)),
            # read by the desk: what waits for a person
            models.Index(
                fields=["id"], name="intakes_for_people", condition=Q(state__in=[IntakeState.HELD, IntakeState.STUCK])
            ),
            models.Index(fields=["matter"], name="intakes_of_matter", condition=Q(matter__isnull=False)),
        ]

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return f"intake:{self.pk}"

    @property
    def level(self) -> str:
        """Intakes belong to no level of government yet."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the protocol of subjects
        """The platform, and those who look through what came in; to everybody else it does not exist."""
        if actor.is_system:
            return frozenset({"system"})
        return frozenset({"doorkeeper"}) if keeps_the_door(actor) else frozenset()


def keeps_the_door(actor: Actor) -> bool:
    """Whether the actor looks through what came in: the hotline, or the city's committee office."""
    office = COMMITTEE_OFFICE in actor.capacities and actor.post_kind in OFFICE_KINDS
    return office or actor.post_kind == HOTLINE


class Mark(models.Model):
    """That something was done from an address: rows of a few days, counted for limits. In a table that is not logged, so
    that marking costs nothing; after a crash of the database counting begins anew.
    """

    portal_may = "insert_select"

    what = models.CharField(max_length=12)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "intakes_mark"
        indexes: ClassVar = [
            models.Index(fields=["what", "address", "at"], name="intakes_mark_count"),  # read by limiting
        ]


class PublicStanding(models.Model):
    """What the public may know of what it sent: words and days, nothing of who sent it, nothing internal.

    `state` is one of standing.STATES, or what whoever took it in calls it; `can` what the sender may still do; `area` a square
    of about two kilometres. `about` is the public id of what it belongs to (a session, a text), `facts` its numbers.
    """

    portal_may = "select"

    reference = models.CharField(max_length=20, primary_key=True)
    matter = models.BigIntegerField(null=True, unique=True)
    kind = models.CharField(max_length=40)
    category = models.CharField(max_length=40, blank=True)
    category_label = models.CharField(max_length=60, blank=True)
    district = models.CharField(max_length=80, blank=True)
    district_label = models.CharField(max_length=60, blank=True)
    area = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=12)
    label = models.CharField(max_length=40)
    since = models.DateTimeField()
    received_on = models.DateField()
    handler = models.CharField(max_length=120, blank=True)
    limit_label = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    due_words = models.CharField(max_length=300, blank=True)
    notes = models.JSONField(default=list)
    answer = models.TextField(blank=True)
    next_steps = models.CharField(max_length=800, blank=True)
    can = models.JSONField(default=list)
    about = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "intakes_standing"
        indexes: ClassVar = [
            # read by the portal: what was sent lately of that kind there
            models.Index(fields=["kind", "category", "district", "received_on"], name="intakes_alike"),
            # read by Open311: what was sent in the last days, the latest first
            models.Index(fields=["kind", "-received_on", "-reference"], name="intakes_lately"),
        ]


__all__ = ["Intake", "Mark", "PublicForm", "PublicStanding", "Receipt", "keeps_the_door"]
