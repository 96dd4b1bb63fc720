"""Where accounts are kept, as the gate wants it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ecoduty.kernel.flow import Subject
from ecoduty.organisation.accounts.models import Account

_COLUMNS = (
    "password", "is_active", "must_change_password", "factor_since", "factor_required", "office", "state", "version",
    "last_occurred_at",
)  # fmt: skip


class AccountStore:
    """Accounts by number; new ones get theirs when they are written."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Names of the streams, by number."""
        return {pk: f"account:{pk}" for pk in Account.objects.filter(pk__in=refs).values_list("pk", flat=True)}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """Accounts with the people behind them: one query."""
        return {account.pk: account for account in Account.objects.filter(pk__in=refs).select_related("person")}

    def write(self, subjects: Sequence[Any]) -> None:
        """One statement for the new ones, one for the others."""
        fresh = [account for account in subjects if account.pk is None]
        known = [account for account in subjects if account.pk is not None]
        if known:
            Account.objects.bulk_update(known, _COLUMNS)
        Account.objects.bulk_create(fresh)
