"""A person's shelf of filters, and which matters stand in those that he is told about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from ecoduty.kernel.flow import Actor

IN_USE = "in_use"  # the one state of a shelf


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """What the list of matters is asked for, under a person's own name for it. `query` is the list's own address taken apart;
    `notify` says that he is told what comes in.
    """

    key: str
    name: str
    query: Mapping[str, str] = field(default_factory=dict)
    notify: bool = False

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {**asdict(self), "query": dict(self.query)}


class Shelf(models.Model):
    """The filters of one account, in his order. Its acts stand in the stream of the account."""

    account = models.OneToOneField("accounts.Account", models.PROTECT, primary_key=True, related_name="+")
    filters = models.JSONField(default=list)
    watched = models.BooleanField(default=False)
    state = models.CharField(max_length=20, default=IN_USE)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "saved_filters_shelf"
        indexes: ClassVar = [
            # read by the job that looks what came in
            models.Index(fields=["account"], name="saved_filters_watched", condition=Q(watched=True)),
        ]

    @property
    def every(self) -> list[SavedFilter]:
        """The filters, in order."""
        return [SavedFilter(**one) for one in self.filters]

    def keep(self, filters: list[SavedFilter]) -> None:
        """Have these filters from now on, in this order."""
        self.filters = [one.as_json() for one in filters]
        self.watched = any(one.notify for one in filters)

    @property
    def stream(self) -> str:
        """The account's own stream of the ledger."""
        return f"account:{self.account_id}"

    @property
    def level(self) -> str:
        """A shelf belongs to no level of government."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the protocol of subjects
        """It is the account's own, and nobody else's."""
        if actor.is_system:
            return frozenset({"system"})
        return frozenset({"own"}) if actor.account == self.account_id else frozenset()


class Entered(models.Model):
    """A matter that stands, or stood until `left_at`, in a filter that its person is told about."""

    shelf = models.ForeignKey(Shelf, models.PROTECT, related_name="entered", db_index=False)
    filter = models.CharField(max_length=12)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "saved_filters_entered"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shelf", "filter", "matter"], name="saved_filters_entered_once"),
        ]


__all__ = ["IN_USE", "Entered", "SavedFilter", "Shelf"]
