"""Accounts: a name to sign in with, a person behind it, nothing about what he may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models

from ecoduty.kernel.sealing.fields import SealedText
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
    factor_since = models.DateTimeField(null=True)  # since when a second factor is asked at log-in; null: none
    factor_required = models.BooleanField(default=False)  # by the security administrator, whatever the posts ask
    office = models.CharField(max_length=30, blank=True, default="")  # one of the three administrators, or nothing
    state = models.CharField(max_length=20, default=OPEN)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    last_login: None = None  # Django's way to leave the column out: no log-in statistics

    # What an act made and nobody can read again: told once to whoever did the act, never stored.
    told_codes: tuple[str, ...] = ()
    told_link: str = ""
    fresh_invitation: Invitation | None = None  # written with the account by its store
    outcome: str = ""

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


class Factor(models.Model):
    """The second factor of an account: a shared secret for one-time codes, sealed. The account's stream tells its story.

    `last_step` is the newest half-minute whose code was accepted: no code is accepted twice, nor an older one after it.
    """

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True, related_name="factor")
    secret = SealedText(bound_to="account_id")
    last_step = models.BigIntegerField(default=0)
    failures = models.SmallIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_factor"


class RecoveryCode(models.Model):
    """A code for the day the telephone is lost: kept as a digest, used once."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="recovery_codes")
    digest = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_recovery_code"
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="accounts_recovery_code_once")]


class SignInSession(models.Model):
    """One log-in that lasts: where it began, when it was last seen, how it ended. `key` is Django's key of the session."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="sessions")
    key = models.CharField(max_length=40, unique=True)
    method = models.CharField(max_length=20)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    how_ended = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "accounts_session"
        indexes = [
            # my sessions, and how many there are at once
            models.Index(
                fields=["account", "seen_at"], name="accounts_session_open", condition=models.Q(ended_at=None)
            ),
        ]


class Invitation(models.Model):
    """A link by which a person sets the password of his account himself: kept as a digest, good once, for some days."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="invitations")
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_invitation"
        constraints = [
            models.UniqueConstraint(
                fields=["account"], name="accounts_invitation_one", condition=models.Q(used_at=None, withdrawn_at=None)
            )
        ]


class LinkedSubject(models.Model):
    """Who an account is at a provider of unified log-in: its eternal name there, linked by an administrator."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="linked_subjects")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)

    class Meta:
        db_table = "accounts_linked_subject"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="accounts_linked_subject_once"),
            models.UniqueConstraint(fields=["account", "issuer"], name="accounts_linked_subject_one"),
        ]


class Entrance(models.Model):
    """The entrance itself: the one subject of what happens before anybody is known. Its row is made with the table."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    state = models.CharField(max_length=20, default=OPEN)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_entrance"
        constraints = [models.CheckConstraint(name="accounts_entrance_one", condition=models.Q(id=1))]

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return "entrance"

    @property
    def level(self) -> str:
        """The entrance belongs to no level of government."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the protocol of subjects
        """Only the platform writes here."""
        return frozenset({"system"}) if actor.is_system else frozenset()


def account_of(user: Account | AnonymousUser | Any) -> Account | None:
    """The signed-in account of a request's user, or None."""
    return user if isinstance(user, Account) else None
