"""With which rows a list begins: those of its body's version in force, and those of dissolved bodies that it answers for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ecoduty.mechanisms.responsibilities import effect, rows
from ecoduty.mechanisms.responsibilities.models import ResponsibilityList
from ecoduty.mechanisms.responsibilities.rows import Written
from ecoduty.mechanisms.responsibilities.words import ListKind
from ecoduty.organisation.directory.models import Body


def rows_at_beginning(body: Body, kind: str) -> list[Written]:
    """What a new version of a body's list takes over, keys and numbers with it."""
    own = effect.latest(body, kind)
    sources = [*([own] if own else []), *of_former_bodies(body, kind)]
    return missing(body, sources, ())


def of_former_bodies(heir: Body, kind: str, but: Body | None = None) -> list[ResponsibilityList]:
    """The versions that hold of bodies that this one answers for."""
    formers = Body.objects.filter(heir=heir).order_by("order", "key")
    return [version for former in formers if former != but for version in in_force_of(former, kind)]


def in_force_of(former: Body, kind: str) -> list[ResponsibilityList]:
    """The version of a dissolved body that still holds, or will; samples left out."""
    latest = effect.latest(former, kind)
    return [latest] if latest is not None and latest.until is None else []


def missing(heir: Body, sources: Iterable[ResponsibilityList], have: Sequence[Written]) -> list[Written]:
    """Rows of the sources that are not among those, each matter once, as the successor's own."""
    taken = {row.key for row in have}
    found: list[Written] = []
    for source in sources:
        for row in rows.read(source):
            if row.key not in taken:
                taken.add(row.key)
                found.append(as_own(row, source.body_id, heir))
    return found


def as_own(row: Written, former: int, heir: Body) -> Written:
    """The row as the successor's: it is named where the other was, and nobody supports himself."""
    swap = {former: heir.pk}
    body, lead = swap.get(row.body or former, row.body), swap.get(row.lead or 0, row.lead)
    supports = {swap.get(one, one): part for one, part in row.supports}
    kept = tuple((one, part) for one, part in supports.items() if one != body)
    return replace(row, body=body, lead=lead, supports=kept)


def begins_with(version: ResponsibilityList) -> int:
    """Write the rows a version begins with; how many."""
    if version.list_kind != ListKind.SPECIFIC or version.sample:
        return 0  # the consolidated one is compiled, a sample brings its own
    return len(rows.write(version, rows_at_beginning(version.body, version.list_kind)))


__all__ = ["as_own", "begins_with", "in_force_of", "missing", "of_former_bodies", "rows_at_beginning"]
