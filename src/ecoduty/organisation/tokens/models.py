"""Access tokens. Who may do what with one follows from its post, as it does for a person, and from its scopes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ecoduty.organisation.directory.models import Post
from ecoduty.organisation.tokens.states import ACTIVE

if TYPE_CHECKING:
    from ecoduty.kernel.flow.actor import Actor


class Token(models.Model):
    """A token of another system. `digest` is the SM3 of what was shown once; `expires_on` is its last day (wall time)."""

    purpose = models.CharField(max_length=60)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    scopes = ArrayField(models.CharField(max_length=40))
    digest = models.BinaryField(max_length=32, unique=True)
    expires_on = models.DateField()
    state = models.CharField(max_length=20, default=ACTIVE)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "tokens_token"
        ordering = ["id"]

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return f"token:{self.pk}"

    @property
    def level(self) -> str:
        """Tokens belong to no level of government."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:
        """How an actor stands to this token."""
        from ecoduty.organisation.tokens.relations import relations  # noqa: PLC0415 -- it reads these models

        return relations(self, actor, on)
