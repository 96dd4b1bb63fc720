"""Who wants to be told of what, and where."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ecoduty.kernel.sealing.fields import SealedText
from ecoduty.organisation.tokens.models import Token

if TYPE_CHECKING:
    from ecoduty.kernel.flow.actor import Actor

ACTIVE = "active"
ENDED = "ended"


class Subscription(models.Model):
    """A subscription made with a token; it hears of what the token's post may see, for as long as the token is good.

    Empty `kinds` or `acts` stand for all. `secret` is the key for signing in base64, sealed at rest and bound to `nonce`.
    """

    token = models.ForeignKey(Token, models.PROTECT, related_name="+")
    url = models.CharField(max_length=1000)
    kinds = ArrayField(models.CharField(max_length=60), default=list)
    acts = ArrayField(models.CharField(max_length=60), default=list)
    nonce = models.CharField(max_length=32)
    secret = SealedText(bound_to="nonce")
    state = models.CharField(max_length=20, default=ACTIVE)
    version = models.IntegerField(default=0)
    last_occurred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "webhook_subscription"
        ordering = ["id"]
        indexes = [
            # read within every act: does anybody listen at all?
            models.Index(fields=["id"], name="webhook_active", condition=models.Q(state=ACTIVE)),
        ]

    @property
    def stream(self) -> str:
        """Its stream of the ledger."""
        return f"webhook:{self.pk}"

    @property
    def key(self) -> str:
        """The outbox's key: what goes to one subscriber goes in order."""
        return str(self.pk)

    @property
    def level(self) -> str:
        """Subscriptions belong to no level of government."""
        return ""

    def relations_of(self, actor: Actor, on: date) -> frozenset[str]:  # noqa: ARG002 -- the protocol of subjects
        """The platform's own, and those of the body whose token made it."""
        if actor.is_system:
            return frozenset({"system"})
        return frozenset({"own_body"}) if actor.body_id == self.token.post.body_id else frozenset()

    def hears(self, kind: str, act: str) -> bool:
        """Whether it asked for such acts."""
        return (not self.kinds or kind in self.kinds) and (not self.acts or act in self.acts)
