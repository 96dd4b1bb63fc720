"""What a page of the public may ask for: published by the desk's side, read by the portal's."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from ecoduty.casework.intakes.models import PublicForm
from ecoduty.kernel.ledger.chain import canonical, sm3


def publish(kind: str, content: dict[str, Any], moment: datetime) -> PublicForm:
    """Write it if it differs from what is shown; the row now shown. JSON without floats."""
    digest = sm3(canonical(content)).hex()
    latest = PublicForm.objects.filter(kind=kind).order_by("-published_at", "-pk").first()
    if latest is not None and latest.digest == digest:
        return latest
    return PublicForm.objects.create(kind=kind, digest=digest, content=content, published_at=moment)


def shown(kind: str, *, using: str) -> dict[str, Any] | None:
    """What is shown now, or None before the first; understood once for all who ask, and not to be changed."""
    rows = PublicForm.objects.using(using).filter(kind=kind).order_by("-published_at", "-pk")
    text = rows.values_list(Cast("content", TextField()), flat=True).first()
    return _understood(text) if text else None


@lru_cache(maxsize=8)
def _understood(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found
