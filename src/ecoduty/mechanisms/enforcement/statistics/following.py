"""Every act on a case is looked at: did it leave a leg, enter another, or change the clock of the one it is on?

Runs with the gate, after the deadlines: four statements for a batch, however large, and none where no case is touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import OPEN
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.flow import Attempt, registry
from ecoduty.kernel.rulebook import schema
from ecoduty.mechanisms.enforcement.statistics import legs
from ecoduty.mechanisms.enforcement.statistics.models import WHOLE, LegRow

ORDER = 150  # deadlines stand by then
_CHANGED = ("ended", "deadline", "due_at", "late")


def install() -> None:
    """Register with the gate."""
    registry.before_write("enforcement-legs", follow, ORDER)


def follow(attempts: Sequence[Attempt]) -> None:
    """Write down what a batch of acts did to the legs of cases."""
    map_ = legs.current()
    touching = [
        attempt
        for attempt in attempts
        if isinstance(attempt.subject, Matter)
        and attempt.table.kind in map_.kinds
        and (attempt.before != attempt.subject.state or "deadlines" in attempt.facts)
    ]
    if not touching:
        return
    matters = [attempt.subject.pk for attempt in touching]
    open_rows: dict[int, dict[str, LegRow]] = defaultdict(dict)
    for row in LegRow.objects.filter(matter__in=matters, ended=None):
        open_rows[row.matter_id][row.leg] = row
    clocks: dict[int, list[Deadline]] = defaultdict(list)
    for deadline in Deadline.objects.filter(matter__in=matters, key__in=map_.limits).order_by("-pk"):
        clocks[deadline.matter_id].append(deadline)
    begun: list[LegRow] = []
    for attempt in touching:
        begun += _one(attempt, map_, open_rows[attempt.subject.pk], clocks[attempt.subject.pk])
    changed = [row for rows in open_rows.values() for row in rows.values()]
    if changed:
        LegRow.objects.bulk_update(changed, _CHANGED)
    if begun:
        LegRow.objects.bulk_create(begun)


def _one(attempt: Attempt, map_: legs.Map, open_rows: dict[str, LegRow], clocks: Sequence[Deadline]) -> list[LegRow]:
    """Bring the rows of one case up to date; the new ones are given back."""
    matter: Matter = attempt.subject
    state = attempt.table.by_state[matter.state]
    here = map_.leg(attempt.table.kind, matter.state)
    at, begun = attempt.occurred_at, []
    for key, row in open_rows.items():
        leg = map_.legs.get(key)
        if leg is not None:
            _clock(row, leg, clocks)
        gone = not state.open if key == WHOLE else here is None or key != here.key
        if gone:
            row.ended = max(at, row.began)
    if here is not None and here.key not in open_rows:
        row = LegRow(matter=matter, leg=here.key, body_id=matter.holder_id, began=at)
        _clock(row, here, clocks)
        begun.append(row)
    if state.open and WHOLE not in open_rows:
        begun.append(LegRow(matter=matter, leg=WHOLE, body_id=matter.holder_id, began=at))
    if WHOLE in open_rows:
        open_rows[WHOLE].late |= any(row.late for row in open_rows.values())
    return begun


def _clock(row: LegRow, leg: schema.Leg, clocks: Sequence[Deadline]) -> None:
    """The leg's own clock: of its limits in the table's order the first that ran during the leg, its newest round."""
    for limit in leg.limits:
        found = next((one for one in clocks if one.key == limit and _during(row, one)), None)
        if found is not None:
            row.deadline, row.due_at = found, found.due_at
            row.late = found.late or found.missed_at is not None
            return


def _during(row: LegRow, deadline: Deadline) -> bool:
    met_since = deadline.met_at is not None and deadline.met_at >= row.began
    known = row.deadline_id == deadline.pk
    return known or deadline.state in OPEN or met_since or deadline.started_at >= row.began


__all__ = ["follow", "install"]
