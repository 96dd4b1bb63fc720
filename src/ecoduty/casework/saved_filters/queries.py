"""A person's filters, and the shelves to look after."""

from __future__ import annotations

from ecoduty.casework.saved_filters.models import Shelf
from ecoduty.organisation.accounts.models import Account


def shelf_of(account: Account) -> Shelf:
    """The shelf of an account, empty where nothing was kept. One query."""
    return Shelf.objects.filter(account=account).first() or Shelf(account=account)


def watched_after(account: int, size: int) -> list[Shelf]:
    """The next shelves, by account, whose person wants to be told something. They are locked until the transaction ends;
    what another worker holds is passed over. One query.
    """
    rows = Shelf.objects.select_for_update(skip_locked=True, of=("self",)).filter(watched=True, account__gt=account)
    return list(rows.select_related("account__person").order_by("account")[:size])


__all__ = ["shelf_of", "watched_after"]
