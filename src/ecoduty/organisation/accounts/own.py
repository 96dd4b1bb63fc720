"""What is an account's own and nobody else's: a row of one person, acted on by him alone, in the stream of his account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models

from ecoduty.organisation.accounts.models import Account

if TYPE_CHECKING:
    from ecoduty.kernel.flow import Actor, Subject

IN_USE = "in_use"  # the one state of what is a person's own


class AccountsOwn(models.Model):
    """A row by account. Its acts stand in the stream of the account; it belongs to no level of government."""

    account = models.OneToOneField("accounts.Account", models.PROTECT, primary_key=True, related_name="+")
    state = models.CharField(max_length=20, default=IN_USE)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """The account's own stream of the ledger."""
        return f"account:{self.account_id}"

    @property
    def level(self) -> str:
        """Of no level."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the protocol of subjects
        """The account's own, and nobody else's."""
        if actor.is_system:
            return frozenset({"system"})
        return frozenset({"own"}) if actor.account == self.account_id else frozenset()


class OwnStore:
    """Rows by account; who never kept anything has an empty one. `columns` are those beside the account's."""

    def __init__(self, model: type[AccountsOwn], *columns: str) -> None:
        self._model = model
        self._columns = [*columns, "state", "version", "last_occurred_at"]

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """The accounts' streams."""
        return {pk: f"account:{pk}" for pk in Account.objects.filter(pk__in=refs).values_list("pk", flat=True)}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """The rows with account and person: two queries."""
        known = {row.account_id: row for row in self._model._default_manager.filter(account__in=refs)}  # noqa: SLF001 -- Django's name
        found: dict[Any, Subject] = {}
        for account in Account.objects.filter(pk__in=refs).select_related("person"):
            row = known.get(account.pk) or self._model(account=account)
            row.account = account
            found[account.pk] = row
        return found

    def write(self, subjects: Sequence[Any]) -> None:
        """One statement, whether they were there before or not."""
        self._model._default_manager.bulk_create(  # noqa: SLF001 -- Django's name
            subjects, update_conflicts=True, unique_fields=["account"], update_fields=self._columns
        )


__all__ = ["IN_USE", "AccountsOwn", "OwnStore"]
