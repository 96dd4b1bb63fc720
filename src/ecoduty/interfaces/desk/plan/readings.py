"""What a clause means for a matter: several clauses may hang on one report, each fulfilled by another step of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from ecoduty.casework.duties.models import Deadline
from ecoduty.casework.duties.states import OPEN, DeadlineState
from ecoduty.casework.matters.models import Matter
from ecoduty.casework.matters.thresholds import Thresholds
from ecoduty.interfaces.desk import rows
from ecoduty.interfaces.desk.lights import WORDS, Code, light


@dataclass(frozen=True, slots=True)
class Reading:
    """How one matter stands towards one clause; `due_at` is the limit that still runs for it."""

    light: Code
    word: str
    due_at: datetime | None = None


class Facts:
    """The matters of a page with what readings need of them; each question is asked once for all."""

    def __init__(self, matters: Sequence[Matter], now: datetime, limits: Thresholds) -> None:
        self.matters = matters
        self.now = now
        self.limits = limits

    @cached_property
    def deadlines(self) -> Mapping[tuple[int, str], Deadline]:
        """The latest deadline of a matter by key; cancelled ones are nobody's."""
        found = Deadline.objects.filter(matter__in=[matter.pk for matter in self.matters])
        return {(row.matter_id, row.key): row for row in found.exclude(state=DeadlineState.CANCELLED).order_by("pk")}

    def deadline(self, matter: Matter, key: str) -> Deadline | None:
        """The latest deadline of that key."""
        return self.deadlines.get((matter.pk, key))

    def towards(self, deadline: Deadline | None, running: str) -> Reading:
        """What is still owed by a deadline: `running` while time is left, otherwise the light's own word."""
        if deadline is None or deadline.state not in OPEN:
            return Reading(Code.RUNNING, running)
        code = light(
            now=self.now,
            thresholds=self.limits,
            open_=True,
            due_at=deadline.due_at,
            suspended=deadline.state == DeadlineState.SUSPENDED,
        ).code
        return Reading(code, running if code is Code.RUNNING else WORDS[code], deadline.due_at)


Reader = Callable[[Sequence[Matter], Facts], Mapping[int, Reading]]
_readers: dict[tuple[str, str], Reader] = {}


def reads(kind: str, reference: str, reader: Reader) -> None:
    """Say what a clause of the reference plan means for matters of a kind. The reader gets all of them at once."""
    _readers[kind, reference] = reader


def read(kind: str, references: Sequence[str], matters: Sequence[Matter], facts: Facts) -> Mapping[int, Reading]:
    """How each matter stands towards a clause with these references: as its kind says of the first of them that it speaks of,
    else by the matter's own light.
    """
    found = (_readers[kind, reference] for reference in references if (kind, reference) in _readers)
    reader = next(found, _by_own_light)
    return reader(matters, facts)


def _by_own_light(matters: Sequence[Matter], facts: Facts) -> Mapping[int, Reading]:
    found = {}
    for matter in matters:
        code = rows.light_of(matter, facts.now, facts.limits).code
        found[matter.pk] = Reading(code, WORDS[code], matter.next_due_at if matter.open else None)
    return found


__all__ = ["Facts", "Reader", "Reading", "read", "reads"]
