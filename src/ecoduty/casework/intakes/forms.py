"""What a page of the public may ask for: published by the desk's side, read by the portal's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ecoduty.casework.intakes.models import PublicForm
from ecoduty.kernel.ledger.chain import canonical, sm3

DOOR = "door"  # by which numbers every page that takes something in goes (offering.py)


def publish(kind: str, content: dict[str, Any], moment: datetime) -> PublicForm:
    """Write it if it differs from what is shown; the row now shown. JSON without floats."""
    digest = sm3(canonical(content)).hex()
    latest = PublicForm.objects.filter(kind=kind).order_by("-published_at", "-pk").first()
    if latest is not None and latest.digest == digest:
        return latest
    return PublicForm.objects.create(kind=kind, digest=digest, content=content, published_at=moment)


def shown(kind: str, *, using: str) -> dict[str, Any] | None:
    """What is shown now, or None before the first."""
    row = PublicForm.objects.using(using).filter(kind=kind).order_by("-published_at", "-pk").first()
    return row.content if row else None
