"""Lists of responsibilities and their rows. A list that took effect is never written again: a revision replaces it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from ecoduty.casework.legal_basis.models import Citing
from ecoduty.mechanisms.responsibilities.finding.models import (
    FindableInside,
    FindableRow,
    InsidePosting,
    OpenPosting,
)
from ecoduty.mechanisms.responsibilities.words import (
    Answer,
    Authority,
    Enforcing,
    FilingState,
    ImportState,
    ListKind,
    Openness,
    OpenReason,
    Role,
    RowLevel,
    SupportRole,
)


class ResponsibilityList(models.Model):
    """One version of one body's list, from collecting to the day another one replaces it (clauses 4.1, 6.1, 6.3).

    `in_force` is its first day, `until` the first day on which it no longer holds; both empty while it is prepared.
    `edition` counts the versions of a body and kind that took effect, 0 before. `based_on` is the version its rows were
    copied from. A `sample` list shows what the platform can do and gives way to the body's first real one.
    `preparing` until it takes effect or is given up: one of a body and kind at a time. `revision` counts what was done to its
    rows. The `filed_` and `filing_` columns tell of its filing with the committee office (clause 4.7).
    """

    matter = models.OneToOneField(
        "matters.Matter", models.PROTECT, primary_key=True, related_name="responsibility_list"
    )
    list_kind = models.CharField(max_length=16, choices=ListKind.choices)
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    edition = models.PositiveSmallIntegerField(default=0)
    in_force = models.DateField(null=True)
    until = models.DateField(null=True)
    sample = models.BooleanField(default=False)
    preparing = models.BooleanField(default=True)
    reason = models.CharField(max_length=16, choices=OpenReason.choices, default=OpenReason.FIRST)
    revision = models.PositiveIntegerField(default=0)
    filing_state = models.CharField(max_length=12, choices=FilingState.choices, blank=True)
    filed_on = models.DateField(null=True)
    filing_number = models.CharField(max_length=80, blank=True)
    filing_opinion = models.TextField(blank=True)

    class Meta:
        db_table = "responsibilities_list"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("in_force")), name="responsibilities_list_days_forward"
            ),
            models.UniqueConstraint(
                fields=["body", "list_kind", "edition", "sample"],
                condition=~Q(edition=0),
                name="responsibilities_list_edition_once",
            ),
            models.UniqueConstraint(
                fields=["body", "list_kind"], condition=Q(preparing=True), name="responsibilities_list_one_in_work"
            ),
        ]
        indexes: ClassVar = [
            # read by every search and by pages: which lists hold on a day
            models.Index(
                fields=["list_kind", "body", "in_force"],
                name="responsibilities_list_in_force",
                condition=Q(in_force__isnull=False),
            ),
        ]


class Responsibility(models.Model):
    """One row of a list: what is to be done, by whom, on which basis (fields: domain facts on real lists).

    `key` stays the same through all versions in which the row is the same matter. `body` is whose row it is; `lead` is
    who leads: the body itself, or another one where it only supports. `field`, `ways` are codes of the rulebook's
    values. `unit` and the two persons in charge are names as the body writes them. `words` are everyday words under
    which people look for it. `decision` is the lead determination that put the row here (article 5). `revision` is that of
    the list when the row was last written, so that of two who edit it the second is told.
    """

    in_list = models.ForeignKey(ResponsibilityList, models.PROTECT, related_name="rows")
    order = models.PositiveSmallIntegerField()
    key = models.UUIDField(default=uuid.uuid4)
    number = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    field = models.CharField(max_length=40, blank=True)
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role.choices)
    lead = models.ForeignKey("directory.Body", models.PROTECT, null=True, related_name="+")
    level = models.CharField(max_length=8, choices=RowLevel.choices, default=RowLevel.CITY)
    unit = models.CharField(max_length=120, blank=True)
    person_a = models.CharField(max_length=60, blank=True)
    person_b = models.CharField(max_length=60, blank=True)
    ways = ArrayField(models.CharField(max_length=40), default=list)
    enforcement = models.CharField(max_length=12, choices=Enforcing.choices, blank=True)
    cycle = models.CharField(max_length=40, blank=True)
    liability = models.TextField(blank=True)
    openness = models.CharField(max_length=12, choices=Openness.choices, default=Openness.OPEN)
    openness_reason = models.CharField(max_length=300, blank=True)
    words = ArrayField(models.CharField(max_length=60), default=list)
    catch_all = models.BooleanField(default=False)
    decision = models.ForeignKey("matters.Matter", models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "responsibilities_responsibility"
        ordering: ClassVar = ["in_list", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["in_list", "key"], name="responsibilities_key_once"),
            models.CheckConstraint(
                condition=Q(openness=Openness.OPEN) | ~Q(openness_reason=""),
                name="responsibilities_withheld_says_why",
            ),
        ]
        indexes: ClassVar = [
            # read by pages of one row through all versions, and by returns that name a row
            models.Index(fields=["key"], name="responsibilities_key"),
        ]

    def __str__(self) -> str:
        return self.name


class Support(models.Model):
    """Another body's part in a row."""

    responsibility = models.ForeignKey(Responsibility, models.PROTECT, related_name="supports")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=SupportRole.choices, default=SupportRole.SUPPORTER)

    class Meta:
        db_table = "responsibilities_support"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["responsibility", "body"], name="responsibilities_support_once"),
        ]


class Basis(Citing):
    """A legal basis of a row, as data and as it was written (clause 4.2)."""

    responsibility = models.ForeignKey(Responsibility, models.PROTECT, related_name="bases")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=600)

    class Meta:
        db_table = "responsibilities_basis"
        ordering: ClassVar = ["responsibility", "order"]


class Opinion(models.Model):
    """What one department whose list overlaps was asked, and its answer (clause 4.4). The highest round counts.

    `why` are sentences that say where the lists overlap; `rows` the digest (SM3) of the rows it was asked about, so that
    a new round asks only where they changed. `due_on` is the last day to answer.
    """

    in_list = models.ForeignKey(ResponsibilityList, models.PROTECT, related_name="opinions")
    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    why = models.JSONField(default=list)
    rows = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    answer = models.CharField(max_length=12, choices=Answer.choices, default=Answer.ASKED)
    text = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "responsibilities_opinion"
        ordering: ClassVar = ["round", "body__order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["in_list", "body", "round"], name="responsibilities_opinion_once"),
        ]


class Approval(models.Model):
    """Who approved a list, when, in which meeting and under which number (clauses 4.5, 6.2)."""

    append_only = True

    in_list = models.ForeignKey(ResponsibilityList, models.PROTECT, related_name="approvals")
    authority = models.CharField(max_length=16, choices=Authority.choices)
    meeting = models.CharField(max_length=120)
    number = models.CharField(max_length=80, blank=True)
    approved_on = models.DateField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField()
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "responsibilities_approval"
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        number = f"（{self.number}）" if self.number else ""
        return f"{self.approved_on.year}年{self.approved_on.month}月{self.approved_on.day}日{self.meeting}{number}"


class Series(models.Model):
    """The last number given to a row of a body in a year, so that none is ever given twice."""

    body = models.ForeignKey("directory.Body", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "responsibilities_series"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "year"], name="responsibilities_series_once"),
        ]


class Provincial(models.Model):
    """The day on which a body's provincial counterpart published its list: two clocks start on it (clauses 4.5, 4.7).

    `by_default` where the body has no counterpart and the day is the rulebook's own.
    """

    append_only = True

    in_list = models.ForeignKey(ResponsibilityList, models.PROTECT, related_name="provincial")
    published_on = models.DateField()
    published_by = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    by_default = models.BooleanField(default=False)
    recorded_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "responsibilities_provincial"
        ordering: ClassVar = ["published_on", "id"]


class Import(models.Model):
    """A file brought for a list and understood, kept until somebody confirms it: nothing of it is in the list before.

    `rows` are rows as people write them, `problems` what was wrong or doubtful with its place in the file and, of `stage`
    check, what the check before submission will find; `columns` how they were taken; `base` the list's revision on which it was read. `done` of `total` rows are understood so far.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    in_list = models.ForeignKey(ResponsibilityList, models.PROTECT, related_name="imports")
    account = models.BigIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.WAITING)
    base = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    sentence = models.CharField(max_length=600, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "responsibilities_import"
        ordering: ClassVar = ["-id"]

    @property
    def under_way(self) -> bool:
        """Whether it is still being read."""
        return self.state in {ImportState.WAITING, ImportState.READING}

    @property
    def percent(self) -> int:
        """How much is read."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def stops(self) -> int:
        """How many problems have to be put right in the file first; what the check will stop may be put right in the draft."""
        return sum(1 for problem in self.problems if problem["stops"] and problem.get("stage") != "check")


__all__ = [
    "Approval",
    "Basis",
    "FindableInside",
    "FindableRow",
    "Import",
    "InsidePosting",
    "OpenPosting",
    "Opinion",
    "Provincial",
    "Responsibility",
    "ResponsibilityList",
    "Series",
    "Support",
]
