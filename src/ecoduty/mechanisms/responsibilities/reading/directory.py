"""The bodies as readers of lists need them, from the directory: three statements."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from ecoduty.kernel.rulebook import store as rulebooks
from ecoduty.mechanisms.responsibilities.reading.names import Bodies, BodyName
from ecoduty.organisation.directory.models import Body
from ecoduty.organisation.directory.models import BodyName as Called
from ecoduty.organisation.directory.states import DISTRICT


def bodies(own: Body, on: date) -> Bodies:
    """Every body with every name it ever had, for reading a list of `own` on a day."""
    names: dict[int, set[str]] = defaultdict(set)
    for body_id, name, short in Called.objects.values_list("body_id", "name", "short_name"):
        names[body_id] |= {name, short}
    rows = list(Body.objects.exclude(kind=DISTRICT).select_related("heir", "region"))
    book = rulebooks.current_or_none()
    found = {row.pk: _known(row, names[row.pk], on) for row in rows}
    return Bodies(found[own.pk], tuple(found.values()), book.city.name if book else "")


def _known(row: Body, names: set[str], on: date) -> BodyName:
    now = {row.name, row.short_name, *row.aliases}
    gone = not row.exists_on(on)
    return BodyName(
        row.key, row.name, row.short_name, tuple(row.aliases), tuple(sorted(names - now)), row.level,
        row.region.short_name if row.region else "", gone, row.heir.key if gone and row.heir else "",
    )  # fmt: skip


__all__ = ["bodies"]
