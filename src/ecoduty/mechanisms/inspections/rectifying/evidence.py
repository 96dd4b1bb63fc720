"""Whether the files of a problem are still what was accepted: told, never hidden."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

MOST_READ = 16 * 1024 * 1024
"""How many bytes a page reads for its comparison: some tenths of a second."""


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


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs, and how many files were too large to be read while somebody waits for a page."""

    found: Sequence[Difference]
    unread: int


def differences(acceptance: Acceptance) -> Sequence[Difference]:
    """Reads every accepted file whole and compares its digest with the one accepted."""
    return _compare(acceptance, None).found


def at_a_glance(acceptance: Acceptance) -> Compared:
    """As `differences`, but reads no more than MOST_READ bytes, the smallest files first. Of the others only that they are
    there with their length and the accepted digest; they are read whole at night.
    """
    return _compare(acceptance, MOST_READ)


def _compare(acceptance: Acceptance, most: int | None) -> Compared:
    """`most` is how many bytes are read at the most; None for all."""
    kept: list[dict[str, Any]] = acceptance.files
    rows = {str(row.public_id): row for row in StoredFile.objects.filter(public_id__in=[one["id"] for one in kept])}
    read = _read_whole(rows.values(), most)
    found = []
    for one in kept:
        row = rows.get(one["id"])
        if row is None or not storage.path_of(one["sm3"]).exists():
            found.append(Difference(one["id"], one["name"], Altered.MISSING))
        elif row.sm3 != one["sm3"] or not (storage.is_intact(row) if row.pk in read else _same_length(row)):
            found.append(Difference(one["id"], one["name"], Altered.CHANGED))
    return Compared(found, len(rows) - len(read))


def _read_whole(rows: Iterable[StoredFile], most: int | None) -> set[int]:
    """The files that are read whole within so many bytes."""
    found, total = set(), 0
    for row in sorted(rows, key=lambda one: one.size):
        total += row.size
        if most is not None and total > most:
            break
        found.add(row.pk)
    return found


def _same_length(row: StoredFile) -> bool:
    return storage.path_of(row.sm3).stat().st_size == row.size


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


__all__ = ["MOST_READ", "Compared", "Difference", "at_a_glance", "differences", "manifest", "note_altered"]
