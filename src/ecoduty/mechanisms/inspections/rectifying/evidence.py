"""Whether the files of a problem are still what was accepted: told, never hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ecoduty.casework.escalation import telling
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.files import storage
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Attempt
from ecoduty.mechanisms.inspections.keeping import own_of
from ecoduty.mechanisms.inspections.rectifying.models import Acceptance, AlteredFile
from ecoduty.mechanisms.inspections.rectifying.states import Altered


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is no longer what was accepted."""

    public_id: str
    name: str
    how: Altered


def manifest(matter: Matter) -> list[dict[str, str]]:
    """Every file of the matter with its SM3, in the order they came."""
    rows = StoredFile.objects.filter(owner=matter.stream).order_by("id")
    return [{"id": str(row.public_id), "name": row.name, "sm3": row.sm3} for row in rows]


def differences(acceptance: Acceptance) -> Sequence[Difference]:
    """Reads every accepted file whole and compares its digest with the one accepted."""
    kept: list[dict[str, Any]] = acceptance.files
    rows = {str(row.public_id): row for row in StoredFile.objects.filter(public_id__in=[one["id"] for one in kept])}
    found = []
    for one in kept:
        row = rows.get(one["id"])
        if row is None or not storage.path_of(one["sm3"]).exists():
            found.append(Difference(one["id"], one["name"], Altered.MISSING))
        elif row.sm3 != one["sm3"] or not storage.is_intact(row):
            found.append(Difference(one["id"], one["name"], Altered.CHANGED))
    return found


def note_altered(attempt: Attempt) -> None:
    """Write down what differs from an acceptance and tell who accepted and who found the problem."""
    acceptance = Acceptance.objects.get(pk=attempt.data.acceptance, problem=attempt.subject.pk)
    found = differences(acceptance)
    known = {str(one) for one in acceptance.altered.values_list("file", flat=True)}
    fresh = [one for one in found if one.public_id not in known]
    AlteredFile.objects.bulk_create(
        AlteredFile(acceptance=acceptance, file=one.public_id, name=one.name, how=one.how, at=attempt.occurred_at)
        for one in fresh
    )
    names = "、".join(f"{one.name}（{one.how.label}）" for one in fresh)
    attempt.record(altered=[one.name for one in fresh])
    for body in {acceptance.body_id, own_of(attempt).found_by_id}:
        telling.tell_body(
            attempt, body, f"验收后证据有变：{attempt.subject.title}", f"与验收时的摘要不符：{names}。请查明。"
        )


__all__ = ["Difference", "differences", "manifest", "note_altered"]
