"""Accounts: a name to sign in with, a person behind it, nothing about what he may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models

from ecoduty.organisation.accounts.states import OPEN
from ecoduty.organisation.directory.models import Person

if TYPE_CHECKING:
    from datetime import date

    from ecoduty.kernel.flow.actor import Actor


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts for signing in. Accounts are opened by an act (accounts/flow.py), never here."""


class Account(AbstractBaseUser):
    """A sign-in account. Its stream holds when it was opened, closed, or given a new password; never the password."""

    username = models.CharField(max_length=80, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="accounts")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    state = models.CharField(max_length=20, default=OPEN)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    last_login: None = None  # Django's way to leave the column out: no log-in statistics

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "accounts_account"
        ordering = ["username"]

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return f"account:{self.pk}"

    @property
    def level(self) -> str:
        """Accounts belong to no level of government."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:
        """How an actor stands to this account."""
        from ecoduty.organisation.accounts.relations import relations  # noqa: PLC0415 -- it reads these models

        return relations(self, actor, on)


def account_of(user: Account | AnonymousUser | Any) -> Account | None:
    """The signed-in account of a request's user, or None."""
    return user if isinstance(user, Account) else None
