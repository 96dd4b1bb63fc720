"""Where accounts are kept, as the gate wants it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Refused, Subject
from ecoduty.organisation.accounts.models import Account, Invitation

_COLUMNS = (
    "password", "is_active", "must_change_password", "factor_since", "factor_required", "office", "state", "version",
    "last_occurred_at", "person",
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
        try:
            Account.objects.bulk_create(fresh)
        except IntegrityError as error:
            diagnosis = getattr(error.__cause__, "diag", None)
            if getattr(diagnosis, "constraint_name", None) != "accounts_account_username_key":
                raise
            raise Refused("username_taken", "这个用户名刚刚已有人使用，请换一个再办。") from error
        self._invite([account for account in subjects if account.fresh_invitation is not None])

    def _invite(self, some: Sequence[Account]) -> None:
        """New invitations in place of those still open: two statements for all."""
        if not some:
            return
        Invitation.objects.filter(account__in=[one.pk for one in some], used_at=None, withdrawn_at=None).update(
            withdrawn_at=wall_now()
        )
        rows = [one.fresh_invitation for one in some if one.fresh_invitation is not None]
        for row in rows:
            row.account_id = row.account.pk
        Invitation.objects.bulk_create(rows)
        for one in some:
            one.fresh_invitation = None
