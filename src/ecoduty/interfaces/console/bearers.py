"""Asks a clause's page as its bearer would: in this process, signed in as somebody of a bearer body, leaving nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from ecoduty.kernel.clock import today
from ecoduty.kernel.rulebook import Rulebook
from ecoduty.kernel.rulebook.schema import Clause
from ecoduty.organisation.access import actors_of
from ecoduty.organisation.accounts.models import Account
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.dated import holding
from ecoduty.organisation.directory.models import Appointment

PORTAL = "/portal/"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def address(page: str) -> str:
    """The address of a page named by address or by URL name; empty where there is no such page."""
    if page.startswith("/"):
        return page
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


class Bearers:
    """Pages as the bearers of clauses see them; use within `asking()`."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._accounts: dict[str, Account | None] = {}

    def page_status(self, clause: str, page: str) -> int | None:
        """What the page answers to an account of the clause's bearer, to anybody on the portal.

        404 for a page that does not exist, None where no bearer has an account here.
        """
        found = address(page)
        if not found:
            return 404
        client = Client(raise_request_exception=False)
        if not found.startswith(PORTAL):
            account = self._account(self.book.clauses[clause])
            if account is None:
                return None
            client.force_login(account, backend=_BACKEND)
        return int(client.get(found).status_code)

    def _account(self, clause: Clause) -> Account | None:
        key = clause.bearers.model_dump_json()
        if key not in self._accounts:
            self._accounts[key] = bearer_account(clause, today())
        return self._accounts[key]


def bearer_account(clause: Clause, on: date) -> Account | None:
    """An account of somebody in office in a body that bears the clause: the first in official order."""
    bodies = queries.bodies(clause.bearers, on=on)
    in_office = Appointment.objects.filter(holding(on), holding(on, "post__"), post__body__in=bodies)
    accounts = Account.objects.filter(is_active=True, must_change_password=False, person__appointments__in=in_office)
    ordered = accounts.order_by("person__appointments__post__body__order", "username").select_related("person")
    return next((account for account in ordered[:20] if actors_of(account, on)), None)


@contextmanager
def asking() -> Iterator[None]:
    """Ask pages without leaving a session behind, whatever host and static files this installation has."""
    storages = {**settings.STORAGES, "staticfiles": _PLAIN_FILES}
    with override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=storages), transaction.atomic():
        yield
        transaction.set_rollback(True)


__all__ = ["Bearers", "address", "asking", "bearer_account"]
