"""Where tokens are kept, as the gate wants it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ecoduty.kernel.flow import Subject
from ecoduty.organisation.tokens.models import Token

_COLUMNS = ("state", "version", "last_occurred_at")


class TokenStore:
    """Tokens by number; new ones get theirs when they are written."""

    def streams(self, refs: Sequence[Any]) -> dict[Any, str]:
        """Names of the streams, by number."""
        return {pk: f"token:{pk}" for pk in Token.objects.filter(pk__in=refs).values_list("pk", flat=True)}

    def load(self, refs: Sequence[Any]) -> dict[Any, Subject]:
        """Tokens with their posts: one query."""
        return {token.pk: token for token in Token.objects.filter(pk__in=refs).select_related("post__body")}

    def write(self, subjects: Sequence[Any]) -> None:
        """One statement for the new ones, one for the others."""
        known = [token for token in subjects if token.pk is not None]
        fresh = [token for token in subjects if token.pk is None]
        if known:
            Token.objects.bulk_update(known, _COLUMNS)
        Token.objects.bulk_create(fresh)
