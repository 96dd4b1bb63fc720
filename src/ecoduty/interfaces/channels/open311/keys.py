"""Which keys may send reports: digests published for the portal, which cannot read tokens.

A key is a token of the API with the scope `reports:write`, issued and revoked on the desk or the console like any other. After
every such act the digests of those in use stand where the portal reads; a key that was revoked is refused from then on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ecoduty.casework.intakes import forms
from ecoduty.kernel.clock import now, wall_now
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.organisation.tokens import secrets
from ecoduty.organisation.tokens.models import Token
from ecoduty.organisation.tokens.states import ACTIVE, Scope

FORM = "open311"
ORDER = 810


@dataclass(frozen=True, slots=True)
class Key:
    """A key that is good: `digest` stands for it, 64 hexadecimal digits; `purpose` says whose application it is."""

    digest: str
    purpose: str


def publish() -> None:
    """Write the digests of all keys in use, if they differ from those published."""
    rows = Token.objects.filter(
        state=ACTIVE, scopes__contains=[Scope.REPORTS_WRITE.value], expires_on__gte=wall_now().date()
    )
    found = {bytes(one.digest).hex(): [one.purpose, one.expires_on.isoformat()] for one in rows.order_by("pk")}
    if found or forms.shown(FORM, using="default"):
        forms.publish(FORM, {"keys": found}, now())


def known(given: str, *, using: str) -> Key | None:
    """The key, None for one that is unknown, revoked or out of date."""
    if not secrets.looks_like_one(given):
        return None
    digest = secrets.digest(given).hex()
    shown = forms.shown(FORM, using=using) or {"keys": {}}
    purpose, until = shown["keys"].get(digest, ("", ""))
    return Key(digest, purpose) if until and wall_now().date() <= date.fromisoformat(until) else None


def _after(attempts: Sequence[Attempt]) -> None:
    if any(attempt.table.kind == "token" for attempt in attempts):
        publish()


def install() -> None:
    """Listen to the acts on tokens."""
    registry.after_entry("open311.keys", _after, ORDER)
