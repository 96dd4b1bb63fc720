"""Putting a version of a list before the public, ending it, taking it down. Each runs inside the gate's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ecoduty.casework.publications.listed import PublishedList, PublishedRow, content_of
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.ledger.chain import canonical, sm3


def digest_of(rows: Sequence[PublishedRow]) -> str:
    """SM3 over the rows as the public reads them, in their order; 64 hexadecimal digits."""
    return sm3(canonical(content_of(rows))).hex()


def show(version: PublishedList, rows: Sequence[PublishedRow]) -> PublishedList:
    """Write a version and its rows for the portal, with their digest; two statements however many rows.

    The version before it, of the same body and kind, ends on the day this one begins.
    """
    version.snapshot = digest_of(rows)
    version.changed_at = version.registered_at
    version.save(force_insert=True)
    for row in rows:
        row.in_list = version
    PublishedRow.objects.bulk_create(rows, batch_size=2000)
    before = PublishedList.objects.filter(
        body_key=version.body_key, kind=version.kind, until=None, in_force__lte=version.in_force
    ).exclude(pk=version.pk)
    before.update(until=version.in_force, changed_at=version.registered_at)
    return version


def end(public_id: UUID, until: date, at: datetime) -> None:
    """End a version without another in its place: its body is no more, or real lists take the place of a sample."""
    PublishedList.objects.filter(pk=public_id).update(until=until, changed_at=at)


def answered_by(former_key: str, entry: Mapping[str, str], at: datetime) -> int:
    """What became of a body is said on its versions that hold from that day on (`entry` as in `PublishedList.later`), how many.

    Those that it answers for itself after an earlier reform are among them. The frozen rows stay as they were.
    """
    whose = Q(body_key=former_key) | Q(later__contains=[{"key": former_key}])
    held = PublishedList.objects.filter(whose, withdrawn_on=None).exclude(until__lte=date.fromisoformat(entry["since"]))
    found = [version for version in held if version.answering_key == former_key]
    for version in found:
        version.later = [*version.later, dict(entry)]
        version.changed_at = at
        version.save(update_fields=["later", "changed_at"])
    return len(found)


def withdraw(public_id: UUID, reason: str, on: date, at: datetime) -> None:
    """Take a version down: the portal keeps its address and says why. Raises Refused `list_not_shown`."""
    if not PublishedList.objects.filter(pk=public_id, withdrawn_on=None).update(
        withdrawn_on=on, withdrawn_reason=reason, changed_at=at
    ):
        raise Refused("list_not_shown", "这一版清单没有在门户上，没有可以撤下的内容。")


def in_force(on: date, using: str = "default") -> QuerySet[PublishedList]:
    """The versions that hold on a day, samples too, in official order."""
    rows = PublishedList.objects.using(using).filter(in_force__lte=on, withdrawn_on=None).exclude(until__lte=on)
    return rows.order_by("body_order", "kind", "-in_force")


__all__ = ["answered_by", "digest_of", "end", "in_force", "show", "withdraw"]
