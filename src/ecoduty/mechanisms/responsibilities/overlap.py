"""Where the lists of other departments touch this one: by name, by mirrored support, by similar wording (clause 4.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from ecoduty.kernel.ledger.chain import canonical, sm3
from ecoduty.mechanisms.responsibilities import likeness
from ecoduty.mechanisms.responsibilities.models import Responsibility, ResponsibilityList
from ecoduty.mechanisms.responsibilities.rows import Written
from ecoduty.mechanisms.responsibilities.words import ListKind, SupportRole
from ecoduty.organisation.directory import queries
from ecoduty.organisation.directory.models import Body

_OTHERS = """
SELECT r.id::text AS ref, r.name AS name FROM responsibilities_responsibility r
JOIN responsibilities_list l ON l.matter_id = r.in_list_id
WHERE l.list_kind = %(kind)s AND NOT l.sample AND l.body_id <> %(body)s
  AND l.in_force <= %(on)s AND (l.until IS NULL OR l.until > %(on)s)
"""


@dataclass
class Touch:
    """How another department's list touches this one: sentences for it to read, and the keys of our rows."""

    why: list[str] = field(default_factory=list)
    keys: set[UUID] = field(default_factory=set)

    def add(self, sentence: str, key: UUID | None) -> None:
        """One place."""
        if sentence not in self.why:
            self.why.append(sentence)
        if key is not None:
            self.keys.add(key)


def touches(version: ResponsibilityList, written: Sequence[Written], on: date) -> dict[int, Touch]:
    """By id of the department, in no order. A fixed number of statements, however many rows. Samples count for nothing.

    A department that is no more is asked through whoever answers for it.
    """
    found: dict[int, Touch] = defaultdict(Touch)
    for row in written:
        others = [(body, "会同" if role == SupportRole.JOINT else "配合") for body, role in row.supports]
        if row.lead is not None:
            others.append((row.lead, "牵头"))
        for body, part in others:
            found[body].add(f"“{row.name}”写明由贵单位{part}", row.key)
    _mirrored(version, on, found)
    _alike(version, written, on, found)
    found.pop(version.body_id, None)
    return _answered_for(found, version, on)


def _mirrored(version: ResponsibilityList, on: date, found: dict[int, Touch]) -> None:
    """Rows of other lists in force that name this department."""
    naming = Q(lead=version.body_id) | Q(supports__body=version.body_id)
    rows = Responsibility.objects.filter(
        naming, in_list__list_kind=ListKind.SPECIFIC, in_list__sample=False, in_list__in_force__lte=on
    ).exclude(in_list__until__lte=on)
    pairs = rows.exclude(body=version.body_id).order_by("body", "order").values_list("body", "name").distinct()
    for body, name in pairs:
        found[body].add(f"贵单位清单中的“{name}”写明与本单位有关", None)


def _alike(version: ResponsibilityList, written: Sequence[Written], on: date, found: dict[int, Touch]) -> None:
    keys = {str(row.key): row.key for row in written}
    pairs = likeness.near(
        [(str(row.key), row.name) for row in written], _OTHERS,
        {"kind": ListKind.SPECIFIC.value, "body": version.body_id, "on": on},
    )  # fmt: skip
    beyond = [pair for pair in pairs if not pair.within]
    bodies = dict(Responsibility.objects.filter(pk__in=[int(pair.other) for pair in beyond]).values_list("pk", "body"))
    for pair in beyond:
        found[bodies[int(pair.other)]].add(f"“{pair.name}”与贵单位清单中的“{pair.other_name}”相近", keys[pair.ref])


def _answered_for(found: dict[int, Touch], version: ResponsibilityList, on: date) -> dict[int, Touch]:
    merged: dict[int, Touch] = defaultdict(Touch)
    for body in Body.objects.filter(pk__in=found).select_related("heir"):
        who = queries.answering(body, on)
        for sentence in found[body.pk].why:
            merged[who.pk].add(sentence, None)
        merged[who.pk].keys |= found[body.pk].keys
    merged.pop(version.body_id, None)
    return dict(merged)


def digest(touch: Touch, written: Sequence[Written]) -> str:
    """SM3 over what a department is asked about: the rows that touch its list, and why; 64 hexadecimal digits."""
    rows = [
        [
            row.name,
            row.description,
            row.role,
            row.lead or 0,
            sorted(map(list, row.supports)),
            [c.text for c in row.bases],
        ]
        for row in sorted(written, key=lambda row: str(row.key))
        if row.key in touch.keys
    ]
    return sm3(canonical({"rows": rows, "why": sorted(touch.why)})).hex()


__all__ = ["Touch", "digest", "touches"]
