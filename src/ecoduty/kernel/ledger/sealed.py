"""Personal data beside the ledger: entries hold a digest, the value can be erased without breaking a chain."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from ecoduty.kernel.ledger.chain import sm3
from ecoduty.kernel.ledger.models import SealedValue


def seal(value: str) -> str:
    """Keep a personal value and return the hex digest that an entry may hold in its place."""
    return seal_many([value])[0]


def seal_many(values: Sequence[str]) -> list[str]:
    """The same for many values with one statement; a digest for each, in their order."""
    rows = []
    for value in values:
        salt = secrets.token_bytes(16)
        rows.append(SealedValue(digest=sm3(salt + value.encode()), salt=salt, value=value))
    SealedValue.objects.bulk_create(rows)
    return [row.digest.hex() for row in rows]


def unseal(digest: str) -> str | None:
    """The value behind a digest, or None once it was erased. Raises SealedValue.DoesNotExist."""
    row = SealedValue.objects.get(digest=bytes.fromhex(digest))
    if row.value is None or row.salt is None:
        return None
    if sm3(bytes(row.salt) + row.value.encode()) != bytes(row.digest):
        raise ValueError(f"封存的值与摘要 {digest[:8]} 不符：被改过。")
    return row.value


def erase(digest: str, moment: datetime) -> None:
    """Forget the value and its salt; the digest stays in its entry and can no longer be tied to anybody."""
    SealedValue.objects.filter(digest=bytes.fromhex(digest), erased_at=None).update(
        salt=None, value=None, erased_at=moment
    )
