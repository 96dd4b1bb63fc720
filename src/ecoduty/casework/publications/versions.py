"""What changed from one version of a list to another, as a citizen can read it: rows that came, went or were reworded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from ecoduty.casework.documents.difference import Change, inside
from ecoduty.casework.publications.listed import PublishedRow


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a row that is not the same: its label, and the pieces of old and new text."""

    label: str
    parts: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that stands in both versions and says something else now."""

    old: PublishedRow
    new: PublishedRow
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed; `same` counts the rows that did not."""

    added: tuple[PublishedRow, ...]
    removed: tuple[PublishedRow, ...]
    changed: tuple[Changed, ...]
    same: int

    @property
    def nothing(self) -> bool:
        """Whether the two versions say the same."""
        return not (self.added or self.removed or self.changed)


def difference(old: Sequence[PublishedRow], new: Sequence[PublishedRow]) -> Difference:
    """The difference of two versions, in the order of the newer; what went stands in the order of the older.

    A row is the same matter where its key is; of the others where body and name are (a list typed in afresh).
    """
    before = {row.key: row for row in old}
    pairs = {row.key: before[row.key] for row in new if row.key in before}
    left = {_name(row): row for row in old if row.key not in pairs}
    for row in new:
        if row.key not in pairs and _name(row) in left:
            pairs[row.key] = left.pop(_name(row))
    kept: set[UUID] = {row.key for row in pairs.values()}
    changed = [Changed(pairs[row.key], row, _facts(pairs[row.key], row)) for row in new if row.key in pairs]
    return Difference(
        added=tuple(row for row in new if row.key not in pairs),
        removed=tuple(row for row in old if row.key not in kept),
        changed=tuple(one for one in changed if one.facts),
        same=sum(not one.facts for one in changed),
    )


def _name(row: PublishedRow) -> tuple[str, str]:
    return row.body_key, row.name


def _facts(old: PublishedRow, new: PublishedRow) -> tuple[Fact, ...]:
    before, after = old.facts(), new.facts()
    labels = dict.fromkeys([*before, *after])
    return tuple(
        Fact(label, _parts(before.get(label, ""), after.get(label, "")))
        for label in labels
        if before.get(label, "") != after.get(label, "")
    )


def _parts(old: str, new: str) -> tuple[Change, ...]:
    whole = (Change("delete", old), Change("insert", new))
    return inside(old, new) or tuple(change for change in whole if change.text)


__all__ = ["Changed", "Difference", "Fact", "difference"]
