"""What turns red within the next fortnight, day by day (clause 4.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from ecoduty.casework.figures import standing
from ecoduty.casework.figures.standing import AHEAD, Coming, due_key
from ecoduty.interfaces.desk import words
from ecoduty.interfaces.desk.cockpit.asking import Asked, Section
from ecoduty.interfaces.desk.cockpit.matrix import Number
from ecoduty.kernel.clock.current import current_calendar
from ecoduty.kernel.flow import tables
from ecoduty.organisation.directory.models import Body


@dataclass(frozen=True, slots=True)
class Due:
    """Some matters of one kind that are due on one day: whose they are, and their number with its list."""

    whose: str
    what: str
    clause: str
    number: Number


def section(asked: Asked) -> Section:
    """Days with something due, nothing else."""
    found = standing.coming(asked.visit.actor, asked.scope, asked.on)
    names = _names(found)
    calendar = current_calendar()
    days = []
    for ahead, some in groupby(found, lambda one: one.days):
        on = asked.day + timedelta(days=ahead)
        rows = [_due(asked, list(same), names) for _, same in groupby(some, lambda one: one.kind)]
        days.append(
            {
                "on": words.day(on, asked.day),
                "left": words.left(on, asked.day),
                "rest": not calendar.is_working(on),
                "rows": rows,
            }
        )
    last = words.short_day(asked.day + timedelta(days=AHEAD), asked.day)
    note = f"{words.short_day(asked.day, asked.day)}至{last}"
    return Section("coming", f"未来{AHEAD}天将变红", {"days": days}, note)


def _names(found: Sequence[Coming]) -> dict[str, str]:
    keys = {one.body for one in found}
    return dict(Body.objects.filter(key__in=keys).values_list("key", "short_name"))


def _due(asked: Asked, same: list[Coming], names: dict[str, str]) -> Due:
    first = same[0]
    table = tables().get(first.kind)
    duty = asked.book.duties.get(first.duty) if all(one.duty == first.duty for one in same) else None
    bodies = list(dict.fromkeys(one.body for one in same))
    number = sum(one.number for one in same)
    narrow = {"kind": first.kind, "body": bodies[0] if len(bodies) == 1 else ""}
    ahead = first.days if asked.on is None else first.days - 1  # at the close of a day its morrow has begun
    url = asked.behind(due_key(ahead), **narrow)
    return Due(
        names.get(bodies[0], bodies[0]) if len(bodies) == 1 else f"{len(bodies)}个单位",
        duty.label if duty else table.label if table else first.kind,
        next(iter(asked.book.correspondence.cited(table.clauses)), "") if table else "", Number(number, url),
    )  # fmt: skip


__all__ = ["Due", "section"]
