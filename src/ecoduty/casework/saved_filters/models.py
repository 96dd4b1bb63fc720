"""A person's shelf of filters, and which matters stand in those that he is told about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from ecoduty.organisation.accounts.own import AccountsOwn


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


class Shelf(AccountsOwn):
    """The filters of one account, in his order."""

    filters = models.JSONField(default=list)
    watched = models.BooleanField(default=False)

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


__all__ = ["Entered", "SavedFilter", "Shelf"]
